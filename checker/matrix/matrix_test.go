package matrix_test

import (
	"context"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/matrix"
	"github.com/remit-authz/remit/schema"
)

var (
	anna   = schema.Ref{Type: schema.TypeUser, Tenant: "t", ID: "anna"}
	linked = schema.Ref{Type: schema.TypeClient, Tenant: "t", ID: "linked"}
	other  = schema.Ref{Type: schema.TypeClient, Tenant: "t", ID: "other"}
	tenant = schema.TenantRef("t")
	admin  = schema.Ref{Type: schema.TypeAccount, Tenant: "t", ID: "admin"}
)

// answers allows what it names and fails where it is told to.
type answers struct {
	allow map[schema.Permission][]schema.Ref
	fail  error
	short bool
}

func (a answers) CheckAll(_ context.Context, questions []checker.Question) []checker.Answer {
	given := make([]checker.Answer, len(questions))
	for i, q := range questions {
		for _, r := range a.allow[q.Permission] {
			if r == q.Resource {
				given[i].Outcome = checker.Allowed
			}
		}
	}
	if a.fail != nil {
		given[len(given)-1] = checker.Answer{Err: a.fail}
	}
	if a.short {
		given = given[1:]
	}
	return given
}

func table(actions ...schema.Action) matrix.Table {
	return matrix.Table{Actions: actions, Columns: []matrix.Column{{
		User: anna,
		Objects: map[matrix.Situation][]schema.Ref{
			matrix.Anywhere: {tenant, other},
			matrix.Caseload: {linked},
			matrix.AppAdmin: {admin, tenant},
		},
	}}}
}

func TestCellSaysWhereAllPermissionsHold(t *testing.T) {
	dossier := schema.Action{Permissions: []schema.Permission{schema.ClientViewDossier}}
	both := schema.Action{Permissions: []schema.Permission{schema.ClientViewDossier, schema.ClientMessage}}
	roles := schema.Action{Permissions: []schema.Permission{schema.TenantAssignRoles}, OnAppAdmin: []schema.Permission{schema.TenantAssignAppAdmin}}
	for _, c := range []struct {
		why    string
		action schema.Action
		allow  map[schema.Permission][]schema.Ref
		want   string
	}{
		{"nothing allowed", dossier, nil, "—"},
		{"only the caseload", dossier, map[schema.Permission][]schema.Ref{schema.ClientViewDossier: {linked}}, "caseload"},
		{"every client", dossier, map[schema.Permission][]schema.Ref{schema.ClientViewDossier: {linked, other}}, "✓ all"},
		{"one of two permissions is none", both, map[schema.Permission][]schema.Ref{schema.ClientViewDossier: {linked}}, "—"},
		{"both permissions", both, map[schema.Permission][]schema.Ref{schema.ClientViewDossier: {linked}, schema.ClientMessage: {linked}}, "caseload"},
		{"an app admin out of reach", roles, map[schema.Permission][]schema.Ref{schema.TenantAssignRoles: {tenant}}, "✓ not app admin"},
		{"an app admin too", roles, map[schema.Permission][]schema.Ref{schema.TenantAssignRoles: {tenant}, schema.TenantAssignAppAdmin: {tenant}}, "✓"},
	} {
		result, err := table(c.action).Compute(t.Context(), answers{allow: c.allow})
		if err != nil {
			t.Errorf("%s: %v", c.why, err)
			continue
		}
		if diff := cmp.Diff(c.want, result.Rows[0].Cells[0].Text(schema.English)); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.why, diff)
		}
	}
}

// A table with a hole in it would read as "may not".
func TestAnErrorIsTheTables(t *testing.T) {
	action := schema.Action{Permissions: []schema.Permission{schema.ClientViewDossier}}
	broken := errors.New("broken")
	if _, err := table(action).Compute(t.Context(), answers{fail: broken}); !errors.Is(err, broken) {
		t.Errorf("a question that failed: got %v, want its error", err)
	}
	if _, err := table(action).Compute(t.Context(), answers{short: true}); err == nil {
		t.Error("an answer is missing: got no error")
	}
}
