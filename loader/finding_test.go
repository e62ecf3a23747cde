package loader_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

func TestFindings(t *testing.T) {
	made := []loader.Relationship{
		{Resource: object("engagement", "acme/own"), Relation: schema.EngagementTenant, Subject: object("tenant", "acme")},
		{Resource: object("engagement", "acme/own"), Relation: schema.EngagementApplicationMade, Subject: object("tenant", "acme")},
		{Resource: object("engagement", "acme/own"), Relation: schema.EngagementOrganization, Subject: object("organization", "acme/o2")},
		{Resource: object("analysis", "acme/own"), Relation: schema.AnalysisTenant, Subject: object("tenant", "acme")},
		{Resource: object("analysis", "acme/own"), Relation: schema.AnalysisApplicationMade, Subject: object("tenant", "acme")},
		{Resource: object("analysis", "acme/own"), Relation: schema.AnalysisEngagement, Subject: object("engagement", "acme/own")},
	}
	managed := loader.Relationship{Resource: object("organization", "acme/o2"), Relation: schema.OrganizationManager, Subject: object("account", "acme/mo"), SubjectRelation: "owner"}
	role := func(user, roles string) files {
		return small().without("users", "acme,"+user).plus("users", "acme,"+user+",,,active,"+roles)
	}
	for _, tt := range []struct {
		why      string
		after    files
		observed []loader.Relationship
		want     []string
	}{
		{"nothing", small(), nil, nil},
		{"an administrator", role("mo", "app_admin").without("links", "acme,mo"), nil, []string{
			"user:acme/mo becomes app admin", "nobody active is user any more (1 before)"}},
		{"a role that nobody had", role("al", "application_manager;analyst"), nil, []string{
			"1 user becomes analyst, which nobody active was"}},
		{"a conflict in the tenant", role("pim", "practitioner;supervisor;analyst"), nil, []string{
			"1 user becomes analyst, which nobody active was",
			"user:acme/pim comes to be analyst, and practitioner of tenant:acme: together more than either was meant for",
			"user:acme/pim comes to be analyst, and supervisor of tenant:acme: together more than either was meant for"}},
		{"a conflict with what an application gave", role("mo", "user_admin"), []loader.Relationship{managed}, []string{
			"user:acme/mo becomes user admin",
			"nobody active is user any more (1 before)",
			"1 user becomes user admin, which nobody active was",
			"user:acme/mo comes to be user admin, and manager of organization:acme/o1: together more than either was meant for",
			"user:acme/mo comes to be user admin, and manager of organization:acme/o2: together more than either was meant for"}},
		{"a wall with a role below it", small().plus("links", "acme,mo,barred,organization:o1,"), nil, []string{
			"user:acme/mo comes to be barred, and auditor of engagement:acme/e1: together more than either was meant for",
			"user:acme/mo comes to be barred, and manager of organization:acme/o1: together more than either was meant for"}},
		{"a wall elsewhere", small().plus("links", "acme,mo,barred,organization:o2,"), nil, nil},
		{"a leaver who keeps something", small().without("users", "acme,pim").plus("users", "acme,pim,,,inactive,practitioner;supervisor"), nil, []string{
			"nobody active is practitioner any more (1 before)", "nobody active is supervisor any more (1 before)",
			"user:acme/pim becomes inactive and keeps 3 roles and links, in force again once the account is active"}},
		{"one who keeps nothing but a bar", small().without("users", "acme,log").plus("users", "acme,log,,,inactive,").plus("links", "acme,log,barred,organization:o1,"), nil, nil},
		{"an object with what an application made in it", small().without("organizations", "acme,o2"), made, []string{
			"organization:acme/o2 goes, and with it 2 objects that an application made in it"}},
	} {
		p := loader.Diff(want(t, tt.after), holding(want(t, small()), tt.observed...))
		var got []string
		for _, f := range p.Tenants[0].Findings {
			got = append(got, f.String())
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

// What there was to look at before the plan is not its doing.
func TestFindingsAreNew(t *testing.T) {
	before := small().plus("users", "acme,both,,,active,secretary;practitioner")
	p := loader.Diff(want(t, before.plus("libraries", "acme,l2,")), holding(want(t, before)))
	if got := p.Tenants[0].Findings; len(got) > 0 {
		t.Errorf("got %v, want none", got)
	}
}

// A first plan of 400,000 relationships once printed a line for each.
func TestSummaryIsShort(t *testing.T) {
	for _, size := range []struct{ tenants, each, changes int }{{1, 50_000, 400_000}, {25, 200, 40_000}} {
		desired := loader.DesiredState(caseloads(size.tenants, size.each), today)
		p := loader.Diff(desired, loader.Observed{Tenants: desired.Tenants, NoSchema: true})
		var text bytes.Buffer
		if err := p.WriteSummary(&text, schema.English); err != nil {
			t.Fatal(err)
		}
		lines := strings.Count(text.String(), "\n")
		t.Logf("%d changes in %d tenants: %d lines\n%s", p.Size(), len(p.Tenants), lines, text.String())
		if p.Size() < size.changes || lines > 60 {
			t.Errorf("%d changes come to %d lines, want at most 60", p.Size(), lines)
		}
	}
}

// caseloads are tenants of so many practitioners, each with a client of their own.
func caseloads(tenants, each int) source.Source {
	var src source.Source
	for t := range tenants {
		tenant := schema.TenantID(fmt.Sprint("t", t))
		src.Tenants = append(src.Tenants, source.Tenant{ID: tenant})
		for i := range each {
			user, client := schema.Ref{Type: schema.TypeUser, Tenant: tenant, ID: fmt.Sprint("u", i)}, schema.Ref{Type: schema.TypeClient, Tenant: tenant, ID: fmt.Sprint("c", i)}
			src.Users = append(src.Users, source.User{Ref: user, Status: source.Active, Roles: []schema.Role{schema.RolePractitioner}})
			src.Clients = append(src.Clients, source.Client{Ref: client})
			src.Links = append(src.Links, source.Link{User: user, Role: schema.RolePractitioner, Object: client})
		}
	}
	return src
}

// Every tenant at its worst, and with notices and other tenants.
func TestSummaryIsShortWhateverThereIs(t *testing.T) {
	p := loader.Plan{WritesSchema: true}
	for i := range 100 {
		p.Notices = append(p.Notices, loader.NewNotice(fmt.Sprint("notice ", i)))
		p.Unnamed = append(p.Unnamed, schema.TenantID(fmt.Sprint("old", i)))
		tenant := loader.Diff(want(t, changed()), holding(want(t, small()), byApplication()...)).Tenants[0]
		tenant.Tenant, tenant.Before = schema.TenantID(fmt.Sprint("t", i)), 1000
		for range 10 {
			for _, kind := range loader.FindingKinds() {
				tenant.Findings = append(tenant.Findings, loader.Finding{Kind: kind, On: object("user", "acme/mo"), Relations: []schema.Relation{schema.TenantAppAdmin, schema.TenantAnalyst}})
			}
		}
		p.Tenants = append(p.Tenants, tenant)
	}
	var text bytes.Buffer
	if err := p.WriteSummary(&text, schema.English); err != nil {
		t.Fatal(err)
	}
	if lines := strings.Count(text.String(), "\n"); lines > 65 {
		t.Errorf("%d lines:\n%s", lines, text.String())
	}
	if !strings.Contains(text.String(), "and 95 more tenants that no source names") {
		t.Errorf("it does not say how many there are besides:\n%s", text.String())
	}
}

func TestIsPlan(t *testing.T) {
	for content, want := range map[string]bool{
		`{"format":6,"source":"sha256:x"`:        true,
		"\n { \"format\" : 1,\n \"source\" : \"": true,
		`{"tenants":[{"id":"acme"}],"users":[]}`: false,
		`{"format":"csv","source":""}`:           false,
		"":                                       false,
	} {
		if got := loader.IsPlan([]byte(content)); got != want {
			t.Errorf("%q: got %t, want %t", content, got, want)
		}
	}
}

// A renamed tenant once left everybody's access standing in the old one without a
// word.
func TestPlanNamesOtherTenants(t *testing.T) {
	_, eng := startWith(t, small())
	put(t, eng, loader.Relationship{Resource: object("tenant", "beta"), Relation: schema.TenantMember, Subject: object("user", "beta/x")})
	src, err := loader.Read(files{"tenants": "id,name,emergency\nacme-2,A,off\n", "users": "tenant,id,name,email,status,roles\n"}.folder())
	if err != nil {
		t.Fatal(err)
	}
	proposal, err := loader.Sync{Engine: enginetest.Conn(eng)}.Plan(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]schema.TenantID{"acme", "beta"}, proposal.Plan.Unnamed); diff != "" {
		t.Error(diff)
	}
}
