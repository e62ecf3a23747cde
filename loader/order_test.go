package loader_test

import (
	"context"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"github.com/remit-authz/remit/loader"
)

// After each write of a plan, and so after a crash between any two, nobody may
// do what he could do neither before the plan nor after it: whatever a source
// says, and whatever an application or a hand wrote or took away beside it.
func TestLessBeforeMore(t *testing.T) {
	writes, grants := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		e, eng := start(t)
		defer e.Close()
		sync(t, eng, drawWorld(t, "a"))
		disturb(t, eng)
		before := ask(t, e.Conn())

		var between []rights
		watched := &spy{Engine: eng, after: func() { between = append(between, ask(t, e.Conn())) }}
		p := planFor(t, eng, drawWorld(t, "b"))
		size := rapid.SampledFrom([]int{8, 9, 12}).Draw(t, "size")
		if _, err := loader.Apply(context.Background(), watched, p, freely(p).InWritesOf(size)); err != nil {
			t.Fatal(err)
		}
		after := ask(t, e.Conn())
		for i, state := range between {
			if found := state.beyond(before, after); len(found) > 0 {
				t.Fatalf("after write %d of %d: %q", i+1, len(between), found)
			}
		}
		writes += len(between)
		grants += len(after)
	})
	if writes == 0 || grants == 0 {
		t.Errorf("the property was not put to the test: %d writes, %d rights", writes, grants)
	}
}

// disturb adds and takes away what no source would.
func disturb(t *rapid.T, eng loader.Engine) {
	t.Helper()
	var gone []loader.Relationship
	for _, r := range have(t, eng, "acme").Relationships {
		if rapid.IntRange(0, 19).Draw(t, "gone "+r.String()) == 0 {
			gone = append(gone, r)
		}
	}
	drop(t, eng, gone...)
	put(t, eng, drawStrays(t)...)
}

func TestSyncIsTrueToTheSource(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		e, eng := start(t)
		defer e.Close()
		a, b := drawWorld(t, "a"), drawWorld(t, "b")
		sync(t, eng, a)
		disturb(t, eng)
		sync(t, eng, b)
		sync(t, eng, a)
		state := have(t, eng, "acme")
		if p := loader.Diff(a, state); !p.Empty() {
			t.Fatalf("after a sync there is more to do: %v", p.Tenants)
		}
		if diff := cmp.Diff(a.Relationships, state.Owned()); diff != "" {
			t.Fatalf("the loader's own relationships are not what the source asks for: %s", diff)
		}
		again := &spy{Engine: eng}
		sync(t, again, a)
		if again.writes > 0 {
			t.Fatalf("the second sync wrote %d times", again.writes)
		}
	})
}
