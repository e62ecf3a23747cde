package recertification_test

import (
	"errors"
	"fmt"
	"iter"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

var now = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)

func user(id string) relation.Object { return relation.Object{Type: schema.TypeUser, ID: "a/" + id} }

func snapshot(t testing.TB, data ...string) *eval.Snapshot {
	t.Helper()
	s, err := eval.New(schema.Text())
	if err != nil {
		t.Fatal(err)
	}
	var changes []relation.Change
	for _, one := range data {
		changes = append(changes, relation.Change{Relationship: relationtest.Of(one)})
	}
	if s, err = s.With(changes); err != nil {
		t.Fatal(err)
	}
	return s
}

func of(t testing.TB, s *eval.Snapshot, scope ...string) []entry.Grant {
	t.Helper()
	about, err := recertification.ParseScope(schema.Model{}, scope)
	if err != nil {
		t.Fatal(err)
	}
	grants, err := recertification.StateOf(s, schema.Model{}, now).Grants(about)
	if err != nil {
		t.Fatal(err)
	}
	return grants
}

// small is a tenant with a client, whom cas and, by an application, pim guide, and which
// secretary sec and application manager al look after.
var small = []string{
	"tenant:a#member@user:a/cas", "tenant:a#member@user:a/pim", "tenant:a#member@user:a/sec", "tenant:a#member@user:a/al",
	"tenant:a#practitioner@user:a/cas", "tenant:a#practitioner@user:a/pim", "tenant:a#secretary@user:a/sec", "tenant:a#application_manager@user:a/al",
	"client:a/c#tenant@tenant:a", "client:a/c#practitioner@user:a/cas", "client:a/c#practitioner@account:a/pim#owner",
	"account:a/cas#owner@user:a/cas", "account:a/pim#owner@user:a/pim", "account:a/sec#owner@user:a/sec", "account:a/al#owner@user:a/al",
	"account:a/cas#tenant@tenant:a", "account:a/pim#tenant@tenant:a", "account:a/sec#tenant@tenant:a", "account:a/al#tenant@tenant:a",
	"account:a/cas#ordinary_in@tenant:a", "account:a/pim#ordinary_in@tenant:a", "account:a/sec#ordinary_in@tenant:a", "account:a/al#ordinary_in@tenant:a",
}

func TestGrants(t *testing.T) {
	s := snapshot(t, small...)
	for _, tt := range []struct {
		scope []string
		want  string
	}{
		{[]string{"client"}, "1 account:a/pim by application to user:a/cas as holder by 5 steps; 2 user:a/cas by source to user:a/pim as holder by 4 steps; "},
		{[]string{"client", "user:a/pim"}, "1 account:a/pim by application to user:a/cas as holder by 5 steps; "},
		{[]string{"secretary"}, "1 user:a/sec by source to user:a/al as holder by 2 steps; "},
		{[]string{"tenant:a", "application_manager"}, "1 user:a/al by source to nobody as  by 2 steps; "},
		{[]string{"tenant:b"}, ""},
	} {
		got := ""
		for _, g := range of(t, s, tt.scope...) {
			to := "nobody"
			if g.Reviewer != (relation.Object{}) {
				to = g.Reviewer.String()
			}
			got += fmt.Sprintf("%d %s by %s to %s as %s by %d steps; ", g.Number, g.Subject, g.Writer, to, g.As, len(g.Path))
		}
		if got != tt.want {
			t.Errorf("%v: %s, want %s", tt.scope, got, tt.want)
		}
	}
}

func TestWhoMayDecide(t *testing.T) {
	grants := of(t, snapshot(t, small...), "client")
	folder := t.TempDir()
	log, err := recertification.Open(folder, ledger.Known{})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = log.Close() }()
	if _, err := log.OpenCampaign(entry.CampaignStep{Scope: []string{"client"}, Due: now}, grants, provenance.Provenance{}, now); err != nil {
		t.Fatal(err)
	}
	h, err := entry.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	all, err := recertification.Campaigns(h.Entries(0))
	if err != nil || len(all) != 1 || len(all[0].Grants) != 2 || !all[0].Overdue(now.Add(time.Second)) || all[0].Overdue(now) {
		t.Fatalf("%+v (%v)", all, err)
	}
	for _, tt := range []struct {
		why     string
		by, to  string
		without string
		refused bool
	}{
		{"a secretary", "sec", "", "", false},
		{"a colleague with a link", "cas", "", "", false},
		{"their own", "pim", "", "", true},
		{"an application manager, while others may", "al", "", "", true},
		{"a reviewer who is inactive by now", "sec", "", "tenant:a#member@user:a/sec", true},
		{"a reviewer who left the group", "sec", "", "tenant:a#secretary@user:a/sec", true},
		{"delegated to somebody who may", "sec", "cas", "", false},
		{"delegated to whose it is", "sec", "pim", "", true},
		{"delegated to somebody who may not", "sec", "al", "", true},
	} {
		var data []string
		for _, one := range small {
			if one != tt.without {
				data = append(data, one)
			}
		}
		d := entry.GrantDecision{Grant: 1, Decision: recertification.Revoke, By: user(tt.by), Reason: "so"}
		if tt.to != "" {
			d.Decision, d.To = recertification.Delegate, user(tt.to)
		}
		got, err := all[0].Check(recertification.StateOf(snapshot(t, data...), schema.Model{}, now), d)
		if refused := new(recertification.RefusedError); errors.As(err, &refused) != tt.refused || !tt.refused && (err != nil || got.As != "holder") {
			t.Errorf("%s: %+v, %v", tt.why, got, err)
		}
	}
}

// Where nobody may end a grant, no administrator learns by it of what they may not know.
func TestAdministratorsDecideAboutWhatTheyKnow(t *testing.T) {
	data := []string{
		"client:a/c#tenant@tenant:a", "client:a/c#practitioner@user:a/cas", "organization:a/o#tenant@tenant:a", "organization:a/o#manager@user:a/max",
		"engagement:a/e#tenant@tenant:a", "engagement:a/e#organization@organization:a/o", "engagement:a/e#auditor@user:a/max",
		"organization:a/o#barred@user:a/ada", "organization:a/o#barred@user:a/eve",
	}
	for user, role := range map[string]string{"cas": "practitioner", "al": "application_manager", "ada": "app_admin", "eve": "user_admin", "max": "standard_user", "both": "application_manager"} {
		data = append(data, "tenant:a#member@user:a/"+user, fmt.Sprintf("tenant:a#%s@user:a/%s", role, user), fmt.Sprintf("account:a/%s#tenant@tenant:a", user), fmt.Sprintf("account:a/%s#owner@user:a/%s", user, user))
	}
	// both may begin an emergency, which is no knowledge of a client yet.
	data = append(data, "tenant:a#practitioner@user:a/both", "tenant:a#emergency_procedure@user:*")
	s := snapshot(t, data...)
	state := recertification.StateOf(s, schema.Model{}, now)
	// Nor is a user admin asked about the only app admin.
	for _, scope := range []string{"client", "organization", "engagement", "app_admin"} {
		grants := of(t, s, scope)
		if len(grants) != 1 || grants[0].Reviewer != (relation.Object{}) {
			t.Errorf("%s: %+v", scope, grants)
			continue
		}
		for _, by := range []string{"al", "ada", "eve", "both"} {
			if as, err := state.MayDecide(grants[0], user(by)); err != nil || as != "" {
				t.Errorf("%s: %s decides as %q (%v)", scope, by, as, err)
			}
		}
	}
}

// A grant that a group has, in a model of one's own, would be decided about by its members.
func TestNobodyDecidesAboutAGrantOfAGroup(t *testing.T) {
	s := snapshot(t, append([]string{"client:a/c#practitioner@user:a/sec"}, small...)...)
	state := recertification.StateOf(s, schema.Model{}, now)
	one := of(t, s, "client", "user:a/cas")[0]
	for _, subject := range []relation.Object{{Type: "team", ID: "a/t1"}, {Type: schema.TypeUser, ID: "*"}} {
		group := one
		group.Subject, group.User, group.SubjectRelation = subject, subject, ""
		if subject.Type == "team" {
			group.SubjectRelation = "lead"
		}
		c := recertification.Campaign{Grants: []recertification.GrantState{{Grant: group}}}
		_, err := c.Check(state, entry.GrantDecision{Grant: 1, Decision: recertification.Keep, By: user("sec"), Reason: "so"})
		if refused := new(recertification.RefusedError); !errors.As(err, &refused) {
			t.Errorf("of %s: %v", group.Subject, err)
		}
		if as, err := state.MayDecide(group, user("sec")); as != "" || err != nil {
			t.Errorf("of %s: as %q (%v)", group.Subject, as, err)
		}
	}
}

func TestUses(t *testing.T) {
	grants := of(t, snapshot(t, small...), "client")
	link := grants[1].Relationship.String()
	decided := func(at time.Time, outcome string, who relation.Object, path ...string) entry.Entry {
		return entry.Entry{Kind: entry.Decision, Time: at, Decision: &entry.Decided{User: who, Outcome: outcome, Path: path}}
	}
	entries := []entry.Entry{
		decided(now.Add(-3*time.Hour), "allowed", user("cas"), link),
		decided(now.Add(-2*time.Hour), "allowed", user("cas"), "tenant:a#member@user:a/cas", link),
		decided(now.Add(-time.Hour), "denied", user("cas"), link),
		decided(now, "allowed", user("cas")),
		decided(now, "allowed", user("sec"), link),
	}
	if err := recertification.Uses(grants, seq(entries)); err != nil {
		t.Fatal(err)
	}
	if !grants[1].Used.Equal(now.Add(-2*time.Hour)) || !grants[0].Used.IsZero() {
		t.Errorf("used at %s and %s", grants[1].Used, grants[0].Used)
	}
	broken := errors.New("broken")
	if err := recertification.Uses(grants, func(yield func(entry.Entry, error) bool) { yield(entry.Entry{}, broken) }); !errors.Is(err, broken) {
		t.Errorf("a record that breaks off: %v", err)
	}
}

func seq(all []entry.Entry) iter.Seq2[entry.Entry, error] {
	return func(yield func(entry.Entry, error) bool) {
		for _, e := range all {
			if !yield(e, nil) {
				return
			}
		}
	}
}

// BenchmarkCampaign opens a campaign over 100,000 links, and reads it.
func BenchmarkCampaign(b *testing.B) {
	data := []string{"tenant:a#member@user:a/sec", "tenant:a#secretary@user:a/sec"}
	for i := range 1000 {
		data = append(data, fmt.Sprintf("tenant:a#member@user:a/u%d", i), fmt.Sprintf("tenant:a#practitioner@user:a/u%d", i))
	}
	for i := range 50_000 {
		data = append(data, fmt.Sprintf("client:a/c%d#tenant@tenant:a", i), fmt.Sprintf("client:a/c%d#practitioner@user:a/u%d", i, i%1000), fmt.Sprintf("client:a/c%d#practitioner@user:a/u%d", i, (i+1)%1000))
	}
	s := snapshot(b, data...)
	for b.Loop() {
		begun := time.Now()
		grants := of(b, s, "client")
		b.ReportMetric(time.Since(begun).Seconds(), "s-grants/op")
		folder := b.TempDir()
		log, err := recertification.Open(folder, ledger.Known{})
		if err != nil {
			b.Fatal(err)
		}
		begun = time.Now()
		if _, err := log.OpenCampaign(entry.CampaignStep{Scope: []string{"client"}, Due: now}, grants, provenance.Provenance{}, now); err != nil {
			b.Fatal(err)
		}
		b.ReportMetric(time.Since(begun).Seconds(), "s-record/op")
		if err := log.Close(); err != nil {
			b.Fatal(err)
		}
		begun = time.Now()
		h, err := entry.Open(folder)
		if err != nil {
			b.Fatal(err)
		}
		all, err := recertification.Campaigns(h.Entries(0))
		if err != nil || len(all) != 1 || len(all[0].Grants) != 100_000 {
			b.Fatalf("%d campaigns (%v)", len(all), err)
		}
		b.ReportMetric(time.Since(begun).Seconds(), "s-read/op")
	}
}
