package entry_test

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

var zorg = schema.TenantRef("veldzicht")

// switched is an entry by which something comes or goes, at a minute.
func switched(minute int, gone bool, r relation.Relationship) entry.Entry {
	return entry.Entry{
		Kind: entry.Change, Time: noon.Add(time.Duration(minute) * time.Minute),
		Provenance: provenance.Provenance{Actor: "ops", By: "remit sync"},
		Changes:    []relation.Change{{Relationship: r, Gone: gone}},
	}
}

func procedure() relation.Relationship {
	return relation.New(relation.ObjectOf(zorg), "emergency_procedure", relation.Object{Type: schema.TypeUser, ID: "*"})
}

// What an access comes to when what it needs goes, and comes back.
func TestHowAnAccessEnds(t *testing.T) {
	member := relation.Between(zorg, schema.TenantMember, anna)
	begun := done(0, "ada", "a fall", time.Hour)
	cleared := done(30*time.Minute, "ops", "", 0)
	for _, tt := range []struct {
		why   string
		all   []entry.Entry
		ended entry.Ending
		until int // minutes
		does  []string
	}{
		{"the clock", []entry.Entry{begun}, "", 60, []string{"start"}},
		{"somebody stopped it", []entry.Entry{begun, cleared}, entry.Stopped, 30, []string{"start", "stop"}},
		{"the procedure is off", []entry.Entry{begun, switched(10, true, procedure())}, entry.ProcedureOff, 10, []string{"start", "end"}},
		{"the account is inactive", []entry.Entry{begun, switched(10, true, member), cleared}, entry.UserInactive, 10, []string{"start", "end"}},
		{"the user left the group", []entry.Entry{begun, switched(10, true, relation.Between(zorg, schema.TenantPractitioner, anna))}, entry.UserLeft, 10, []string{"start", "end"}},
		{"another user is gone", []entry.Entry{begun, switched(10, true, relation.Between(zorg, schema.TenantMember, bram))}, "", 60, []string{"start"}},
		{"another tenant's procedure is off", []entry.Entry{begun, switched(10, true, relation.New(relation.ObjectOf(schema.TenantRef("de-brug")), "emergency_procedure", procedure().Subject))}, "", 60, []string{"start"}},
		{"after its end", []entry.Entry{begun, switched(61, true, procedure())}, "", 60, []string{"start"}},
		{"it goes on when the procedure does", []entry.Entry{begun, switched(10, true, procedure()), switched(20, false, procedure())}, "", 60, []string{"start", "end", "resume"}},
		{"of two that are missing one is back", []entry.Entry{begun, switched(10, true, procedure()), switched(12, true, member), switched(20, false, procedure())}, entry.ProcedureOff, 10, []string{"start", "end"}},
		{"it does not come back once it is cleared away", []entry.Entry{begun, switched(10, true, procedure()), cleared, switched(40, false, procedure())}, entry.ProcedureOff, 10, []string{"start", "end"}},
		{"written while the procedure was off", []entry.Entry{switched(-5, true, procedure()), begun}, entry.ProcedureOff, 0, []string{"start", "end"}},
		{"a member who is written again", []entry.Entry{begun, switched(10, false, member)}, "", 60, []string{"start"}},
	} {
		all, err := entry.Emergencies(entries(tt.all...), nothing)
		if err != nil || len(all) != 1 {
			t.Errorf("%s: %d accesses, %v", tt.why, len(all), err)
			continue
		}
		var does []string
		for _, s := range all[0].Steps {
			does = append(does, s.Does)
		}
		if a := all[0]; a.Ended != tt.ended || !a.Until.Equal(noon.Add(time.Duration(tt.until)*time.Minute)) || !slices.Equal(does, tt.does) {
			t.Errorf("%s: ended %q at %v by %v, want %q at minute %d by %v", tt.why, a.Ended, a.Until, does, tt.ended, tt.until, tt.does)
		}
	}
}

// One transaction that takes both away, in whatever order: it ended by what it needs.
func TestWhatItNeedsGoesFirst(t *testing.T) {
	both := switched(10, true, procedure())
	both.Changes = append(done(0, "", "", 0).Changes, both.Changes...)
	all, err := entry.Emergencies(entries(done(0, "ada", "a fall", time.Hour), both), nothing)
	if err != nil || len(all) != 1 || all[0].Ended != entry.ProcedureOff {
		t.Errorf("%+v %v, want one that ended with the procedure", all, err)
	}
}

// review is an entry by which somebody reviews anna's access that began at noon.
func review(minute int, by schema.Ref, finding string) entry.Entry {
	e := switched(minute, false, relation.New(relation.ReviewOf(relation.ObjectOf(anna), relation.ObjectOf(c1), noon), finding, relation.ObjectOf(by)))
	e.Kind, e.Reason, e.Actor = entry.Emergency, "a note", "dpo"
	return e
}

func TestReviews(t *testing.T) {
	cas := schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "cas"}
	begun := done(0, "ada", "a fall", time.Hour)
	later := noon.Add(100 * time.Hour)
	for _, tt := range []struct {
		why                       string
		all                       []entry.Entry
		reviewed, second, overdue bool
	}{
		{"nobody has looked", nil, false, false, true},
		{"one found it justified", []entry.Entry{review(70, bram, "justified")}, true, false, false},
		{"one could not tell", []entry.Entry{review(70, bram, "unclear")}, true, false, false},
		{"one found it unjustified", []entry.Entry{review(70, bram, "unjustified")}, false, true, true},
		{"and again", []entry.Entry{review(70, bram, "unjustified"), review(80, bram, "justified")}, false, true, true},
		{"and somebody else agrees", []entry.Entry{review(70, bram, "unjustified"), review(80, cas, "unjustified")}, true, false, false},
		{"its own user", []entry.Entry{review(70, anna, "justified")}, false, false, true},
		{"its own user as the second", []entry.Entry{review(70, bram, "unjustified"), review(80, anna, "justified")}, false, true, true},
	} {
		all, err := entry.Emergencies(entries(append([]entry.Entry{begun}, tt.all...)...), nothing)
		if err != nil || len(all) != 1 {
			t.Fatalf("%s: %d accesses, %v", tt.why, len(all), err)
		}
		a := all[0]
		if a.Reviewed() != tt.reviewed || a.SecondDue() != tt.second || a.Overdue(later, 24*time.Hour) != tt.overdue || len(a.Reviews) != len(tt.all) {
			t.Errorf("%s: reviewed %t, second due %t, overdue %t, %d reviews", tt.why, a.Reviewed(), a.SecondDue(), a.Overdue(later, 24*time.Hour), len(a.Reviews))
		}
		if a.Overdue(noon.Add(2*time.Hour), 24*time.Hour) {
			t.Errorf("%s: overdue before the time is over", tt.why)
		}
	}
	all, err := entry.Emergencies(entries(begun, review(70, bram, "unclear")), nothing)
	if err != nil {
		t.Fatal(err)
	}
	want := []entry.Review{{Entry: 1, Time: noon.Add(70 * time.Minute), By: relation.ObjectOf(bram), Finding: "unclear", Note: "a note", Actor: "dpo"}}
	if diff := cmp.Diff(want, all[0].Reviews); diff != "" {
		t.Error(diff)
	}
	// It is no change of kind "change" where the recorder looks.
	if got := entry.KindOf(review(70, bram, "unclear").Changes); got != entry.Emergency {
		t.Errorf("a review is recorded as %s", got)
	}
}
