package report_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// record is a ledger of some entries.
func record(t testing.TB, entries ...entry.Entry) string {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "entries")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	var all [][]byte
	for _, e := range entries {
		e.Recorded, e.Part, e.Parts = e.Time, 1, 1
		content, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, content)
	}
	if _, err := log.Append(all...); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	return folder
}

// decided is an answer to a check, so many days before noon.
func decided(days int, user schema.Ref, p schema.Permission, object schema.Ref, outcome string) entry.Entry {
	return entry.Entry{Kind: entry.Decision, Time: noon.AddDate(0, 0, -days), Revision: "r", Through: "r", Decision: &entry.Decided{
		User: relation.ObjectOf(user), Permission: p, Object: relation.ObjectOf(object), Outcome: outcome, Operation: "check",
	}}
}

func recording(days int, what string, share float64) entry.Entry {
	return entry.Entry{Kind: entry.Recording, Time: noon.AddDate(0, 0, -days), Answers: &entry.Answers{Record: what, Share: share}}
}

// What a wall keeps somebody from is what they would have without it, by every question
// there is; and who tries is counted.
func TestWallsAgainstEveryQuestion(t *testing.T) {
	const seeds = 12
	walls := 0
	for seed := range uint64(seeds) {
		r := rand.New(rand.NewPCG(seed, 17))
		var users, objects []schema.Ref
		var held []relation.Relationship
		for i := range 4 {
			users = append(users, ref(schema.TypeUser, fmt.Sprint("u", i)))
		}
		for i := range 2 {
			org, year, one := ref(schema.TypeOrganization, fmt.Sprint("o", i)), ref(schema.TypeEngagement, fmt.Sprint("e", i)), ref(schema.TypeAnalysis, fmt.Sprint("a", i))
			objects = append(objects, org, year, one)
			held = append(held, relation.Between(org, schema.OrganizationTenant, tenant), relation.Between(year, schema.EngagementTenant, tenant), relation.Between(one, schema.AnalysisTenant, tenant),
				relation.Between(year, schema.EngagementOrganization, org), relation.Between(one, schema.AnalysisEngagement, year))
			for _, u := range users {
				for _, link := range []relation.Relationship{
					relation.Between(org, schema.OrganizationManager, u), owned(org, schema.OrganizationManager, u), relation.Between(year, schema.EngagementAuditor, u),
					relation.Between(org, schema.OrganizationBarred, u), owned(org, schema.OrganizationBarred, u),
				} {
					if r.IntN(3) == 0 {
						held = append(held, link)
					}
				}
			}
		}
		for _, u := range users {
			held = append(held, relation.Between(tenant, []schema.Relation{schema.TenantAppAdmin, schema.TenantStandardUser, schema.TenantUserAdmin}[r.IntN(3)], u))
		}
		m := moment(t, users, held...)
		want := map[string]string{}
		for _, u := range users {
			for _, org := range []schema.Ref{objects[0], objects[3]} {
				var bars []relation.Change
				for _, x := range held {
					if x.Relation == schema.OrganizationBarred && x.Resource == relation.ObjectOf(org) && x.Subject.ID == relation.ObjectOf(u).ID {
						bars = append(bars, relation.Change{Relationship: x, Gone: true})
					}
				}
				if len(bars) == 0 {
					continue
				}
				walls++
				expect(t, m, bars, u, org, objects, want)
			}
		}
		got := map[string]string{}
		for _, row := range made(t, "walls", report.Options{Moment: m}).Rows {
			got[row[0]+" "+row[2]+" "+row[6]] = row[8]
			if row[9] != "0" || row[11] != "none" {
				t.Errorf("seed %d: attempts that nobody recorded: %v", seed, row)
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: %s", seed, diff)
		}
	}
	if walls < seeds {
		t.Errorf("%d walls say little", walls)
	}
}

// expect asks every question with a user's bars and without.
func expect(t *testing.T, m *history.Moment, bars []relation.Change, u, org schema.Ref, objects []schema.Ref, want map[string]string) {
	t.Helper()
	without, err := m.With(bars)
	if err != nil {
		t.Fatal(err)
	}
	may := func(m *history.Moment, p schema.Permission, o schema.Ref) bool {
		d, err := m.Checker().Check(t.Context(), checker.Question{Subject: u, Permission: p, Resource: o})
		if err != nil {
			t.Fatal(err)
		}
		return d.Allowed()
	}
	reached := map[string][]string{}
	for _, o := range objects {
		for _, p := range m.Model().Permissions(o.Type) {
			if may(without, p, o) && !may(m, p, o) {
				reached[o.Text()] = append(reached[o.Text()], string(p))
			}
		}
	}
	key := u.Text() + " " + org.Text() + " "
	if len(reached) == 0 {
		want[key] = ""
	}
	for _, o := range slices.Sorted(maps.Keys(reached)) {
		want[key+o] = strings.Join(reached[o], " ")
	}
}

func TestAttemptsAtWalls(t *testing.T) {
	ann, org, year, other := ref(schema.TypeUser, "ann"), ref(schema.TypeOrganization, "org"), ref(schema.TypeEngagement, "year"), ref(schema.TypeOrganization, "other")
	m := moment(t, []schema.Ref{ann}, relation.Between(org, schema.OrganizationBarred, ann), relation.Between(year, schema.EngagementOrganization, org))
	log := record(t, recording(9, entry.RecordDenials, 1),
		decided(4, ann, schema.EngagementView, year, "denied"), decided(3, ann, schema.EngagementView, year, "denied"),
		decided(2, ann, schema.OrganizationView, other, "denied"), decided(1, ann, schema.OrganizationView, org, "allowed"))
	want := [][]string{{"user:noord/ann", "", "organization:noord/org", "", "", "", "engagement:noord/year", "", "", "2", "2026-11-23T12:00:00Z", "part"}}
	if diff := cmp.Diff(want, made(t, "walls", report.Options{Moment: m, Decisions: log}).Rows); diff != "" {
		t.Error(diff)
	}
}

// Whether an attempt on what is gone was one at a wall nobody knows: not all are told then.
func TestAttemptsOnWhatIsGone(t *testing.T) {
	ann, org := ref(schema.TypeUser, "ann"), ref(schema.TypeOrganization, "org")
	m := moment(t, []schema.Ref{ann}, relation.Between(org, schema.OrganizationBarred, ann))
	for _, tt := range []struct {
		on   schema.Ref
		told string
	}{{org, "whole"}, {ref(schema.TypeEngagement, "gone"), "part"}} {
		log := record(t, entry.Entry{Kind: entry.Recording, Answers: &entry.Answers{Record: entry.RecordDenials, Share: 1}},
			decided(4, ann, schema.Permission(string(tt.on.Type)+"#view"), tt.on, "denied"), recording(0, entry.RecordClosed, 0))
		rows := made(t, "walls", report.Options{Moment: m, Decisions: log}).Rows
		if len(rows) != 1 || rows[0][11] != tt.told {
			t.Errorf("%s: %v, want %s", tt.on, rows, tt.told)
		}
	}
}

// What somebody was denied while they were barred is told after the wall was lifted, too, by
// every wall that there was: not what they were denied before, in between or since.
func TestAttemptsAtWallsThatWereLifted(t *testing.T) {
	ann, org, year := ref(schema.TypeUser, "ann"), ref(schema.TypeOrganization, "org"), ref(schema.TypeEngagement, "year")
	bar, byAccount := relation.Between(org, schema.OrganizationBarred, ann), owned(org, schema.OrganizationBarred, ann)
	ending := relation.Between(ref(schema.TypeOrganization, "other"), schema.OrganizationBarred, ann)
	held := []relation.Relationship{relation.Between(year, schema.EngagementOrganization, org)}
	_, folder := found(t, schema.Text(), append(held, relation.Between(tenant, schema.TenantMember, ann), relation.Between(ann.Account(), schema.AccountOwner, ann)))
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	day := func(days int) time.Time { return noon.AddDate(0, 0, days) }
	for i, c := range []struct {
		day int
		relation.Change
	}{
		{1, relation.Change{Relationship: bar}},
		{3, relation.Change{Relationship: byAccount}},
		{4, relation.Change{Relationship: bar, Gone: true}},
		{6, relation.Change{Relationship: byAccount, Gone: true}},
		{7, relation.Change{Relationship: ending}},
		{8, relation.Change{Relationship: ending, Gone: true}},
		{10, relation.Change{Relationship: bar}},
		{12, relation.Change{Relationship: byAccount}},
		{13, relation.Change{Relationship: bar, Gone: true}},
	} {
		e := entry.Entry{Kind: entry.Change, Time: day(c.day), Recorded: day(c.day), Revision: fmt.Sprint("d", i), Through: fmt.Sprint("d", i), Part: 1, Parts: 1, Changes: []relation.Change{c.Change}}
		content, err := e.Encode()
		if err == nil {
			_, err = log.Append(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Cover(ledger.Covered{Until: day(20), Revision: "d8"}); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	answered := []entry.Entry{recording(9, entry.RecordDenials, 1)}
	for _, days := range []int{0, 2, 5, 6, 9, 11, 14} {
		answered = append(answered, decided(-days, ann, schema.EngagementView, year, "denied"))
	}
	decisions := record(t, append(answered, recording(-21, entry.RecordClosed, 0))...)
	h, err := history.Open(folder, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	at := func(days int) [][]string {
		t.Helper()
		m, err := h.At(t.Context(), day(days))
		if err != nil {
			t.Fatal(err)
		}
		return made(t, "walls", report.Options{Moment: m, Record: folder, Decisions: decisions}).Rows
	}
	on := func(days int) string { return day(days).UTC().Format(time.RFC3339) }
	first := []string{"user:noord/ann", "", "organization:noord/org", "", on(1), on(6), "engagement:noord/year", "", "", "2", on(5), "whole"}
	other := []string{"user:noord/ann", "", "organization:noord/other", "", on(7), on(8), "", "", "", "0", "", "whole"}
	second := []string{"user:noord/ann", "", "organization:noord/org", "", on(10), "", "engagement:noord/year", "", "", "2", on(14), "whole"}
	if diff := cmp.Diff([][]string{first, other}, at(9)); diff != "" {
		t.Errorf("lifted: %s", diff)
	}
	if diff := cmp.Diff([][]string{first, second, other}, at(20)); diff != "" {
		t.Errorf("and again there: %s", diff)
	}
}

// Only where every answer is told is a right said to be unused.
func TestUnused(t *testing.T) {
	ann, c := ref(schema.TypeUser, "ann"), ref(schema.TypeClient, "c")
	m := moment(t, []schema.Ref{ann}, relation.Between(tenant, schema.TenantPractitioner, ann), relation.Between(c, schema.ClientTenant, tenant), relation.Between(c, schema.ClientPractitioner, ann))
	others := []string{"client#view_account", "client#manage_account", "client#start_tools", "client#guide_tools", "client#message", "client#video_call", "client#link_professionals", "client#view_contact_history", "tenant#create_client"}
	byActs := []string{"client#link_professionals", "tenant#create_client"}
	both := append([]string{"client#view_dossier"}, others...)
	read := decided(40, ann, schema.ClientViewDossier, c, "allowed")
	for _, tt := range []struct {
		why           string
		log           []entry.Entry
		days          int
		want          []string
		finding, told string
	}{
		{"one is used", []entry.Entry{recording(200, entry.RecordAll, 1), read}, 90, others, "unused", "whole"},
		{"but not of late", []entry.Entry{recording(200, entry.RecordAll, 1), read}, 30, both, "unused", "whole"},
		{"killed, who knows when", []entry.Entry{recording(200, entry.RecordAll, 1), read}, 90, others, "unknown", "part"},
		{"sampled", []entry.Entry{recording(200, entry.RecordAll, 0.5), read}, 90, others, "unknown", "none"},
		{"denials only", []entry.Entry{recording(200, entry.RecordDenials, 1)}, 90, both, "unknown", "none"},
		{"begun in between", []entry.Entry{recording(50, entry.RecordAll, 1), read}, 90, others, "unknown", "part"},
		{"some dropped", []entry.Entry{recording(200, entry.RecordAll, 1), read, {Kind: entry.Dropped, Time: noon.AddDate(0, 0, -1), Dropped: &entry.Lost{Decisions: 1, Since: noon.AddDate(0, 0, -2), Why: "w"}}}, 90, others, "unknown", "part"},
		{"denied is not used", []entry.Entry{recording(200, entry.RecordAll, 1), decided(40, ann, schema.ClientViewDossier, c, "denied")}, 90, both, "unused", "whole"},
	} {
		if tt.why != "killed, who knows when" {
			tt.log = append(tt.log, decided(0, ann, schema.TenantConfigure, tenant, "denied"))
		}
		all := made(t, "unused", report.Options{Moment: m, Decisions: record(t, tt.log...), Scope: report.Scope{Days: tt.days}})
		var got []string
		for _, row := range all.Rows {
			got = append(got, row[3])
			finding, told := tt.finding, tt.told
			if slices.Contains(byActs, row[3]) && told == "whole" {
				finding, told = "unknown", "part" // an act asks for them without a record
			}
			if row[0] != "user:noord/ann" || row[5] != "1" || row[7] != finding || row[9] != told {
				t.Errorf("%s: %v", tt.why, row)
			}
		}
		slices.Sort(got)
		if want := slices.Sorted(slices.Values(tt.want)); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", tt.why, got, want)
		}
	}
	r, err := report.Find("unused")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.Make(t.Context(), report.Options{Moment: m}); err == nil {
		t.Error("without decisions it is said that rights are unused")
	}
}

// The states before and after a gap are told, and a server that was stopped or killed.
func TestAway(t *testing.T) {
	folder := filepath.Join(t.TempDir(), "ledger")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	ann, ben := ref(schema.TypeUser, "ann"), ref(schema.TypeUser, "ben")
	stays, goes, comes := relation.Between(tenant, schema.TenantMember, ann), relation.Between(tenant, schema.TenantAnalyst, ann), relation.Between(tenant, schema.TenantMember, ben)
	states := [][]relation.Relationship{{stays, goes}, {stays, comes}}
	for i, held := range states {
		made, err := entry.WriteSnapshot(folder, int64(i), "r", schema.Text(), func(yield func(relation.Relationship, error) bool) {
			for _, r := range held {
				if !yield(r, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		at := noon.Add(time.Duration(i-2) * time.Hour)
		e := entry.Entry{Kind: entry.Snapshot, Time: at, Recorded: at, Revision: "r", Through: "r", Part: 1, Parts: 1, Snapshot: &made}
		if i > 0 {
			e.Kind, e.Gap = entry.Gap, &entry.Unrecorded{From: "r", Since: at.Add(-30 * time.Minute), Why: "w"}
		}
		content, err := e.Encode()
		if err == nil {
			_, err = log.Append(content)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := history.Open(folder, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := h.At(t.Context(), noon.Add(-time.Hour))
	if err != nil {
		t.Fatal(err)
	}
	decisions := record(t, recording(9, entry.RecordAll, 1), recording(8, entry.RecordClosed, 0), recording(7, entry.RecordAll, 1), decided(6, ann, schema.TenantConfigure, tenant, "denied"), recording(5, entry.RecordAll, 1))
	var got [][]string
	for _, row := range made(t, "away", report.Options{Moment: m, Record: folder, Decisions: decisions}).Rows {
		got = append(got, []string{row[0], row[1], row[2], row[4], row[5], row[6], row[8]})
	}
	want := [][]string{
		{"recording", "2026-11-26T10:30:00Z", "2026-11-26T11:00:00Z", "2", "1", "1", "both_ends"},
		{"server", "2026-11-18T12:00:00Z", "2026-11-19T12:00:00Z", "", "", "", "all_changes"},
		{"killed", "2026-11-20T12:00:00Z", "2026-11-21T12:00:00Z", "", "", "", "not_since"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	whole := made(t, "whole", report.Options{Moment: m, Record: folder, Decisions: decisions})
	var findings []string
	for _, row := range whole.Rows {
		findings = append(findings, row[0]+" "+row[1]+" "+row[4])
	}
	if diff := cmp.Diff([]string{"record whole 2", "record gap ", "decisions whole 5"}, findings); diff != "" || whole.Failed != 0 {
		t.Error(whole.Failed, diff)
	}
}
