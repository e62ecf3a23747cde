package eval_test

import (
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/internal/random"
)

// lintedWorlds are how many random schemas are linted.
const lintedWorlds = 300

// Under the schemas that the differential test makes up, SpiceDB answers as the
// graph does. So the lint must find in none of them what gives a wrong "allowed",
// and nobody may have what it says that nobody has.
func TestTheLintAgreesWithTheGraph(t *testing.T) {
	seed := random.Seed(t)
	linted, found := 0, map[string]int{}
	for last := seed + lintedWorlds; seed < last && !t.Failed(); seed++ {
		w := newWorld(seed)
		s, err := lint.Parse("world.zed", w.schema())
		if err != nil {
			continue // SpiceDB refuses it too: compareRefusals
		}
		linted++
		findings, err := s.Findings()
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range findings {
			found[f.Rule.Name]++
			if f.Rule.Allows {
				t.Errorf("seed %d: %s\n%s", seed, f, w.schema())
			}
		}
		checkNobody(t, w, findings)
	}
	t.Logf("%d linted; found: %v", linted, found)
	if linted < lintedWorlds/4 || found["nobody"] == 0 || found["recursion"] == 0 {
		t.Errorf("%d could be linted, and found was %v", linted, found)
	}
}

// checkNobody asks for every permission that nobody has. Whoever has a permission,
// as a subject, has it by definition.
func checkNobody(t *testing.T, w *world, findings []lint.Finding) {
	t.Helper()
	empty := map[string]bool{}
	for _, f := range findings {
		if f.Rule.Name == "nobody" {
			empty[strings.Fields(f.About.String())[1]] = true
		}
	}
	g, err := eval.New(w.schema())
	if err != nil {
		t.Fatal(err)
	}
	if g, err = g.With(w.relationships); err != nil {
		t.Fatal(err)
	}
	for _, q := range w.questions() {
		if q.SubjectRelation != "" || !empty[string(q.Resource.Type)+"#"+q.Permission] {
			continue
		}
		got := g.Check(q, eval.Context{At: w.moment, Values: func(time.Time) map[string]any { return contexts[2] }}).Outcome
		if got == eval.Allowed || got == eval.Conditional {
			t.Errorf("%v: got %v, and the lint says that nobody has it\n%s", q, got, w)
		}
	}
}
