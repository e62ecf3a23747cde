package eval_test

import (
	"flag"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
)

var (
	flagChecks = flag.Int("checks", 20_000, "how many answers to compare with SpiceDB's")
	flagAsked  = flag.Int("asked", 250, "how many checks to ask of one world in each context")
)

// worldsPerEngine bounds what the engine in memory remembers: its history.
const worldsPerEngine = 50

// listsPerContext is how many lists are asked of one world in each context:
// the next world shows more.
const listsPerContext = 4

// contextsPerWorld is in how many contexts one world is asked.
const contextsPerWorld = 4

// SpiceDB is the reference: over random schemas and relationships, the graph
// gives the same answers, or says that it is undecided where SpiceDB gives an
// error.
func TestAnswersAreThoseOfSpiceDB(t *testing.T) {
	seed := random.Seed(t)
	var tally tally
	for engines := 0; tally.compared() < *flagChecks && !t.Failed(); engines++ {
		start := startReference
		if engines%2 == 1 {
			start = startStore
		}
		r := start(t)
		for range worldsPerEngine {
			if tally.compared() >= *flagChecks || t.Failed() {
				break
			}
			r.compareWorld(t, seed, &tally)
			seed++
		}
		r.stop()
		t.Logf("seed %d: %s", seed, tally)
	}
	t.Logf("last seed %d: %s", seed-1, tally)
}

// tally counts what was compared.
type tally struct {
	worlds, refused, tooSlow   int
	checks, resources, subject int
	outcomes                   [4]int
	gaveUp, decidedAnyway      int
	exceptions                 map[string]int
}

func (c tally) compared() int { return c.checks + c.resources + c.subject }

func (c tally) String() string {
	return fmt.Sprintf("%d worlds (%d more refused by SpiceDB, %d in which it got lost), %d checks (%d denied, %d conditional, %d undecided, %d allowed), %d lists of resources, %d of subjects; "+
		"SpiceDB gave up on %d, of which the graph decided %d; exceptions: %v",
		c.worlds, c.refused, c.tooSlow, c.checks, c.outcomes[eval.Denied], c.outcomes[eval.Conditional], c.outcomes[eval.Undecided], c.outcomes[eval.Allowed],
		c.resources, c.subject, c.gaveUp, c.decidedAnyway, c.exceptions)
}

// compareWorld compares all checks of one world and some of its lists.
func (r *reference) compareWorld(t *testing.T, seed uint64, tally *tally) {
	t.Helper()
	w := newWorld(seed)
	if !r.become(t, w) {
		tally.refused++
		return
	}
	tally.worlds++
	g := r.snapshotOf(t, seed, w)
	for _, i := range w.random.Perm(len(contexts))[:contextsPerWorld] {
		context := contexts[i]
		c := eval.Context{At: w.moment, Values: func(time.Time) map[string]any { return context }, Now: nowIn(context)}
		questions := w.questions()
		w.random.Shuffle(len(questions), func(i, j int) { questions[i], questions[j] = questions[j], questions[i] })
		questions = questions[:min(len(questions), *flagAsked)]
		theirs := r.checks(t, questions, context)
		if theirs == nil {
			tally.tooSlow++
			return
		}
		for i, q := range questions {
			ours := g.Check(q, c)
			if problem := tally.check(ours, theirs[i]); problem != "" {
				t.Errorf("seed %d, context %v: %v: %s\n%s", seed, context, q, problem, w)
				return
			}
		}
		for range listsPerContext {
			q := pick(w, questions)
			if problem := r.compareResources(t, w, g, q, c, tally); problem != "" {
				t.Errorf("seed %d, context %v: resources of %v: %s\n%s", seed, context, q, problem, w)
				return
			}
			if problem := r.compareSubjects(t, w, g, q, c, tally); problem != "" {
				t.Errorf("seed %d, context %v: subjects of %v: %s\n%s", seed, context, q, problem, w)
				return
			}
		}
	}
}

// snapshotOf is a snapshot of a world as an engine exports it, which leaves out
// what has expired, or as it tells each change, which does not.
func (r *reference) snapshotOf(t *testing.T, seed uint64, w *world) *eval.Snapshot {
	t.Helper()
	g, err := eval.Load(t.Context(), r.conn)
	if err != nil {
		t.Fatalf("seed %d: loading: %v\n%s", seed, err, w.schema())
	}
	if w.one(2) {
		return w.perhapsCompacted(g)
	}
	told := make([]relation.Change, len(w.relationships))
	for i, c := range w.relationships {
		update, err := c.Update()
		if err != nil {
			t.Fatalf("seed %d: %s: %v", seed, c, err)
		}
		if told[i], err = relation.FromUpdate(update); err != nil {
			t.Fatalf("seed %d: %s: %v", seed, c, err)
		}
	}
	if g, err = g.With(told); err != nil {
		t.Fatalf("seed %d: %v\n%s", seed, err, w.schema())
	}
	return w.perhapsCompacted(g)
}

func (w *world) perhapsCompacted(g *eval.Snapshot) *eval.Snapshot {
	if w.one(2) {
		return g
	}
	return g.Compacted()
}

// check compares one answer and returns what is wrong, or nothing.
func (c *tally) check(ours eval.Answer, theirs decision) string {
	c.checks++
	c.outcomes[ours.Outcome]++
	if theirs.gaveUp {
		c.gaveUp++
		if ours.Outcome != eval.Undecided {
			c.decidedAnyway++
		}
		return ""
	}
	if ours.Outcome != theirs.outcome {
		return fmt.Sprintf("got %v, SpiceDB says %v", ours.Outcome, theirs.outcome)
	}
	if (ours.Outcome == eval.Conditional) != (len(ours.Missing) > 0) {
		return fmt.Sprintf("%v with %q missing", ours.Outcome, ours.Missing)
	}
	return ""
}

// questions are every permission and relation of every object, asked for every
// user, one user and one object that nothing names, and some relations.
func (w *world) questions() []eval.Question {
	var subjects []eval.Question
	for _, t := range w.types {
		for _, id := range t.withNowhere(w) {
			q := eval.Question{Subject: relation.Object{Type: t.name, ID: id}}
			if t.name != "user" && !w.one(3) {
				if w.one(2) {
					continue
				}
				q.SubjectRelation = pick(w, t.names())
			}
			subjects = append(subjects, q)
		}
	}
	var questions []eval.Question
	for _, t := range w.types[1:] {
		for _, id := range t.withNowhere(w) {
			for _, name := range t.names() {
				for _, q := range subjects {
					q.Resource, q.Permission = relation.Object{Type: t.name, ID: id}, name
					questions = append(questions, q)
				}
			}
		}
	}
	return questions
}

// withNowhere are the type's objects and sometimes one that nothing names.
func (t *objectType) withNowhere(w *world) []string {
	if w.one(3) {
		return append(slices.Clone(t.objects), "nowhere")
	}
	return t.objects
}

func (t *objectType) names() []string {
	names := slices.Clone(t.permissions)
	for _, r := range t.relations {
		names = append(names, r.name)
	}
	return names
}

func (w *world) String() string {
	var b strings.Builder
	b.WriteString(w.schema())
	for _, r := range w.relationships {
		fmt.Fprintf(&b, "%s %v, asked at %s\n", r.Relationship, r.Terms, w.moment.Format(time.RFC3339Nano))
	}
	return b.String()
}
