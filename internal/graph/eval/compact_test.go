package eval_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Numbers are given for good, so a graph that is followed for long would grow
// by every id that ever was: compacted when it is sparse, it stays bounded and
// is the same graph.
func TestACompactedGraphIsTheSame(t *testing.T) {
	const live, rounds = 500, 300
	seed := random.Seed(t)
	source := rand.New(rand.NewPCG(seed, 0))
	g, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	grown := g // never compacted
	var there []relation.Change
	most, compactions := 0, 0
	for round := range rounds {
		var changes []relation.Change
		for i := range live {
			changes = append(changes, rel(fmt.Sprintf("client:t/c%d-%d#practitioner@user:t/u%d", round, i, source.IntN(live))))
		}
		for range len(there) - live/2 {
			i := source.IntN(len(there))
			gone := there[i]
			gone.Gone = true
			changes, there = append(changes, gone), slices.Delete(there, i, i+1)
		}
		there = append(there, changes[:live]...)
		for _, into := range []**eval.Snapshot{&g, &grown} {
			if *into, err = (*into).Advance(changes, ""); err != nil {
				t.Fatalf("seed %d: %v", seed, err)
			}
		}
		if g.Sparse() {
			g = g.Compacted()
			compactions++
		}
		most = max(most, g.Names())
	}
	t.Logf("%d names at most, %d without compacting, %d compactions", most, grown.Names(), compactions)
	if compactions == 0 || most > 70_000 || grown.Names() < 2*most {
		t.Errorf("seed %d: %d names at most in %d compactions, and %d without", seed, most, compactions, grown.Names())
	}
	texts := func(g *eval.Snapshot) []string {
		var all []string
		for _, r := range g.All() {
			all = append(all, r.String())
		}
		slices.Sort(all)
		return all
	}
	if !slices.Equal(texts(g), texts(grown)) || g.Len() != grown.Len() {
		t.Fatalf("seed %d: the relationships differ", seed)
	}
	c := eval.Context{At: time.Now()}
	for range 5000 {
		q := eval.Question{Resource: relation.Object{Type: "client", ID: there[source.IntN(len(there))].Resource.ID}, Permission: "practitioner"}
		q.Subject = relation.Object{Type: "user", ID: fmt.Sprintf("t/u%d", source.IntN(live))}
		if got, want := g.Check(q, c), grown.Check(q, c); got.Outcome != want.Outcome {
			t.Fatalf("seed %d: %v: got %v, want %v", seed, q, got, want)
		}
	}
	for i := range live {
		q := eval.Question{Resource: relation.Object{Type: "client"}, Permission: "practitioner", Subject: relation.Object{Type: "user", ID: fmt.Sprintf("t/u%d", i)}}
		got, err1 := g.Resources(q, c)
		want, err2 := grown.Resources(q, c)
		if err1 != nil || err2 != nil || !slices.Equal(got.Allowed, want.Allowed) {
			t.Fatalf("seed %d: resources of %v: got %v (%v), want %v (%v)", seed, q, got, err1, want, err2)
		}
	}
}
