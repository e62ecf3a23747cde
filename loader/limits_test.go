package loader_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// taking is a plan for one tenant that has so many relationships and loses so
// many, a few of them orphans, and adds and alters as many as it likes.
func taking(tenant schema.TenantID, before, removals int) loader.TenantChanges {
	var changes []loader.Change
	for i := range removals {
		action := loader.Remove
		if i%3 == 0 {
			action = loader.ClearOrphan
		}
		changes = append(changes, loader.Change{Action: action})
	}
	for range 500 {
		changes = append(changes, loader.Change{Action: loader.Add}, loader.Change{Action: loader.Alter})
	}
	return loader.TenantChanges{Tenant: tenant, Before: before, Changes: loader.ChangesOf(changes...)}
}

func TestLimits(t *testing.T) {
	for _, tt := range []struct {
		why              string
		before, removals int
		allow            int
		want             string
	}{
		{"a tenth of a hundred", 100, 10, 0, ""},
		{"more than a tenth", 100, 11, 0, "tenant acme: loses 11 of its 100 relationships; the limit is 10"},
		{"a tenth that is not whole", 109, 10, 0, ""},
		{"more than a tenth that is not whole", 109, 11, 0, "tenant acme: loses 11 of its 109 relationships; the limit is 10"},
		{"a hundred of many", 5000, 100, 0, ""},
		{"more than a hundred of many", 5000, 101, 0, "tenant acme: loses 101 of its 5000 relationships; the limit is 100"},
		{"a small tenant may lose all", 19, 19, 0, ""},
		{"one relationship more and it is not small", 20, 3, 0, "tenant acme: loses 3 of its 20 relationships; the limit is 2"},
		{"the first load", 0, 0, 0, ""},
		{"allowed by the number of those that a source wrote", 100, 50, 33, ""},
		{"allowed by a larger number", 100, 50, 34, ""},
		{"allowed too few", 100, 50, 32, "tenant acme: loses 50 of its 100 relationships; the limit is 10"},
	} {
		p := loader.Plan{Tenants: []loader.TenantChanges{taking("acme", tt.before, tt.removals)}}
		var got []string
		for _, r := range p.Refusals(loader.Limits{AllowRemovals: tt.allow}) {
			got = append(got, r.String())
		}
		if diff := cmp.Diff(tt.want, strings.Join(got, "\n")); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
	}
}

func TestLimitsCountEachTenantButAllowInAll(t *testing.T) {
	p := loader.Plan{Tenants: []loader.TenantChanges{taking("acme", 100, 10), taking("beta", 100, 10), taking("gamma", 100, 11)}}
	for allow, want := range map[int]int{0: 1, 11: 1, 18: 1, 19: 0} {
		if got := p.Refusals(loader.Limits{AllowRemovals: allow}); len(got) != want {
			t.Errorf("with %d allowed: got %v, want %d", allow, got, want)
		}
	}
}

func TestLimitsKeepTheLastOfThem(t *testing.T) {
	const admin, manager = "tenant acme: loses its last active app admin (1 before)", "tenant acme: loses its last active application manager (1 before)"
	two := small().plus("users", "acme,ada2,,,active,app_admin")
	for _, tt := range []struct {
		why           string
		before, after files
		want          []string
	}{
		{"gone", small(), small().without("users", "acme,ada"), []string{admin}},
		{"another role", small(), small().without("users", "acme,ada").plus("users", "acme,ada,,,active,user_admin"), []string{admin}},
		{"inactive", small(), small().without("users", "acme,ada").plus("users", "acme,ada,,,inactive,app_admin"), []string{admin}},
		{"invited", small(), small().without("users", "acme,al").plus("users", "acme,al,,,invited,application_manager"), []string{manager}},
		{"both", small(), small().without("users", "acme,a"), []string{admin, manager}},
		{"one of two", two, small(), nil},
		{"both of two", two, two.without("users", "acme,ada"), []string{"tenant acme: loses its last active app admin (2 before)"}},
		{"the last active one, though an inactive one stays", small().plus("users", "acme,ada2,,,inactive,app_admin"),
			small().without("users", "acme,ada").plus("users", "acme,ada2,,,inactive,app_admin"), []string{admin}},
		{"handed over", small(), small().without("users", "acme,ada").plus("users", "acme,ida,,,active,app_admin"), nil},
		{"there was none", small().without("users", "acme,ada"), small().without("users", "acme,ada"), nil},
	} {
		p := loader.Diff(want(t, tt.after), holding(want(t, tt.before)))
		var got []string
		for _, r := range p.Refusals(loader.Limits{}) {
			// The other limit has its own test.
			if !strings.Contains(r.Reason, "relationships") {
				got = append(got, r.String())
			}
		}
		if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s: %s", tt.why, diff)
		}
		if left := p.Refusals(loader.Limits{AllowRemovals: p.Removals()}); len(tt.want) > 0 && len(left) > 0 {
			t.Errorf("%s: said so explicitly, still refused: %v", tt.why, left)
		}
	}
}

func ExampleRefusedError() {
	err := &loader.RefusedError{
		Refusals: []loader.Refusal{
			{Tenant: "acme", Reason: "loses 31 of its 120 relationships; the limit is 12"},
			{Tenant: "acme", Reason: "loses its last active app admin (1 before)"},
		},
		Needs: loader.Limits{AllowRemovals: 34},
	}
	fmt.Println(err)
	// Output:
	// nothing was written: the plan changes too much
	//   tenant acme: loses 31 of its 120 relationships; the limit is 12
	//   tenant acme: loses its last active app admin (1 before)
}
