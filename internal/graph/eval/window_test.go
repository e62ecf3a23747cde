package eval_test

import (
	"fmt"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// What a window decides is what SpiceDB's own evaluation comes to, whatever was
// written and whatever the question brings; and it decides most.
func TestWindowsDecideAsCaveatsDo(t *testing.T) {
	seed := random.Seed(t)
	w := newWorld(seed)
	g := snapshot(t, caveats)
	decided, asked := 0, 0
	for range 10_000 {
		name := pick(w, caveatNames)
		written := w.givens(name)
		context := pick(w, contexts)
		c := eval.Context{Values: func(time.Time) map[string]any { return context }, Now: nowIn(context)}
		window, ok, want := g.Decide(name, written, c)
		asked++
		if !ok {
			continue
		}
		decided++
		if window != want {
			t.Fatalf("seed %d: %s written with %v and asked with %v: the window says %v, SpiceDB's evaluation %v", seed, name, written, context, window, want)
		}
	}
	t.Logf("seed %d: %d of %d decided", seed, decided, asked)
	if decided < asked/10 {
		t.Errorf("only %d of %d are decided by a window", decided, asked)
	}
}

// The model's own conditions are decided by windows, each a moment before, at and
// after its ends, and so are not allocated for.
func TestWindowsOfTheModel(t *testing.T) {
	since := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	until := since.Add(time.Hour)
	g := snapshot(t, schema.Text())
	for name, terms := range map[string]relation.Terms{"emergency": relation.Emergency(since, until, "she fell"), "invitation": relation.Invitation(until)} {
		for _, tt := range []struct {
			at   time.Time
			want eval.Outcome
		}{
			{since, eval.Allowed},
			{until.Add(-time.Nanosecond), eval.Allowed},
			{until, eval.Denied},
			{time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC), eval.Undecided}, // no text says it
		} {
			given, err := terms.Given()
			if err != nil {
				t.Fatal(err)
			}
			c := eval.Context{At: tt.at, Values: schema.ContextAt, Now: func(at time.Time) (time.Time, bool) { return at, true }}
			window, ok, want := g.Decide(string(terms.Caveat), given, c)
			if ok != (tt.want != eval.Undecided) || ok && window != tt.want || want != tt.want {
				t.Errorf("%s at %s: the window says %v (%t), SpiceDB's evaluation %v, and it is %v", name, tt.at, window, ok, want, tt.want)
			}
		}
	}
}

// What SpiceDB cannot evaluate gives nothing, however plain the rest is: with an unknown
// moment beside it CEL does not tell the error.
func TestAnErrorBesideTheMomentIsNoWindow(t *testing.T) {
	g := snapshot(t, `caveat halved(now timestamp, until timestamp, part int, whole int) { now < until && whole / part > 1 }`)
	c := eval.Context{Values: func(time.Time) map[string]any { return contexts[1] }, Now: nowIn(contexts[1])}
	for part, want := range map[float64]eval.Outcome{0: eval.Undecided, 1: eval.Allowed, 2: eval.Denied} {
		written := map[string]any{"until": noon(time.Hour), "whole": 2.0, "part": part}
		window, ok, evaluated := g.Decide("halved", written, c)
		if ok != (want != eval.Undecided) || ok && window != want || evaluated != want {
			t.Errorf("halved by %v: the window says %v (%t), SpiceDB's evaluation %v, and it is %v", part, window, ok, evaluated, want)
		}
	}
}

// CEL, asked what is left of a caveat, writes to the caveat: two whose conditions were
// asked about for the first time at once read and wrote one map. It is not asked that any more.
func TestConditionsAreReadByManyAtOnce(t *testing.T) {
	since := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	const clients = 64
	var world []relation.Change
	for i := range clients {
		r, caveat := rel(fmt.Sprintf("client:t/c%d#shared@user:t/u", i)), schema.Caveat("before")
		if i%2 == 1 {
			r, caveat = rel(fmt.Sprintf("client:t/c%d#listed@user:t/u", i)), "any_before"
		}
		until := since.Add(time.Duration(i+1) * time.Minute).Format(time.RFC3339)
		context := fmt.Sprintf(`{"until": %q, "days": [%d]}`, until, i)
		r.Terms = relation.Terms{Caveat: caveat, Context: context}
		world = append(world, r)
	}
	g := snapshot(t, `
		definition user {}
		caveat before(now timestamp, until timestamp, days list<int>) { days.size() == 1 && now < until }
		caveat any_before(now timestamp, until timestamp, days list<int>) { days.exists(d, d > 0) && now < until }
		definition client {
			relation shared: user with before
			relation listed: user with any_before
			permission view = shared + listed
		}`, world...)
	var each errgroup.Group
	for worker := range 8 {
		each.Go(func() error {
			for n := range clients {
				i := (n + worker/2) % clients
				end := since.Add(time.Duration(i+1) * time.Minute)
				for at, want := range map[time.Time]eval.Outcome{end.Add(-time.Second): eval.Allowed, end: eval.Denied} {
					c := eval.Context{At: at, Values: schema.ContextAt, Now: func(at time.Time) (time.Time, bool) { return at, true }}
					if got := g.Check(ask(fmt.Sprintf("client:t/c%d", i), "view", "user:t/u"), c).Outcome; got != want {
						return fmt.Errorf("client %d at %s: %v, and it is %v", i, at, got, want)
					}
				}
			}
			return nil
		})
	}
	if err := each.Wait(); err != nil {
		t.Error(err)
	}
}

// A list's all, and its like, name no moment that anything here could tell: taken for one
// among the bounds, it held whatever was written.
func TestWhatNamesNoMomentIsNoBound(t *testing.T) {
	g := snapshot(t, `caveat none(days list<int>) { days.all(d, d > 41) }
		caveat some(now timestamp, until timestamp, days list<int>) { now < until && days.all(d, d > 41) }`)
	c := eval.Context{Values: func(time.Time) map[string]any { return contexts[1] }, Now: nowIn(contexts[1])}
	for _, name := range []string{"none", "some"} {
		for day, want := range map[float64]eval.Outcome{41: eval.Denied, 42: eval.Allowed} {
			window, ok, evaluated := g.Decide(name, map[string]any{"until": noon(time.Hour), "days": []any{day}}, c)
			if ok && window != want || evaluated != want {
				t.Errorf("%s of day %v: the window says %v (%t), SpiceDB's evaluation %v, and it is %v", name, day, window, ok, evaluated, want)
			}
		}
	}
}

// A text in a caveat that CEL takes for no moment is none here: what went by one was
// allowed where SpiceDB has an error.
func TestWhatIsNoMomentInACaveatIsNone(t *testing.T) {
	for _, text := range []string{
		"0000-06-01T00:00:00Z", "2020-05-01T1:00:00Z", "2020-05-01T01:00:00,5Z", "2020-05-01T01:00:00+24:00",
		"0001-01-01T00:00:00+01:00", "2020-05-01T01:00:60Z", "2020-02-30T01:00:00Z",
	} {
		g := snapshot(t, fmt.Sprintf(`caveat asked(now timestamp, until timestamp) { now < until && now > timestamp(%q) }
			caveat stored(now timestamp, until timestamp) { now < until && until > timestamp(%[1]q) }`, text))
		c := eval.Context{Values: func(time.Time) map[string]any { return contexts[1] }, Now: nowIn(contexts[1])}
		for _, name := range []string{"asked", "stored"} {
			window, ok, evaluated := g.Decide(name, map[string]any{"until": noon(time.Hour)}, c)
			if ok || evaluated != eval.Undecided {
				t.Errorf("%s after %s: the window says %v (%t), SpiceDB's evaluation %v", name, text, window, ok, evaluated)
			}
		}
	}
}

// A check that meets a condition allocates nothing.
func TestConditionAllocatesNothing(t *testing.T) {
	now := time.Now()
	g := snapshot(t, schema.Text(), emergencyWorld(now)...)
	c := eval.Context{At: now, Values: schema.ContextAt, Now: func(at time.Time) (time.Time, bool) { return at, true }}
	q := ask("client:t/c1", "view_dossier", "user:t/u1")
	if got := g.Check(q, c).Outcome; got != eval.Allowed {
		t.Fatalf("an emergency access gives %v", got)
	}
	if n := testing.AllocsPerRun(100, func() { g.Check(q, c) }); n != 0 {
		t.Errorf("%v allocations", n)
	}
}

// snapshot is some relationships under a schema.
func snapshot(t *testing.T, schema string, changes ...relation.Change) *eval.Snapshot {
	t.Helper()
	g, err := eval.New(schema)
	if err == nil {
		g, err = g.With(changes)
	}
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func emergencyWorld(now time.Time) []relation.Change {
	access := rel("client:t/c1#emergency@user:t/u1")
	access.Terms = relation.Emergency(now.Add(-time.Minute), now.Add(time.Hour), "she fell")
	return []relation.Change{
		rel("tenant:t#member@user:t/u1"), rel("tenant:t#practitioner@user:t/u1"), rel("tenant:t#emergency_procedure@user:*"),
		rel("client:t/c1#tenant@tenant:t"), access,
	}
}
