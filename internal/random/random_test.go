package random_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/random"
)

func TestSeedsAreTheSameUnlessOthersAreAskedFor(t *testing.T) {
	t.Setenv(random.Variable, "")
	if one, another := random.Seed(t), random.Seed(t); one != another {
		t.Errorf("got %d and %d, want the same", one, another)
	}
	t.Setenv(random.Variable, "7")
	if got := random.Seed(t); got != 7 {
		t.Errorf("got %d, want the 7 that was asked for", got)
	}
	t.Setenv(random.Variable, "new")
	if one, another := random.Seed(t), random.Seed(t); one == another {
		t.Errorf("got %d twice, want new ones", one)
	}
}

func TestPropertiesDrawTheSame(t *testing.T) {
	drawn := func(seed string) (all []int) {
		t.Setenv(random.Variable, seed)
		random.Check(t, func(t *rapid.T) { all = append(all, rapid.Int().Draw(t, "n")) })
		return all
	}
	one, again, other := drawn("7"), drawn("7"), drawn("8")
	if !slices.Equal(one, again) {
		t.Errorf("the same seed drew\n%v and\n%v", one, again)
	}
	if slices.Equal(one, other) {
		t.Errorf("two seeds both drew %v", one)
	}
}
