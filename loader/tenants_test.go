package loader_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// twoTenants are small and beta, which only has a user.
func twoTenants() files {
	return small().plus("tenants", "beta,Beta,off").plus("users", "beta,b,B,,active,app_admin")
}

func tenants(t *testing.T, eng enginetest.Engine) []loader.Tenant {
	t.Helper()
	found, err := loader.Tenants(t.Context(), enginetest.Conn(eng))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func TestTenants(t *testing.T) {
	e, eng := start(t)
	defer func() { _ = e.Close() }()
	if got := tenants(t, eng); got != nil {
		t.Errorf("without a schema: got %v", got)
	}
	sync(t, eng, want(t, twoTenants()))
	put(t, eng, madeClient("gamma", "c")...)
	want := []loader.Tenant{
		{ID: "acme", Users: 6, Active: 6, Objects: 8, Relationships: 50, BySource: true},
		{ID: "beta", Users: 1, Active: 1, Relationships: 5, BySource: true},
		{ID: "gamma", Objects: 1, Made: 1, Relationships: 2},
	}
	if diff := cmp.Diff(want, tenants(t, eng)); diff != "" {
		t.Error(diff)
	}
}

// madeClient is a client that an application made.
func madeClient(tenant, id string) []loader.Relationship {
	client := object("client", tenant+"/"+id)
	return []loader.Relationship{
		{Resource: client, Relation: schema.ClientTenant, Subject: object("tenant", tenant)},
		{Resource: client, Relation: schema.ClientApplicationMade, Subject: object("tenant", tenant)},
	}
}

// ofNote is an institution's own type, and a relation of its own on one of ours.
const ofNote = "definition note {\n\trelation client: client\n\trelation author: user\n\tpermission read = client->view_dossier\n}\n" +
	"definition client {\n\trelation archivist: user\n\tpermission archive = view_dossier & archivist\n}\n"

func removal(t *testing.T, eng enginetest.Engine, limits loader.Limits) error {
	t.Helper()
	proposal, err := loader.Sync{Engine: enginetest.Conn(eng), Limits: limits, Now: today}.RemoveTenant(t.Context(), "acme")
	if err != nil {
		return err
	}
	_, err = proposal.Apply(t.Context())
	return err
}

// actDone is what the service keeps of an act that was done in acme.
func actDone() loader.Relationship {
	r := loader.Relationship{Resource: object("lease", "acme/k-r-1"), Relation: schema.LeaseDone, Subject: object("lease", "acme/day-1")}
	r.Terms = r.Expiring(time.Now().Add(time.Hour))
	return r
}

// What was done is known after a sync too, or it would be done again.
func TestASyncLeavesWhatWasDone(t *testing.T) {
	e, eng := start(t)
	defer func() { _ = e.Close() }()
	sync(t, eng, want(t, twoTenants()))
	put(t, eng, actDone())
	sync(t, eng, want(t, twoTenants().plus("users", "acme,another,A,,active,")))
	kept, err := calls.ReadAll(t.Context(), eng, relation.InTenant(schema.LeaseDone, "acme"), calls.Head())
	if err != nil || len(kept) != 1 {
		t.Errorf("what is kept is %v (%v)", kept, err)
	}
}

// Nothing is left: not what applications wrote, not an institution's own, not who
// may write it.
func TestRemoveTenant(t *testing.T) {
	e, eng := start(t)
	defer func() { _ = e.Close() }()
	x, err := model.Compose("own.zed", ofNote)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := loader.WriteSchema(t.Context(), e.Conn(), x.Model); err != nil {
		t.Fatal(err)
	}
	sync(t, eng, want(t, twoTenants()))
	put(t, eng, byApplication()...)
	put(t, eng, madeClient("acme", "own")...)
	put(t, eng, emergencyOn("c2", "pim"),
		loader.Relationship{Resource: object("organization", "acme/o1"), Relation: schema.OrganizationBarred, Subject: object("account", "acme/mo"), SubjectRelation: "owner"},
		loader.Relationship{Resource: object("note", "acme/n"), Relation: "note#client", Subject: object("client", "acme/c1")},
		loader.Relationship{Resource: object("client", "acme/c1"), Relation: "client#archivist", Subject: object("user", "acme/pim")})
	put(t, eng, actDone())
	before := tenants(t, eng)
	var refused *loader.RefusedError
	if err := removal(t, eng, loader.Limits{}); !errors.As(err, &refused) || !strings.Contains(err.Error(), "goes as a whole, with all of its 60 relationships") {
		t.Fatalf("got %v, want it refused", err)
	}
	if diff := cmp.Diff(before, tenants(t, eng)); diff != "" {
		t.Fatalf("refused, and something is written: %s", diff)
	}
	if err := removal(t, eng, refused.Needs); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(before[1:], tenants(t, eng)); diff != "" {
		t.Errorf("what there is after it: %s", diff)
	}
	held, err := calls.ReadAll(t.Context(), eng, relation.OfTenant(schema.TypeLease, "acme"), calls.Head())
	if err != nil || len(held) > 0 {
		t.Errorf("of its leases are left: %v (%v)", held, err)
	}
	if err := removal(t, eng, loader.Limits{}); !errors.As(err, new(*loader.UnknownTenantError)) {
		t.Errorf("again: got %v, want an *UnknownTenantError", err)
	}
	// Nothing comes back with the tenant.
	sync(t, eng, want(t, twoTenants()))
	if got := foreign(t, eng); len(got) > 0 {
		t.Errorf("with the tenant came back %v", got)
	}
}

// Killed anywhere, the same again finishes it; and what an application writes
// meanwhile goes too.
func TestRemoveTenantGoesOn(t *testing.T) {
	for failAt := 1; ; failAt++ {
		_, eng := startWith(t, small())
		put(t, eng, madeClient("acme", "own")...)
		broken := &spy{Engine: eng, failAt: failAt}
		late := false
		broken.after = func() {
			if !late && broken.writes == 4 { // once the plan has been computed for the last time
				late = true
				put(t, eng, madeClient("acme", "late")...)
			}
		}
		proposal, err := loader.Sync{Engine: enginetest.Conn(broken), Now: today, Limits: loader.Limits{AllowRemovals: 1000}}.InWritesOf(12).RemoveTenant(t.Context(), "acme")
		if err != nil {
			t.Fatal(err)
		}
		_, err = proposal.Apply(t.Context())
		if err != nil && !errors.Is(err, errAway) {
			t.Fatal(err)
		}
		if err != nil {
			if err := removal(t, eng, loader.Limits{AllowRemovals: 1000}); err != nil {
				t.Fatalf("killed at write %d, again: %v", failAt, err)
			}
		}
		if got := tenants(t, eng); len(got) > 0 {
			t.Errorf("killed at write %d: left is %v", failAt, got)
		}
		if err == nil {
			if failAt < 5 {
				t.Errorf("only %d writes: too few to break off between", failAt)
			}
			return
		}
	}
}

// A sync that was under way when its tenant went writes no more.
func TestRemoveTenantStopsAnOlderSync(t *testing.T) {
	_, eng := startWith(t, small())
	late := &stalled{Engine: eng}
	p := planFor(t, eng, want(t, libraries("l2")))
	late.meanwhile = func() {
		if err := removal(t, eng, loader.Limits{AllowRemovals: 1000}); err != nil {
			t.Fatal(err)
		}
	}
	var moved *loader.StalePlanError
	if _, err := loader.Apply(context.Background(), late, p, loader.Sync{}); !errors.As(err, &moved) || !calls.PreconditionFailed(moved.Err) {
		t.Errorf("got %v, want a *StalePlanError of a precondition", err)
	}
	if got := tenants(t, eng); len(got) > 0 {
		t.Errorf("left is %v", got)
	}
}
