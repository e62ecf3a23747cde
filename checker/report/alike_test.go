package report_test

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// What is counted once for all users who are alike is what each of them has, in random worlds
// in which few are alike in all, and links lead to some of what roles lead to.
func TestUsersWhoAreAlikeHaveWhatEachHas(t *testing.T) {
	rows := 0
	for seed := range uint64(25) {
		r := rand.New(rand.NewPCG(seed, 20261127))
		m, users := crowd(t, r)
		links := func(u schema.Ref) (all []relation.Change) {
			for _, s := range []relation.Object{relation.ObjectOf(u), relation.ObjectOf(u.Account())} {
				for one := range m.Graph().To(s, "") {
					facts := m.Model().RelationFacts(one.Relation)
					if facts.Effect != schema.Takes && (facts.Kind == schema.KindLink || facts.Kind == schema.KindIdentity && s.Type == schema.TypeUser) {
						all = append(all, relation.Change{Relationship: one, Gone: true})
					}
				}
			}
			return all
		}
		want, got := map[string]int{}, map[string]int{}
		wantUsed, gotUsed := map[string]int{}, map[string]int{}
		for _, u := range users {
			if !m.Graph().Has(relation.ObjectOf(tenant), schema.TenantMember.Name(), relation.ObjectOf(u)) {
				continue
			}
			without, err := m.With(links(u))
			if err != nil {
				t.Fatal(err)
			}
			for _, typ := range m.Model().Types() {
				for _, p := range m.Model().Permissions(typ) {
					key := u.Text() + " " + string(p)
					count(t, m, u, p, wantUsed, key)
					if typ != schema.TypeTenant && typ != schema.TypeAccount && typ != schema.TypeLibrary {
						count(t, without, u, p, want, key)
					}
				}
			}
		}
		for _, row := range made(t, "unrelated", report.Options{Moment: m}).Rows {
			if row[3] != "" {
				got[row[0]+" "+row[3]], _ = strconv.Atoi(row[5])
			}
		}
		for _, row := range made(t, "unused", report.Options{Moment: m, Decisions: record(t, recording(200, entry.RecordAll, 1))}).Rows {
			gotUsed[row[0]+" "+row[3]], _ = strconv.Atoi(row[5])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("seed %d: unrelated: %s", seed, diff)
		}
		if diff := cmp.Diff(wantUsed, gotUsed); diff != "" {
			t.Fatalf("seed %d: unused: %s", seed, diff)
		}
		rows += len(got)
	}
	if rows < 1000 {
		t.Errorf("%d rows say little", rows)
	}
}

func count(t *testing.T, m *history.Moment, u schema.Ref, p schema.Permission, into map[string]int, key string) {
	t.Helper()
	if !m.Defines(p) {
		return
	}
	all, err := m.Checker().Resources(t.Context(), u, p)
	if err != nil || len(all.Conditional) > 0 {
		t.Fatal(all.Conditional, err)
	}
	if len(all.Refs) > 0 {
		into[key] = len(all.Refs)
	}
}

// crowd is a random world of a tenant with few kinds of users and many links.
func crowd(t *testing.T, r *rand.Rand) (*history.Moment, []schema.Ref) {
	t.Helper()
	var users []schema.Ref
	var held []relation.Relationship
	add := func(r relation.Relationship) { held = append(held, r) }
	maybe := func(one int, r2 func()) {
		if r.IntN(one) == 0 {
			r2()
		}
	}
	var clients, orgs, years []schema.Ref
	for i := range 6 {
		c := ref(schema.TypeClient, fmt.Sprint("c", i))
		clients = append(clients, c)
		add(relation.Between(c, schema.ClientTenant, tenant))
	}
	for i := range 2 {
		org := ref(schema.TypeOrganization, fmt.Sprint("o", i))
		orgs = append(orgs, org)
		add(relation.Between(org, schema.OrganizationTenant, tenant))
		for k := range 2 {
			year, one := ref(schema.TypeEngagement, fmt.Sprint("e", i, k)), ref(schema.TypeAnalysis, fmt.Sprint("a", i, k))
			years = append(years, year)
			add(relation.Between(year, schema.EngagementTenant, tenant))
			add(relation.Between(year, schema.EngagementOrganization, org))
			add(relation.Between(one, schema.AnalysisTenant, tenant))
			add(relation.Between(one, schema.AnalysisEngagement, year))
		}
	}
	roles := []schema.Relation{schema.TenantPractitioner, schema.TenantSecretary, schema.TenantSupervisor, schema.TenantAppAdmin, schema.TenantStandardUser, schema.TenantUserAdmin}
	for i := range 12 {
		u := ref(schema.TypeUser, fmt.Sprint("u", i))
		users = append(users, u)
		add(relation.Between(tenant, roles[r.IntN(len(roles))], u))
		maybe(4, func() { add(relation.Between(tenant, roles[r.IntN(3)], u)) })
		for _, c := range clients {
			maybe(5, func() { add(relation.Between(c, schema.ClientPractitioner, u)) })
			maybe(8, func() { add(owned(c, schema.ClientPractitioner, u)) })
			maybe(8, func() { add(relation.Between(c, schema.ClientSupervisor, u)) })
		}
		for _, org := range orgs {
			maybe(5, func() { add(relation.Between(org, schema.OrganizationManager, u)) })
			maybe(8, func() { add(owned(org, schema.OrganizationManager, u)) })
			maybe(8, func() { add(relation.Between(org, schema.OrganizationBarred, u)) })
			maybe(9, func() { add(owned(org, schema.OrganizationBarred, u)) })
		}
		for _, year := range years {
			maybe(7, func() { add(relation.Between(year, schema.EngagementAuditor, u)) })
		}
	}
	return moment(t, users, held...), users
}
