package entry_test

import (
	"slices"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// nothing is the state of entries that begin none.
func nothing(entry.Entry, ...schema.Relation) ([]relation.Relationship, error) { return nil, nil }

// state is what entries find that begin one.
func state(all ...relation.Relationship) func(entry.Entry, ...schema.Relation) ([]relation.Relationship, error) {
	return func(_ entry.Entry, of ...schema.Relation) (found []relation.Relationship, err error) {
		for _, r := range all {
			if slices.Contains(of, r.Relation) {
				found = append(found, r)
			}
		}
		return found, nil
	}
}

// What ran when a record begins, or after a gap, is told of, and so is what a gap ended.
func TestAccessesOfAState(t *testing.T) {
	needs := []relation.Relationship{procedure(), relation.Between(zorg, schema.TenantMember, anna), relation.Between(zorg, schema.TenantPractitioner, anna)}
	runs := done(0, "", "a fall", time.Hour).Changes[0].Relationship
	first, gap := one(entry.Snapshot), one(entry.Gap)
	first.Recorded, gap.Recorded = noon.Add(time.Minute), noon.Add(30*time.Minute)
	gap.Time, gap.Gap.Since = gap.Recorded, noon.Add(10*time.Minute)
	begun, stopped := done(0, "ada", "a fall", time.Hour), done(5*time.Minute, "ada", "", 0)
	for _, tt := range []struct {
		why   string
		all   []entry.Entry
		state []relation.Relationship
		ended entry.Ending
		until int // minutes
		does  []string
	}{
		{"it runs when the record begins", []entry.Entry{first}, append(needs[:3:3], runs), "", 60, []string{"found"}},
		{"and is stopped", []entry.Entry{first, done(20*time.Minute, "bo", "", 0)}, append(needs[:3:3], runs), entry.Stopped, 20, []string{"found", "stop"}},
		{"without what it needs", []entry.Entry{first}, append(needs[1:3:3], runs), entry.ProcedureOff, 1, []string{"found", "end"}},
		{"it began in a gap", []entry.Entry{gap}, append(needs[:3:3], runs), "", 60, []string{"found"}},
		{"it ran through a gap", []entry.Entry{begun, gap}, append(needs[:3:3], runs), "", 60, []string{"start"}},
		{"it ended in a gap", []entry.Entry{begun, gap}, needs, entry.InGap, 30, []string{"start", "end"}},
		{"it had been stopped before the gap", []entry.Entry{begun, stopped, gap}, needs, entry.Stopped, 5, []string{"start", "stop"}},
		{"what it needs went in a gap", []entry.Entry{begun, gap}, append(needs[1:3:3], runs), entry.ProcedureOff, 30, []string{"start", "end"}},
		{"what it needs came back in a gap", []entry.Entry{begun, switched(6, true, procedure()), gap}, append(needs[:3:3], runs), "", 60, []string{"start", "end", "resume"}},
	} {
		all, err := entry.Emergencies(entries(tt.all...), state(tt.state...))
		if err != nil || len(all) != 1 {
			t.Errorf("%s: %d accesses, %v", tt.why, len(all), err)
			continue
		}
		var does []string
		for _, s := range all[0].Steps {
			does = append(does, s.Does)
		}
		if a := all[0]; !a.Since.Equal(noon) || a.Ended != tt.ended || !a.Until.Equal(noon.Add(time.Duration(tt.until)*time.Minute)) || !slices.Equal(does, tt.does) {
			t.Errorf("%s: since %v, ended %q at %v by %v, want %q at minute %d by %v", tt.why, a.Since, a.Ended, a.Until, does, tt.ended, tt.until, tt.does)
		}
	}
}

// Two accesses that begin in one second would have one review: they are one.
func TestOneReviewIsOfOneAccess(t *testing.T) {
	again := done(300*time.Millisecond, "ada", "again", time.Hour)
	all, err := entry.Emergencies(entries(done(0, "ada", "a fall", time.Hour), done(200*time.Millisecond, "ada", "", 0), again), nothing)
	if err != nil || len(all) != 1 {
		t.Fatalf("%d accesses, %v, want one", len(all), err)
	}
	if a := all[0]; len(a.Steps) != 3 || a.Steps[2].Does != "resume" || a.Ended != "" || !a.Until.Equal(noon.Add(time.Hour)) {
		t.Errorf("got %+v", a)
	}
	// A review from before it went on is not one of what came after.
	early := review(0, bram, "justified")
	all, err = entry.Emergencies(entries(done(0, "ada", "a fall", time.Hour), done(200*time.Millisecond, "ada", "", 0), early, again), nothing)
	if err != nil || len(all) != 1 || all[0].Reviewed() {
		t.Errorf("%+v %v, want one that is not reviewed", all, err)
	}
}
