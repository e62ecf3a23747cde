package report_test

import (
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

var (
	noon   = time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC)
	tenant = schema.TenantRef("noord")
)

func ref(typ schema.Type, id string) schema.Ref {
	return schema.Ref{Type: typ, Tenant: tenant.Tenant, ID: id}
}

// moment is one at which some relationships are found, of active users.
func moment(t *testing.T, users []schema.Ref, held ...relation.Relationship) *history.Moment {
	t.Helper()
	return under(t, schema.Text(), users, held...)
}

// under is a moment at which a schema was there.
func under(t *testing.T, text string, users []schema.Ref, held ...relation.Relationship) *history.Moment {
	t.Helper()
	for _, u := range users {
		held = append(held, relation.Between(tenant, schema.TenantMember, u),
			relation.Between(u.Account(), schema.AccountTenant, tenant), relation.Between(u.Account(), schema.AccountOwner, u))
	}
	m, _ := found(t, text, held)
	return m
}

// found is a moment at which some relationships are found, and its record.
func found(t testing.TB, text string, held []relation.Relationship) (*history.Moment, string) {
	t.Helper()
	folder := filepath.Join(t.TempDir(), "ledger")
	log, err := ledger.Open(folder)
	if err != nil {
		t.Fatal(err)
	}
	made, err := entry.WriteSnapshot(folder, 0, "r", text, func(yield func(relation.Relationship, error) bool) {
		for _, r := range held {
			if !yield(r, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	record, err := entry.Entry{Kind: entry.Snapshot, Time: noon, Recorded: noon, Revision: "r", Through: "r", Part: 1, Parts: 1, Snapshot: &made}.Encode()
	if err != nil {
		t.Fatal(err)
	}
	if _, err := log.Append(record); err != nil {
		t.Fatal(err)
	}
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	h, err := history.Open(folder, history.Options{})
	if err != nil {
		t.Fatal(err)
	}
	m, err := h.At(t.Context(), noon)
	if err != nil {
		t.Fatal(err)
	}
	return m, folder
}

// owned is a relationship to whoever owns a user's account, as applications write it.
func owned(resource schema.Ref, r schema.Relation, u schema.Ref) relation.Relationship {
	link := relation.Between(resource, r, u.Account())
	link.SubjectRelation = schema.AccountOwner.Name()
	return link
}

// Conflicts are found whoever wrote the links, and on parts of what they are about.
func TestConflicts(t *testing.T) {
	org, other, year, elsewhere := ref(schema.TypeOrganization, "org"), ref(schema.TypeOrganization, "other"), ref(schema.TypeEngagement, "year"), ref(schema.TypeEngagement, "elsewhere")
	ann, ben, cas, dan, eva := ref(schema.TypeUser, "ann"), ref(schema.TypeUser, "ben"), ref(schema.TypeUser, "cas"), ref(schema.TypeUser, "dan"), ref(schema.TypeUser, "eva")
	m := moment(t, []schema.Ref{ann, ben, cas, dan, eva},
		relation.Between(year, schema.EngagementOrganization, org), relation.Between(elsewhere, schema.EngagementOrganization, other),
		// A source wrote both, of a whole and its part.
		relation.Between(org, schema.OrganizationBarred, ann), relation.Between(year, schema.EngagementAuditor, ann),
		// An application wrote both.
		owned(org, schema.OrganizationBarred, ben), owned(year, schema.EngagementAuditor, ben),
		// Each wrote one, and the application that of the source again.
		relation.Between(org, schema.OrganizationBarred, cas), owned(org, schema.OrganizationManager, cas), owned(org, schema.OrganizationBarred, cas),
		// Of another's parts it is no conflict.
		relation.Between(org, schema.OrganizationBarred, dan), relation.Between(elsewhere, schema.EngagementAuditor, dan),
		relation.Between(tenant, schema.TenantUserAdmin, eva), owned(other, schema.OrganizationManager, eva),
	)
	r, err := report.Find("conflicts")
	if err != nil {
		t.Fatal(err)
	}
	made, err := r.Make(t.Context(), report.Options{Moment: m})
	if err != nil {
		t.Fatal(err)
	}
	want := [][]string{
		{"user:noord/ann", "", "barred", "auditor", "engagement:noord/year"},
		{"user:noord/ben", "", "barred", "auditor", "engagement:noord/year"},
		{"user:noord/cas", "", "barred", "manager", "organization:noord/org"},
		{"user:noord/eva", "", "user_admin", "manager", "organization:noord/other"},
	}
	if diff := cmp.Diff(want, slices.Clone(made.Rows)); diff != "" {
		t.Error(diff)
	}
}
