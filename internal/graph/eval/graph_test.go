package eval_test

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// A check that meets no caveat on its way must cost the collector nothing: it
// stands in the path of every request.
func TestChecksAllocateNothing(t *testing.T) {
	g := institutionGraph(t, 10_000, 100)
	c := eval.Context{At: time.Now()}
	for _, b := range benched {
		if b.want == eval.Conditional {
			continue
		}
		if got := testing.AllocsPerRun(100, func() { g.Check(b.q, c) }); got != 0 {
			t.Errorf("%s: %v allocations, want none", b.name, got)
		}
	}
}

// A graph never changes: what is made from it leaves it as it was.
func TestAGraphNeverChanges(t *testing.T) {
	before := institutionGraph(t, 1_000, 100)
	n, q, c := before.Len(), ask("client:t/c500", "view_dossier", "user:t/u0"), eval.Context{At: time.Now()}
	link := rel("client:t/c500#practitioner@user:t/u0")
	after, err := before.With([]relation.Change{link})
	if err != nil {
		t.Fatal(err)
	}
	link.Gone = true
	gone, err := after.With([]relation.Change{link})
	if err != nil {
		t.Fatal(err)
	}
	for why, step := range map[string]struct {
		g    *eval.Snapshot
		n    int
		want eval.Outcome
	}{"before": {before, n, eval.Denied}, "after": {after, n + 1, eval.Allowed}, "gone": {gone, n, eval.Denied}} {
		if got := step.g.Check(q, c).Outcome; got != step.want || step.g.Len() != step.n {
			t.Errorf("%s: got %v of %d relationships, want %v of %d", why, got, step.g.Len(), step.want, step.n)
		}
	}
	if _, err := before.With([]relation.Change{rel("client:t/c1#unheard_of@user:t/u0")}); err == nil {
		t.Error("a relation that the schema does not define was taken")
	}
}

// Readers take no lock while a writer goes on, and see one whole state or
// another: a link and its group come together here, and so does the answer.
func TestReadersDoNotWait(t *testing.T) {
	var current atomic.Pointer[eval.Snapshot]
	current.Store(institutionGraph(t, 1_000, 50))
	done := make(chan struct{})
	var readers sync.WaitGroup
	for range 4 {
		readers.Go(func() {
			for {
				select {
				case <-done:
					return
				default:
				}
				g := current.Load()
				user := fmt.Sprintf("user:t/new%d", g.Len()%500)
				link := g.Check(ask("client:t/c1", "practitioner", user), eval.Context{})
				whole := g.Check(ask("client:t/c1", "manage_account", user), eval.Context{})
				if link.Outcome != whole.Outcome {
					t.Errorf("half of a change was seen: %v and %v", link, whole)
					return
				}
			}
		})
	}
	for i := range 500 {
		user := fmt.Sprintf("user:t/new%d", i)
		next, err := current.Load().With([]relation.Change{
			rel("client:t/c1#practitioner@" + user), rel("tenant:t#member@" + user), rel("tenant:t#practitioner@" + user),
		})
		if err != nil {
			t.Fatal(err)
		}
		current.Store(next)
	}
	close(done)
	readers.Wait()
}
