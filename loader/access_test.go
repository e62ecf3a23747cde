package loader_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// counted is a plan for a tenant that counts one permission.
func counted(before, given, taken int) loader.Plan {
	p := loader.Plan{Tenants: []loader.TenantChanges{{Tenant: "acme", Before: 10}}}
	return p.WithAccess(map[schema.TenantID][]access.PermissionCount{
		"acme": {{Permission: schema.ClientStartEmergency, Before: before, Given: given, Taken: taken}},
		"beta": {{Permission: schema.ClientStartEmergency, Before: 1, Given: 1_000_000}},
	})
}

func TestLimitsCountPermissions(t *testing.T) {
	for _, tt := range []struct {
		why                         string
		before, given, taken, allow int
		want                        string
	}{
		{"a thousand of few", 0, 1000, 0, 0, ""},
		{"more than a thousand of few", 0, 1001, 0, 0, "tenant acme: gives client#start_emergency 1001 times (users had it 0 times before); the limit is 1000"},
		{"more than a thousand that are a tenth", 10_010, 1001, 0, 0, ""},
		{"more than a thousand that are more than a tenth", 10_009, 1001, 0, 0, "tenant acme: gives client#start_emergency 1001 times (users had it 10009 times before); the limit is 1000"},
		{"a tenth of very many", 200_000, 20_000, 0, 0, ""},
		{"more than a tenth of very many", 200_000, 20_001, 0, 0, "tenant acme: gives client#start_emergency 20001 times (users had it 200000 times before); the limit is 20000"},
		{"taken", 2000, 0, 2000, 0, ""},
		{"what is taken is not set off", 2000, 1001, 1000, 0, "tenant acme: gives client#start_emergency 1001 times (users had it 2000 times before); the limit is 1000"},
		{"allowed by number", 2000, 1500, 1500, 1500, ""},
		{"allowed too few", 2000, 1500, 0, 1499, "tenant acme: gives client#start_emergency 1500 times (users had it 2000 times before); the limit is 1000"},
	} {
		var got []string
		for _, r := range counted(tt.before, tt.given, tt.taken).Refusals(loader.Limits{AllowAccess: tt.allow, AllowRemovals: 1_000_000}) {
			got = append(got, r.String())
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

// Six new colleagues among a hundred gave twelve hundred views of each other's
// roles, more than a tenth, and every such sync was refused.
func TestColleaguesWhoSeeEachOthersRolesAreNoDanger(t *testing.T) {
	p := loader.Plan{Tenants: []loader.TenantChanges{{Tenant: "acme", Before: 10}}}
	p = p.WithAccess(map[schema.TenantID][]access.PermissionCount{
		"acme": {{Permission: schema.AccountViewRoles, Before: 10_000, Given: 1236}},
	})
	if refusals := p.Refusals(loader.Limits{}); refusals != nil {
		t.Errorf("got %v", refusals)
	}
	if p.Gives() != 0 {
		t.Errorf("counted %d for the limit", p.Gives())
	}
}

// Each limit is lifted by its own number, and the error names those it takes.
func TestRefusalsNameWhatLiftsThem(t *testing.T) {
	p := counted(0, 1500, 0)
	p.Tenants[0].Before = 100
	p.Tenants[0].Changes = taking("acme", 100, 50).Changes
	for _, tt := range []struct {
		limits, needs loader.Limits
		want          []loader.Limit
	}{
		{loader.Limits{}, loader.Limits{AllowRemovals: 33, AllowAccess: 1500}, []loader.Limit{loader.LimitRemovals, loader.LimitAccess}},
		{loader.Limits{AllowRemovals: 33}, loader.Limits{AllowAccess: 1500}, []loader.Limit{loader.LimitAccess}},
		{loader.Limits{AllowAccess: 1500}, loader.Limits{AllowRemovals: 33}, []loader.Limit{loader.LimitRemovals}},
	} {
		var refused *loader.RefusedError
		if err := tt.limits.Check(p); !errors.As(err, &refused) || !reflect.DeepEqual(refused.Needs, tt.needs) {
			t.Errorf("%v: got %v, want it to need %v", tt.limits, err, tt.needs)
			continue
		}
		var limits []loader.Limit
		for _, r := range refused.Refusals {
			limits = append(limits, r.Limit)
		}
		if !slices.Equal(limits, tt.want) {
			t.Errorf("%v: refused by %v, want %v", tt.limits, limits, tt.want)
		}
	}
	for _, tt := range []struct {
		limits loader.Limits
		want   loader.LimitError
	}{
		{loader.Limits{AllowRemovals: -1}, loader.LimitError{Limit: loader.LimitRemovals, N: -1}},
		{loader.Limits{AllowAccess: -1}, loader.LimitError{Limit: loader.LimitAccess, N: -1}},
		{loader.Limits{Budget: 99}, loader.LimitError{Limit: loader.LimitBudget, N: 99}},
	} {
		var wrong *loader.LimitError
		if _, err := loader.Apply(t.Context(), nil, p, loader.Sync{Limits: tt.limits}); !errors.As(err, &wrong) || *wrong != tt.want {
			t.Errorf("%v: got %v, want %v", tt.limits, err, tt.want)
		}
	}
	if err := (loader.Limits{Unlimited: true}).Check(p); err != nil {
		t.Errorf("unlimited: got %v", err)
	}
	if refusals := p.Refusals(loader.Limits{AllowRemovals: 50, AllowAccess: 1500}); refusals != nil {
		t.Errorf("both lifted: got %v", refusals)
	}
}

func TestParsePlanRefusesCountsThatCannotBe(t *testing.T) {
	one := access.PermissionCount{Permission: schema.ClientMessage, Before: 5, Taken: 5}
	for _, tt := range []struct {
		why, want string
		before    int
		counts    []access.PermissionCount
	}{
		{"one", "", 1, []access.PermissionCount{one}},
		{"two", "", 1, []access.PermissionCount{one, {Permission: schema.ClientVideoCall, Given: 1}}},
		{"nothing before", "had nothing before", 0, []access.PermissionCount{one}},
		{"no permission", "is no permission", 1, []access.PermissionCount{{Permission: "fly", Given: 1}}},
		{"twice", "out of order", 1, []access.PermissionCount{one, one}},
		{"out of order", "out of order", 1, []access.PermissionCount{{Permission: schema.ClientVideoCall, Given: 1}, one}},
		{"more taken than there was", "cannot be", 1, []access.PermissionCount{{Permission: schema.ClientMessage, Before: 4, Taken: 5}}},
		{"less than none given", "cannot be", 1, []access.PermissionCount{{Permission: schema.ClientMessage, Given: -1, Taken: 0}}},
		{"less than none taken", "cannot be", 1, []access.PermissionCount{{Permission: schema.ClientMessage, Given: 5, Taken: -1}}},
		{"nothing changed", "cannot be", 1, []access.PermissionCount{{Permission: schema.ClientMessage, Before: 5}}},
	} {
		p := loader.Diff(want(t, small()), loader.Observed{})
		p.Tenants[0].Before, p.Tenants[0].Access = tt.before, tt.counts
		content, err := json.Marshal(p.Resealed())
		if err != nil {
			t.Fatal(err)
		}
		_, err = loader.ParsePlan(bytes.NewReader(content))
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: got %v, want %q", tt.why, err, tt.want)
		}
	}
}

// The digest covers the counts, and counting leaves the plan it was asked of.
func TestWithAccess(t *testing.T) {
	plain := loader.Diff(want(t, changed()), holding(want(t, small())))
	p := plain.WithAccess(map[schema.TenantID][]access.PermissionCount{"acme": {
		{Permission: schema.ClientVideoCall, Before: 3, Taken: 2},
		{Permission: schema.ClientMessage, Given: 7},
		{Permission: schema.ClientViewDossier, Before: 9},
	}})
	if plain.Gives() != 0 || p.Gives() != 7 || len(p.Tenants[0].Access) != 2 {
		t.Errorf("got %d before and %d after, want 0 and 7: %v", plain.Gives(), p.Gives(), p.Tenants[0].Access)
	}
	content, err := json.Marshal(p)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := loader.ParsePlan(bytes.NewReader(content)); err != nil {
		t.Error(err)
	}
	edited := strings.Replace(string(content), `"given":7`, `"given":6`, 1)
	if _, err := loader.ParsePlan(strings.NewReader(edited)); err == nil || !strings.Contains(err.Error(), "does not match its digest") {
		t.Errorf("an edited count: got %v", err)
	}
	var text bytes.Buffer
	if err := p.WriteText(&text, schema.English); err != nil || !strings.Contains(text.String(), "permissions, each user on each resource: 2 taken away, 7 given\n") {
		t.Errorf("got %v and\n%s", err, &text)
	}
}

// A plan is counted over what the engine holds, whatever it says of itself, and
// whoever asks for nothing gets that.
func TestApplyCountsAgain(t *testing.T) {
	many := small()
	for i := range 1100 {
		many = many.plus("clients", fmt.Sprintf("acme,many%d,", i))
	}
	_, eng := startWith(t, many)
	more, err := loader.Read(many.without("users", "acme,mo").plus("users", "acme,mo,Mo,,active,standard_user;practitioner").folder())
	if err != nil {
		t.Fatal(err)
	}
	const gives = 1102 // start_emergency, on every client
	watched := &spy{Engine: eng}
	plain := planFor(t, watched, loader.DesiredState(more, today))
	forged := plain.WithAccess(map[schema.TenantID][]access.PermissionCount{"acme": {{Permission: schema.ClientMessage, Given: 1}}})
	for why, p := range map[string]loader.Plan{"stripped of its counts": plain, "with others": forged} {
		var refused *loader.RefusedError
		if _, err := loader.Apply(t.Context(), watched, p, freely(p)); !errors.As(err, &refused) || refused.Needs.AllowAccess < gives {
			t.Errorf("%s: got %v, want it refused", why, err)
		}
	}
	if _, err := (loader.Sync{Engine: enginetest.Conn(watched)}).Run(t.Context(), more); !errors.As(err, new(*loader.RefusedError)) {
		t.Errorf("the zero value: got %v, want it refused", err)
	}
	if watched.writes > 0 {
		t.Errorf("%d writes", watched.writes)
	}
	proposal, err := loader.Sync{Engine: enginetest.Conn(watched), Limits: loader.Limits{AllowAccess: 10_000}}.Plan(t.Context(), more)
	if err != nil || proposal.Plan.Gives() < gives {
		t.Fatalf("got %v and %d permissions given", err, proposal.Plan.Gives())
	}
	if _, err := proposal.Apply(t.Context()); err != nil {
		t.Error(err)
	}
	if _, err := (loader.Sync{Engine: enginetest.Conn(eng), Limits: loader.Limits{Unlimited: true}}).Run(t.Context(), more); err != nil {
		t.Error(err)
	}
}

// What a plan gives by an institution's own part of the model counts too, over its
// own objects, which no plan touches.
func TestOwnPermissionsCount(t *testing.T) {
	x, err := model.Compose("own.zed", `definition client {
	/** Put the dossier away. */
	permission archive = view_dossier
}

/** A note in a dossier. */
definition note {
	relation client: client
	permission read = client->view_dossier
}
`)
	if err != nil {
		t.Fatal(err)
	}
	e, eng := start(t)
	t.Cleanup(func() { _ = e.Close() })
	if _, err := loader.WriteSchema(t.Context(), enginetest.Conn(eng), x.Model); err != nil {
		t.Fatal(err)
	}
	sync(t, eng, want(t, small()))
	note := loader.Relationship{Resource: object("note", "acme/n1"), Relation: "note#client", Subject: object("client", "acme/c2")}
	put(t, eng, note)
	src, err := loader.Read(small().plus("links", "acme,pim,practitioner,client:c2,").folder())
	if err != nil {
		t.Fatal(err)
	}
	proposal, err := loader.Sync{Engine: enginetest.Conn(eng)}.Plan(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	given := map[schema.Permission]int{}
	for _, c := range proposal.Plan.Tenants[0].Access {
		given[c.Permission] = c.Given
	}
	if given[schema.ClientViewDossier] != 1 || given["client#archive"] != 1 || given["note#read"] != 1 {
		t.Errorf("got %v", given)
	}
	content, err := json.Marshal(proposal.Plan)
	if err != nil {
		t.Fatal(err)
	}
	plan, err := loader.ParsePlan(bytes.NewReader(content))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := (loader.Sync{Engine: enginetest.Conn(eng)}).Apply(t.Context(), plan); err != nil {
		t.Error(err)
	}
	if d, err := proposal.Access(t.Context()); err != nil || d.Lost.Total() != 0 || !strings.Contains(fmt.Sprint(d.Gained.Counts()), "note#read") {
		t.Errorf("got %v and %v", d.Gained.Counts(), err)
	}
}
