package entry_test

import (
	"bytes"
	"encoding/csv"
	"iter"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

var (
	anna = schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"}
	bram = schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "bram"}
	c1   = schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1"}
	noon = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
)

func link(client, user schema.Ref) relation.Change {
	return relation.Change{Relationship: relation.Between(client, schema.ClientPractitioner, user)}
}

// one is an entry of each kind.
func one(kind entry.Kind) entry.Entry {
	e := entry.Entry{Kind: kind, Time: noon, Recorded: noon.Add(time.Second), Revision: "r", Through: "t", Part: 1, Parts: 1}
	switch kind {
	case entry.Change:
		e.Provenance = provenance.Provenance{Actor: "ada", By: "b", Purpose: "p", Reason: "r", Source: "s", SourceDigest: "d", Plan: "x", Caller: "k"}
		e.Changes = []relation.Change{link(c1, anna), {Relationship: link(c1, bram).Relationship, Gone: true}}
		e.Part, e.Parts = 2, 3
	case entry.Emergency:
		e.Changes = []relation.Change{{Relationship: relation.Between(c1, schema.ClientEmergency, anna)}}
		e.Changes[0].Terms = relation.Emergency(noon, noon.Add(time.Hour), `a "reason"`)
	case entry.Decision:
		e.Decision = &entry.Decided{User: relation.ObjectOf(anna), Permission: "client#view_dossier", Object: relation.ObjectOf(c1), Outcome: "allowed", Operation: "check", Path: []string{"a", "b"}, Role: "practitioner", Emergency: "a fall", Since: noon}
	case entry.Dropped:
		e.Dropped = &entry.Lost{Decisions: 7, Since: noon, Why: "w"}
	case entry.Refused:
		e.Refused = &entry.Refusal{Act: "emergency", User: relation.ObjectOf(bram), Objects: []relation.Object{relation.ObjectOf(c1)}, Reasons: []string{"r"}}
	case entry.Key:
		e.Key = &entry.KeyDeed{Does: "create", ID: "k", Purpose: "read", Tenants: []schema.TenantID{"veldzicht"}, Expires: noon}
	case entry.Recording:
		e.Answers = &entry.Answers{Record: entry.RecordNamed, Permissions: []schema.Permission{"client#view_dossier"}, Share: 0.5}
	case entry.Recertification:
		e.Campaign = &entry.CampaignStep{
			Does: entry.CampaignOpened, Campaign: 3, Scope: []string{"tenant:veldzicht"}, Due: noon, At: "r", All: 1,
			Grants:    []entry.Grant{{Number: 1, Relationship: link(c1, anna).Relationship, User: relation.ObjectOf(anna), Writer: "source", Path: []string{"a"}, Used: noon, Reviewer: relation.ObjectOf(bram), As: "holder"}},
			Decisions: []entry.GrantDecision{{Grant: 1, Decision: "delegate", By: relation.ObjectOf(bram), To: relation.ObjectOf(anna), Reason: "r", As: "holder"}},
			Reminded:  []entry.Reminder{{Reviewer: relation.ObjectOf(bram), Open: 1}}, Evidence: "e", Plan: "p",
		}
	case entry.Pruned:
		e.Pruned = &entry.Pruning{Before: 65536, Why: "w"}
	case entry.Replaced:
		e.Replaced = &entry.Replacement{Why: "w"}
	case entry.Schema:
		e.Schema = &entry.SchemaText{Digest: schema.Digest("definition user {}"), Text: "definition user {}"}
	case entry.Gap:
		e.Gap = &entry.Unrecorded{From: "f", Why: "w"}
		fallthrough
	case entry.Snapshot:
		e.Snapshot = &entry.SnapshotFile{Digest: "sha256:0", Relationships: 7}
	}
	return e
}

func TestWhatIsWrittenIsRead(t *testing.T) {
	for _, kind := range entry.Kinds() {
		e := one(kind)
		e.Number = 17
		record, err := e.Encode()
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(record, []byte(`{"time":"2026-11-26T12:00:00Z","v":1,"kind":"`)) {
			t.Errorf("%s begins with %s", kind, record)
		}
		got, err := entry.Decode(17, record)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(e, got); diff != "" {
			t.Errorf("%s: %s", kind, diff)
		}
	}
}

// A reader that passes over what it does not know tells half.
func TestWhatIsNotUnderstoodIsAnError(t *testing.T) {
	for why, record := range map[string]string{
		"no JSON":                  `{"time":`,
		"another version":          `{"time":"2026-11-26T12:00:00Z","v":2,"kind":"schema","revision":"r","schema":{}}`,
		"no version":               `{"time":"2026-11-26T12:00:00Z","kind":"schema","revision":"r","schema":{}}`,
		"another kind":             `{"time":"2026-11-26T12:00:00Z","v":1,"kind":"deed","revision":"r"}`,
		"no revision":              `{"time":"2026-11-26T12:00:00Z","v":1,"kind":"schema","schema":{}}`,
		"a change of nothing":      `{"time":"2026-11-26T12:00:00Z","v":1,"kind":"change","revision":"r"}`,
		"a gap without the state":  `{"time":"2026-11-26T12:00:00Z","v":1,"kind":"gap","revision":"r","gap":{"from":"f"}}`,
		"a part that cannot be":    `{"time":"2026-11-26T12:00:00Z","v":1,"kind":"schema","revision":"r","part":3,"parts":2,"schema":{}}`,
		"a relationship that none": `{"time":"2026-11-26T12:00:00Z","v":1,"kind":"change","revision":"r","changes":[{"resource":"x"}]}`,
	} {
		if e, err := entry.Decode(3, []byte(record)); err == nil || !strings.Contains(err.Error(), "entry 3") {
			t.Errorf("%s: got %+v, %v", why, e, err)
		}
	}
}

// What syncs note of themselves is left out where nobody wants it, also of an entry that
// has something else.
func TestFilterWithoutLeases(t *testing.T) {
	lease := relation.Change{Relationship: relation.Relationship{
		Resource: relation.Object{Type: schema.TypeLease, ID: "veldzicht/sync"}, Relation: schema.LeaseNumber, Subject: relation.Object{Type: schema.TypeLease, ID: "veldzicht/1"},
	}}
	only, both := one(entry.Change), one(entry.Change)
	both.Changes = append(slices.Clone(both.Changes), lease)
	only.Changes = []relation.Change{lease}
	for _, without := range []bool{false, true} {
		f := entry.Filter{NoLeases: without}
		if f.Matches(only) == without || !f.Matches(both) || !f.Matches(one(entry.Schema)) {
			t.Errorf("without leases %t: leases alone %t, with more %t, a schema %t", without, f.Matches(only), f.Matches(both), f.Matches(one(entry.Schema)))
		}
		if got := slices.Contains(f.Changes(both), lease); got == without {
			t.Errorf("without leases %t: it has one: %t", without, got)
		}
	}
}

func TestFilter(t *testing.T) {
	change, emergency := one(entry.Change), one(entry.Emergency)
	for _, tt := range []struct {
		why               string
		filter            entry.Filter
		change, emergency bool
	}{
		{"all", entry.Filter{}, true, true},
		{"since then", entry.Filter{Since: noon}, true, true},
		{"since later", entry.Filter{Since: noon.Add(1)}, false, false},
		{"until then", entry.Filter{Until: noon}, false, false},
		{"an actor", entry.Filter{Actor: "ada"}, true, false},
		{"a kind", entry.Filter{Kind: entry.Emergency}, false, true},
		{"a user", entry.Filter{User: bram}, true, false},
		{"a client", entry.Filter{Client: c1}, true, true},
		{"both", entry.Filter{User: anna, Client: c1}, true, true},
		{"another client", entry.Filter{User: anna, Client: schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-2"}}, false, false},
	} {
		if got := tt.filter.Matches(change); got != tt.change {
			t.Errorf("%s: change: got %t", tt.why, got)
		}
		if got := tt.filter.Matches(emergency); got != tt.emergency {
			t.Errorf("%s: emergency: got %t", tt.why, got)
		}
	}
	if got := (entry.Filter{User: bram}).Changes(change); len(got) != 1 || got[0].Subject != relation.ObjectOf(bram) {
		t.Errorf("changes about bram: %v", got)
	}
	account := entry.Entry{Changes: []relation.Change{{Relationship: relation.Between(bram.Account(), schema.AccountOwner, bram)}}}
	if !(entry.Filter{User: bram}).Matches(account) {
		t.Error("a change of the account is one about the user")
	}
}

func TestParseMoment(t *testing.T) {
	zone := time.FixedZone("", 3600)
	now := time.Date(2026, 11, 26, 9, 30, 0, 0, zone)
	for text, want := range map[string]string{
		"today": "2026-11-26T00:00:00+01:00", "yesterday": "2026-11-25T00:00:00+01:00", "2026-11-20": "2026-11-20T00:00:00+01:00",
		"2026-11-20 08:15": "2026-11-20T08:15:00+01:00", "2026-11-20T08:15:00Z": "2026-11-20T08:15:00Z",
		"nu": "2026-11-26T09:30:00+01:00", "vandaag": "2026-11-26T00:00:00+01:00", "Gisteren": "2026-11-25T00:00:00+01:00", "hier": "2026-11-25T00:00:00+01:00",
		"aujourd'hui": "2026-11-26T00:00:00+01:00", "aujourd\u2019hui": "2026-11-26T00:00:00+01:00",
		"90m": "2026-11-26T08:00:00+01:00", "7d": "2026-11-19T09:30:00+01:00",
	} {
		if got, err := entry.ParseMoment(text, now); err != nil || got.Format(time.RFC3339) != want {
			t.Errorf("%s: got %s, %v, want %s", text, got.Format(time.RFC3339), err, want)
		}
	}
	for _, text := range []string{"", "soon", "-1h", "-7d", "7dd", "2026-13-01", "1x2d"} {
		if got, err := entry.ParseMoment(text, now); err == nil {
			t.Errorf("%q: got %s, want an error", text, got)
		}
	}
}

// A reason is anybody's to write: in a spreadsheet it stays a text.
func TestNoCellIsAFormula(t *testing.T) {
	e := one(entry.Change)
	e.Actor, e.Reason, e.Source, e.By = "=1+1", "@SUM(A1)", "-2", "+3\n\"quoted\""
	var b strings.Builder
	table, err := entry.NewTable(&b)
	if err != nil {
		t.Fatal(err)
	}
	if err := table.Write(e, e.Changes); err != nil {
		t.Fatal(err)
	}
	if err := table.Write(one(entry.Gap), nil); err != nil {
		t.Fatal(err)
	}
	if err := table.Flush(); err != nil {
		t.Fatal(err)
	}
	rows, err := csv.NewReader(strings.NewReader(b.String())).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if len(rows) != 4 {
		t.Fatalf("%d rows, want the names, two changes and a gap", len(rows))
	}
	for _, row := range rows {
		for _, cell := range row {
			if cell != "" && strings.ContainsRune("=+-@\t\r\n", rune(cell[0])) {
				t.Errorf("cell %q", cell)
			}
		}
	}
	if rows[1][6] != "'@SUM(A1)" || rows[1][10] != "comes" || rows[2][10] != "goes" || rows[3][2] != "gap" {
		t.Errorf("got %q", rows)
	}
}

func entries(all ...entry.Entry) iter.Seq2[entry.Entry, error] {
	return func(yield func(entry.Entry, error) bool) {
		for i, e := range all {
			e.Number = int64(i)
			if !yield(e, nil) {
				return
			}
		}
	}
}

// done is something that was done about anna's access to c-1.
func done(at time.Duration, actor, reason string, length time.Duration) entry.Entry {
	c := relation.Change{Relationship: relation.Between(c1, schema.ClientEmergency, anna), Gone: length == 0}
	if length > 0 {
		c.Terms = relation.Emergency(noon.Add(at), noon.Add(at+length), reason)
	}
	return entry.Entry{Kind: entry.Emergency, Time: noon.Add(at), Provenance: provenance.Provenance{Actor: actor}, Changes: []relation.Change{c}}
}

func TestEmergencies(t *testing.T) {
	got, err := entry.Emergencies(entries(
		done(0, "zoe", "", 0),                                // one from before the record
		done(time.Minute, "ada", "a fall", 30*time.Minute),   // 1
		done(20*time.Minute, "bo", "still", 30*time.Minute),  // until 50
		done(40*time.Minute, "ada", "", 0),                   // stopped
		done(60*time.Minute, "ada", "again", 10*time.Minute), // 4, ends at 70
		done(90*time.Minute, "", "", 0),                      // cleared away
		done(95*time.Minute, "cas", "third", time.Hour),      // 6
	), nothing)
	if err != nil {
		t.Fatal(err)
	}
	at := func(m time.Duration) time.Time { return noon.Add(m * time.Minute) }
	user, client := relation.ObjectOf(anna), relation.ObjectOf(c1)
	step := func(n int64, when time.Duration, does, actor, reason string, until time.Duration) entry.Step {
		return entry.Step{Entry: n, Time: at(when), Does: does, Actor: actor, Reason: reason, Until: at(until)}
	}
	want := []entry.Access{
		{ID: 0, User: user, Client: client, Until: at(0), Ended: entry.Stopped, Steps: []entry.Step{step(0, 0, "stop", "zoe", "", 0)}},
		{ID: 1, User: user, Client: client, Since: at(1), Until: at(40), Ended: entry.Stopped, Steps: []entry.Step{
			step(1, 1, "start", "ada", "a fall", 31), step(2, 20, "prolong", "bo", "still", 50), step(3, 40, "stop", "ada", "", 40),
		}},
		{ID: 4, User: user, Client: client, Since: at(60), Until: at(70), Steps: []entry.Step{step(4, 60, "start", "ada", "again", 70)}},
		{ID: 6, User: user, Client: client, Since: at(95), Until: at(155), Steps: []entry.Step{step(6, 95, "start", "cas", "third", 155)}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// The examples of the package's comment are entries, but for what they leave out.
func TestTheCommentNamesEveryKind(t *testing.T) {
	comment, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	for _, kind := range entry.Kinds() {
		if !strings.Contains(string(comment), `"kind":"`+string(kind)+`"`) {
			t.Errorf("doc.go has no example of kind %s", kind)
		}
	}
}

func TestParseDue(t *testing.T) {
	now := time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	for text, want := range map[string]time.Time{
		"30d": now.AddDate(0, 0, 30), "48h": now.Add(48 * time.Hour), "2026-12-31": time.Date(2026, 12, 31, 0, 0, 0, 0, time.UTC),
		"2026-12-31 17:00": time.Date(2026, 12, 31, 17, 0, 0, 0, time.UTC),
	} {
		if got, err := entry.ParseDue(text, now); err != nil || !got.Equal(want) {
			t.Errorf("%s: %v, %v, want %v", text, got, err, want)
		}
	}
	for _, text := range []string{"", "yesterday", "today", "-30d", "-1h", "soon"} {
		if got, err := entry.ParseDue(text, now); err == nil {
			t.Errorf("%q is %v", text, got)
		}
	}
}
