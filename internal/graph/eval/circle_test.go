package eval_test

import (
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
)

const circles = `definition user {}
definition group {
	relation member: user | group#member
	relation barred: user
	relation parent: group
	permission within = member + parent->within
	permission allowed = within - barred
	permission both = member & parent->within
}`

// Relationships that run in a circle end in an error in SpiceDB, unless
// something else decides before: the graph then says that it is undecided, and
// never anything that SpiceDB contradicts.
func TestCircles(t *testing.T) {
	r := startReference(t)
	defer r.stop()
	r.load(t, circles,
		rel("group:a#member@group:b#member"), rel("group:b#member@group:a#member"), rel("group:b#member@user:in"),
		rel("group:c#parent@group:c"), rel("group:c#member@user:in"), rel("group:c#barred@user:in"),
	)
	g := r.graph(t)
	for _, c := range []struct {
		why  string
		q    eval.Question
		want eval.Outcome
	}{
		{"written on the circle", ask("group:a", "member", "user:in"), eval.Allowed},
		{"not on the circle", ask("group:a", "member", "user:out"), eval.Undecided},
		{"a relation of itself", ask("group:a", "member", "group:a#member"), eval.Allowed},
		{"a parent of itself, and written", ask("group:c", "within", "user:in"), eval.Allowed},
		{"a parent of itself", ask("group:c", "within", "user:out"), eval.Undecided},
		{"subtracted from a circle", ask("group:c", "allowed", "user:in"), eval.Denied},
		{"denied before the circle", ask("group:c", "both", "user:out"), eval.Denied},
		{"allowed in the circle", ask("group:c", "both", "user:in"), eval.Allowed},
	} {
		got := g.Check(c.q, eval.Context{At: time.Now()}).Outcome
		if got != c.want {
			t.Errorf("%s: got %v, want %v", c.why, got, c.want)
		}
		theirs := r.checks(t, []eval.Question{c.q}, nil)
		if theirs == nil || theirs[0].gaveUp {
			continue // which of two branches ends first is a race
		}
		if theirs[0].outcome != got {
			t.Errorf("%s: got %v, SpiceDB says %v", c.why, got, theirs[0].outcome)
		}
	}
}

const (
	// circularShare is how many of flagChecks stand for one of these.
	circularShare  = 5
	askedOfCircles = 100 // in each world
	// depthOfCircles is how many steps SpiceDB goes: it walks around circles in
	// every way, so that more would take all memory there is.
	depthOfCircles = 8
)

// TestRandomCircles asks about small random worlds in which objects lead back
// to themselves. What SpiceDB decides before it has gone around depends on which
// of two branches ends first; the graph may be undecided then, and never
// decides otherwise.
func TestRandomCircles(t *testing.T) {
	seed := random.Seed(t)
	var tally tally
	undecided := 0
	for tally.checks < *flagChecks/circularShare && !t.Failed() {
		r := startShallow(t, depthOfCircles)
		for range worldsPerEngine {
			undecided += r.compareCircles(t, seed, &tally)
			seed++
		}
		r.stop()
	}
	t.Logf("last seed %d: %s; undecided where SpiceDB decided: %d", seed-1, tally, undecided)
	if tally.gaveUp == 0 {
		t.Error("no circle was met")
	}
}

// compareCircles returns how often the graph was undecided and SpiceDB not.
func (r *reference) compareCircles(t *testing.T, seed uint64, tally *tally) (undecided int) {
	t.Helper()
	w := newCircularWorld(seed)
	if !r.become(t, w) {
		tally.refused++
		return 0
	}
	g := r.snapshotOf(t, seed, w)
	questions := w.questions()
	w.random.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
	questions = questions[:min(len(questions), askedOfCircles)]
	theirs := r.checks(t, questions, nil)
	if theirs == nil {
		tally.tooSlow++
		return 0
	}
	tally.worlds++
	for i, q := range questions {
		ours := g.Check(q, eval.Context{At: w.moment})
		if ours.Outcome == eval.Undecided && !theirs[i].gaveUp {
			undecided++
			continue
		}
		if problem := tally.check(ours, theirs[i]); problem != "" {
			t.Errorf("seed %d: %v: %s\n%s", seed, q, problem, w)
		}
	}
	return undecided
}

// A chain is followed as far as SpiceDB goes, and no further.
func TestDepthIsSpiceDBs(t *testing.T) {
	r := startReference(t)
	defer r.stop()
	var chain []relation.Change
	for i := range 70 {
		chain = append(chain, rel("group:"+groupName(i)+"#member@group:"+groupName(i+1)+"#member"))
	}
	r.load(t, circles, append(chain, rel("group:"+groupName(70)+"#member@user:in"))...)
	g := r.graph(t)
	for i := range 70 {
		q := ask("group:"+groupName(i), "member", "user:in")
		got := g.Check(q, eval.Context{At: time.Now()}).Outcome
		theirs := r.checks(t, []eval.Question{q}, nil)[0]
		if theirs.gaveUp != (got == eval.Undecided) {
			t.Errorf("%d steps: got %v, SpiceDB gave up: %v", 71-i, got, theirs.gaveUp)
		}
	}
}

func groupName(i int) string { return string(rune('a'+i/26)) + string(rune('a'+i%26)) }
