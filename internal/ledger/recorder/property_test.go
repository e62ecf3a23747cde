package recorder_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/recorder"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

var histories = flag.Int("histories", 12, "how many random histories of an engine TestStateIsTheEngines goes through")

// The state that a ledger tells of a revision, by a snapshot and what follows it, is
// the one that the engine had: whatever was written, and whenever somebody recorded.
func TestStateIsTheEngines(t *testing.T) {
	count := *histories
	if testing.Short() {
		count = 2
	}
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	for range count {
		randomHistory(t, r)
	}
}

// asked is a revision with what the engine held.
type asked struct {
	revision string
	held     map[relation.Relationship]relation.Terms
}

func randomHistory(t *testing.T, r *rand.Rand) {
	w := newWorld(t)
	options := recorder.Options{SnapshotEvery: 1 + r.IntN(20)}
	running := w.record(t, options)
	var all []asked
	note := func(revision string) { all = append(all, asked{revision, w.held(t, revision)}) }
	note(w.writeSchema(t, schema.Text()))
	for range 40 {
		switch n := r.IntN(12); {
		case n == 0 && running != nil:
			recorded(t, running)
			running = nil
		case n == 0:
			running = w.record(t, options)
		case n == 1:
			if running != nil {
				recorded(t, running)
				running = nil
			}
			w.stop()
			w.start(t)
		case n == 2:
			note(w.writeSchema(t, fmt.Sprintf("%s\ndefinition own%d {}\n", schema.Text(), r.IntN(100))))
		default:
			note(w.write(t, provenance.Provenance{}, randomChanges(r)...))
		}
	}
	if running == nil {
		running = w.record(t, options)
	}
	// One that changes something: of one that does not, an engine tells nothing, and a
	// ledger that ends before it cannot tell either.
	note(w.write(t, provenance.Provenance{}, link("last", "anna")))
	recorded(t, running)
	requireAsked(t, w, all)
	w.stop()
}

func requireAsked(t *testing.T, w *world, all []asked) {
	t.Helper()
	snapshots := 0
	for _, e := range w.entries(t) {
		if e.Kind == entry.Gap {
			t.Errorf("entry %d is a gap: %s", e.Number, e.Gap.Why)
		}
		if e.Kind == entry.Snapshot {
			snapshots++
		}
	}
	h := w.history(t)
	for _, a := range all {
		s, err := h.AtRevision(a.revision)
		if err != nil {
			t.Fatal(err)
		}
		requireState(t, s, a.held)
		if byTime, err := h.AtTime(s.Time); err != nil || byTime.Revision != s.Revision {
			t.Errorf("at the time of %s: %v, %v", s.Revision, byTime, err)
		}
	}
	t.Logf("%d revisions, %d snapshots", len(all), snapshots)
}

// randomChanges are of few relationships, so that they meet; no two of one.
func randomChanges(r *rand.Rand) []relation.Change {
	var changes []relation.Change
	seen := map[relation.Relationship]bool{}
	for range 1 + r.IntN(6) {
		c := link(fmt.Sprint("c-", r.IntN(5)), fmt.Sprint("u=ser ", r.IntN(4)))
		c.Gone = r.IntN(3) == 0
		if r.IntN(4) == 0 && !c.Gone {
			c.Relationship = relation.Between(ref(fmt.Sprint("client:veldzicht/c-", r.IntN(5))), schema.ClientEmergency, ref("user:veldzicht/anna"))
			c.Terms = relation.Emergency(time.Now(), time.Now().Add(time.Duration(1+r.IntN(100))*time.Minute), "a <reason>")
		}
		if !seen[c.Key()] {
			seen[c.Key()] = true
			changes = append(changes, c)
		}
	}
	return changes
}
