package loader_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"github.com/remit-authz/remit/internal/random"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// A plan file with its digest made anew once led to whatever it said: a user of
// another tenant as app admin, an invitation that never ends, no limits.
func TestForgedPlans(t *testing.T) {
	add := func(resource loader.Object, relation schema.Relation, subject loader.Object) func(*loader.TenantChanges) {
		return func(tc *loader.TenantChanges) {
			tc.Changes = sorted(append(tc.Changes.List(), loader.Change{Action: loader.Add, Relationship: loader.Relationship{Resource: resource, Relation: relation, Subject: subject}}))
		}
	}
	invited := func(context, expires string) func(*loader.TenantChanges) {
		return func(tc *loader.TenantChanges) {
			tc.Changes = sorted(append(tc.Changes.List(), loader.Change{Action: loader.Add, Relationship: loader.Relationship{
				Resource: object("connection", "acme/k1"), Relation: schema.ConnectionExternalClient, Subject: object("user", "acme/mo"),
				Terms: loader.Terms{Caveat: schema.CaveatInvitation, Context: context, Expires: expires},
			}}))
		}
	}
	_, eng := startWith(t, small())
	for _, tt := range []struct {
		why, want string
		edit      func(*loader.TenantChanges)
	}{
		{"another tenant's user is member", "no source asks for", add(object("tenant", "acme"), schema.TenantMember, object("user", "beta/x"))},
		{"another tenant's user is app admin", "no source asks for", add(object("tenant", "acme"), schema.TenantAppAdmin, object("user", "beta/x"))},
		{"everybody is member", "no source asks for", add(object("tenant", "acme"), schema.TenantMember, object("user", "*"))},
		{"a user without an account", "no source asks for", add(object("tenant", "acme"), schema.TenantMember, object("user", "acme/x"))},
		{"two system roles", "has 2 system roles", add(object("tenant", "acme"), schema.TenantAppAdmin, object("user", "acme/mo"))},
		{"an external client is manager", "whoever has it can never be manager", add(object("organization", "acme/o1"), schema.OrganizationManager, object("user", "acme/xi"))},
		{"another's account", "no source asks for", add(object("account", "acme/ada"), schema.AccountOwner, object("user", "acme/mo"))},
		{"an app admin's account is ordinary", "no source asks for", add(object("account", "acme/ada"), schema.AccountOrdinaryIn, object("tenant", "acme"))},
		{"another's login", "no source asks for", add(object("client", "acme/c1"), schema.ClientLogin, object("user", "acme/mo"))},
		{"a login of two clients", "no source asks for", add(object("client", "acme/c2"), schema.ClientLogin, object("user", "acme/log"))},
		{"a second parent", "no source asks for", add(object("engagement", "acme/e1"), schema.EngagementOrganization, object("organization", "acme/o2"))},
		{"another tenant's parent", "no source asks for", add(object("engagement", "acme/e1"), schema.EngagementOrganization, object("organization", "beta/o"))},
		{"a link of what is not there", "no source asks for", add(object("client", "acme/c9"), schema.ClientPractitioner, object("user", "acme/pim"))},
		{"an invitation that stores its own now", "no source asks for", invited(`{"now":"2026-11-01T12:00:00Z","until":"2998-01-01T00:00:00Z"}`, "2998-01-01T00:00:00Z")},
		{"an invitation that an engine never forgets", "no source asks for", invited(`{"until":"2998-01-01T00:00:00Z"}`, "")},
		{"an invitation without an end", "no source asks for", invited(`{}`, "2998-01-01T00:00:00Z")},
		{"what is there already", "needs no change", add(object("tenant", "acme"), schema.TenantMember, object("user", "acme/ada"))},
		{"half of what it did", "no source asks for", func(tc *loader.TenantChanges) {
			tc.Changes = loader.ChangesOf(tc.Changes.List()[:tc.Changes.Len()/2]...)
		}},
		{"the same twice", "no source asks for", func(tc *loader.TenantChanges) {
			tc.Changes = loader.ChangesOf(append(tc.Changes.List(), tc.Changes.At(tc.Changes.Len()-1))...)
		}},
		{"another removal", "needs no change", func(tc *loader.TenantChanges) {
			all := tc.Changes.List()
			i := slices.IndexFunc(all, func(c loader.Change) bool { return c.Action == loader.Remove })
			all[i].Subject.ID = "acme/nobody"
			tc.Changes = loader.ChangesOf(all...)
		}},
		{"a removal of what is not there", "needs no change", func(tc *loader.TenantChanges) {
			r := loader.Relationship{Resource: object("tenant", "acme"), Relation: schema.TenantAnalyst, Subject: object("user", "acme/mo")}
			tc.Changes = sorted(append(tc.Changes.List(), loader.Change{Action: loader.Remove, Relationship: r}))
		}},
		{"no limits", "the plan changes too much", func(tc *loader.TenantChanges) {
			tc.Before, tc.Holders = 0, nil
		}},
		{"nothing", "", func(*loader.TenantChanges) {}}, // last: it is written
	} {
		t.Run(tt.why, func(t *testing.T) {
			before := have(t, eng, "acme")
			p := planFor(t, eng, want(t, changed().with("tenants", "id,name,emergency\nacme,Acme,off\n").without("users", "beta")))
			tt.edit(&p.Tenants[0])
			options := freely(p)
			if tt.why == "no limits" {
				options.Limits = loader.Limits{}
			}
			_, err := loader.Apply(t.Context(), eng, p.Resealed(), options)
			if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %q", err, tt.want)
			}
			after := have(t, eng, "acme")
			if err != nil && !slices.Equal(after.Relationships, before.Relationships) {
				t.Error("refused, and something was written")
			}
		})
	}
}

// Orphans are found, not read: naming a bar lifted a wall.
func TestForgedOrphans(t *testing.T) {
	_, eng := startWith(t, small())
	links := byApplication()
	links = append(links, loader.Relationship{Resource: object("organization", "acme/o1"), Relation: schema.OrganizationBarred, Subject: object("account", "acme/ada"), SubjectRelation: "owner"})
	put(t, eng, links...)
	p := planFor(t, eng, want(t, small().plus("libraries", "acme,l2,x")))
	all := p.Tenants[0].Changes.List()
	for _, link := range links {
		all = append(all, loader.Change{Action: loader.ClearOrphan, Relationship: link})
	}
	p.Tenants[0].Changes = loader.ChangesOf(all...)
	if _, err := loader.Apply(t.Context(), eng, p.Resealed(), freely(p)); err != nil {
		t.Fatal(err)
	}
	if got := foreign(t, eng); len(got) != len(links) {
		t.Errorf("got %v, want all %d that the application wrote", got, len(links))
	}
}

// Each random edit of a plan is refused, or leads to what some source asks for,
// with the numbers of what is there.
func TestForgedPlansAtRandom(t *testing.T) {
	refused, passed := 0, 0
	random.Check(t, func(t *rapid.T) {
		a, b := drawWorld(t, "a"), drawWorld(t, "b")
		state := holding(a, slices.DeleteFunc(drawForeign(t), func(r loader.Relationship) bool {
			return r.Resource == object("tenant", "beta") || slices.ContainsFunc(a.Relationships, func(held loader.Relationship) bool { return loader.Compare(held, r) == 0 })
		})...)
		for _, w := range []loader.Desired{a, b} {
			if err := loader.Valid(w); err != nil {
				t.Fatalf("a world of a source: %v", err)
			}
		}
		for range 50 {
			p := loader.Diff(b, state)
			if rapid.Bool().Draw(t, "from nothing") {
				p = loader.Diff(loader.Desired{Tenants: a.Tenants, Relationships: a.Relationships, Source: a.Source}, state)
			}
			for range rapid.IntRange(1, 3).Draw(t, "edits") {
				forge(t, &p)
			}
			made, err := recomputed(p.Resealed(), state)
			if err != nil {
				refused++
				continue
			}
			passed++
			after := applied(made, state)
			if wrong := impossible(after); len(wrong) > 0 {
				t.Fatalf("%v\nleads to what no source asks for: %q", p.Tenants, wrong)
			}
			if made.Tenants[0].Before != len(state.Relationships) {
				t.Fatalf("counts %d before, want %d", made.Tenants[0].Before, len(state.Relationships))
			}
		}
	})
	if refused == 0 || passed == 0 {
		t.Errorf("the property was not put to the test: %d refused, %d passed", refused, passed)
	}
	t.Logf("%d refused, %d passed", refused, passed)
}

// sorted are changes in the order of a plan.
func sorted(changes []loader.Change) loader.Changes {
	slices.SortStableFunc(changes, func(a, b loader.Change) int { return loader.Compare(a.Relationship, b.Relationship) })
	return loader.ChangesOf(changes...)
}
