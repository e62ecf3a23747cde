package eval_test

import (
	"slices"
	"testing"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/random"
)

// Ids that differ early, late or in their length only are sorted as texts are.
func TestIDsAreSortedAsTexts(t *testing.T) {
	seed := random.Seed(t)
	w := newWorld(seed)
	parts := []string{"t/", "c-", "0", "1", "00000000", "9", "\x00", "=2F", "é", ""}
	for range 2_000 {
		ids := make([]string, w.random.IntN(40))
		for i := range ids {
			for range w.random.IntN(8) {
				ids[i] += pick(w, parts)
			}
			if w.one(2) {
				ids[i] = "t/c-00" + ids[i]
			}
		}
		want := slices.Sorted(slices.Values(ids))
		if eval.SortIDs(ids); !slices.Equal(ids, want) {
			t.Fatalf("seed %d: got %q, want %q", seed, ids, want)
		}
	}
}
