package loader_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func TestPlanWritesNothing(t *testing.T) {
	_, eng := startWith(t, small())
	watched := &spy{Engine: eng}
	if p := planFor(t, watched, want(t, changed())); p.Empty() {
		t.Error("nothing to change")
	}
	if watched.writes > 0 {
		t.Errorf("%d writes", watched.writes)
	}
}

func TestApplyOnAnEmptyEngine(t *testing.T) {
	e, eng := start(t)
	defer func() { _ = e.Close() }()
	state := have(t, eng, "acme")
	if !state.NoSchema || len(state.Relationships) > 0 {
		t.Fatalf("got %+v, want an engine without a schema", state)
	}
	p := loader.Diff(want(t, small()), state)
	var told []string
	at, err := loader.Apply(t.Context(), eng, p, loader.Sync{Progress: func(s loader.Step) { told = append(told, fmt.Sprint(s.Doing, " ", s.Done, "/", s.Total)) }}.InWritesOf(20))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"reading 0/0", "writing 0/50", "writing 20/50", "writing 40/50", "writing 50/50", "reading back 0/0"}, told[:min(len(told), 6)]); diff != "" || told[len(told)-1] != "reading back 52/0" { // with the two of the lease
		t.Errorf("%s, and last %s", diff, told[len(told)-1])
	}
	if at == "" || at == state.Revision {
		t.Errorf("got revision %q", at)
	}
	// The plan said that the engine is empty, which is no longer so.
	var stale *loader.StalePlanError
	if _, err := loader.Apply(t.Context(), eng, p, loader.Sync{}); !errors.As(err, &stale) {
		t.Errorf("applied twice: got %v, want a *StalePlanError", err)
	}
}

func TestApplySaysWhereItComesFrom(t *testing.T) {
	_, eng := startWith(t, small())
	watched := &spy{Engine: eng}
	p := planFor(t, watched, want(t, changed()))
	opts := freely(p).InWritesOf(20)
	opts.Actor, opts.Source = "ada", "people/"
	if _, err := loader.Apply(t.Context(), watched, p, opts); err != nil {
		t.Fatal(err)
	}
	first := map[string]any{"by": "remit sync", "purpose": "sync", "actor": "ada", "source": "people/", "source_digest": p.Source, "plan_digest": p.Digest, "batch": 1.0, "batches": 2.0}
	second := map[string]any{"by": "remit sync", "purpose": "sync", "actor": "ada", "source": "people/", "source_digest": p.Source, "plan_digest": p.Digest, "batch": 2.0, "batches": 2.0}
	lease := map[string]any{"by": "remit sync", "purpose": "sync", "actor": "ada", "source": "people/", "source_digest": p.Source, "plan_digest": p.Digest}
	if diff := cmp.Diff([]map[string]any{lease, first, second, lease}, watched.metadata); diff != "" {
		t.Error(diff)
	}
}

func TestApplyRefusesTooMuch(t *testing.T) {
	_, eng := startWith(t, small())
	p := planFor(t, eng, want(t, changed()))
	watched := &spy{Engine: eng}
	needs := p.Removals() + 1 // an invitation is to end sooner
	var refused *loader.RefusedError
	for _, allow := range []int{0, needs - 1} {
		_, err := loader.Apply(t.Context(), watched, p, loader.Sync{Limits: loader.Limits{AllowRemovals: allow}})
		if !errors.As(err, &refused) || refused.Needs.AllowRemovals != needs || watched.writes > 0 {
			t.Errorf("with %d allowed: got %v and %d writes, want a *RefusedError and none", allow, err, watched.writes)
		}
	}
}

// A proposal is believed where the engine has not moved, as it was computed: counts that
// somebody edited once it was there would let it past the limits.
func TestAnEditedProposalIsComputedAnew(t *testing.T) {
	e, _ := startWith(t, small())
	src, err := loader.Read(changed().with("tenants", "id,name,emergency\nacme,Acme,off\n").without("users", "beta").folder())
	if err != nil {
		t.Fatal(err)
	}
	proposal, err := loader.Sync{Engine: e.Conn()}.Plan(t.Context(), src)
	if err != nil {
		t.Fatal(err)
	}
	proposal.Plan.Tenants[0].Before, proposal.Plan.Tenants[0].Holders = 0, nil
	if _, err := proposal.Apply(t.Context()); !errors.As(err, new(*loader.RefusedError)) {
		t.Errorf("got %v, want a *RefusedError", err)
	}
}

func TestApplyRefusesMovedGround(t *testing.T) {
	manager := loader.Relationship{Resource: object("organization", "acme/o2"), Relation: schema.OrganizationManager, Subject: object("user", "acme/mo")}
	byApp := loader.Relationship{Resource: object("organization", "acme/o2"), Relation: schema.OrganizationManager, Subject: object("account", "acme/al"), SubjectRelation: "owner"}
	toGone := loader.Relationship{Resource: object("client", "acme/c1"), Relation: schema.ClientSupervisor, Subject: object("account", "acme/pim"), SubjectRelation: "owner"}
	for _, tt := range []struct {
		why   string
		move  func(*testing.T, enginetest.Engine)
		stale bool
	}{
		{"nothing", func(*testing.T, enginetest.Engine) {}, false},
		{"a role by hand", func(t *testing.T, eng enginetest.Engine) { put(t, eng, manager) }, true},
		{"a role taken by hand", func(t *testing.T, eng enginetest.Engine) {
			manager.Resource.ID = "acme/o1"
			drop(t, eng, manager)
		}, true},
		{"another sync", func(t *testing.T, eng enginetest.Engine) {
			sync(t, eng, want(t, small().plus("libraries", "acme,l2,x")))
		}, true},
		{"an application at work", func(t *testing.T, eng enginetest.Engine) { put(t, eng, byApp) }, false},
		{"an application links a user who is about to go", func(t *testing.T, eng enginetest.Engine) { put(t, eng, toGone) }, false},
		{"another tenant", func(t *testing.T, eng enginetest.Engine) {
			manager.Resource.ID, manager.Subject.ID = "acme-2/o1", "acme-2/mo"
			put(t, eng, manager)
		}, false},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, eng := startWith(t, small())
			p := planFor(t, eng, want(t, changed()))
			tt.move(t, eng)
			watched := &spy{Engine: eng}
			_, err := loader.Apply(t.Context(), watched, p, freely(p))
			var stale *loader.StalePlanError
			if errors.As(err, &stale) != tt.stale || (err != nil) != tt.stale {
				t.Errorf("got %v, want stale %t", err, tt.stale)
			}
			if (watched.writes == 0) != tt.stale {
				t.Errorf("%d writes", watched.writes)
			}
		})
	}
}

// Somebody writes between the last look and the write.
func TestApplyNoticesARival(t *testing.T) {
	_, eng := startWith(t, small())
	p := planFor(t, eng, want(t, small().plus("libraries", "acme,l2,x")))
	rival := &meanwhile{Engine: eng, do: func() {
		put(t, eng, loader.Relationship{Resource: object("library", "acme/l2"), Relation: schema.LibraryTenant, Subject: object("tenant", "acme")})
	}}
	var stale *loader.StalePlanError
	if _, err := loader.Apply(t.Context(), rival, p, loader.Sync{}); !errors.As(err, &stale) || status.Code(stale.Err) != codes.AlreadyExists {
		t.Errorf("got %v, want a *StalePlanError of AlreadyExists", err)
	}
}

func TestApplyReadsBack(t *testing.T) {
	_, eng := startWith(t, small())
	p := planFor(t, eng, want(t, small().plus("libraries", "acme,l2,x")))
	rival := &meanwhile{Engine: eng, do: func() {
		put(t, eng, loader.Relationship{Resource: object("tenant", "acme"), Relation: schema.TenantAppAdmin, Subject: object("user", "acme/mo")})
	}}
	_, err := loader.Apply(t.Context(), rival, p, loader.Sync{})
	if err == nil || !strings.Contains(err.Error(), "1 difference, the first: remove tenant:acme#app_admin@user:acme/mo") {
		t.Errorf("got %v, want it to tell of the other one's write", err)
	}
}

// An application goes on while a plan is written: reading back once took the
// end of an emergency for a write that went wrong.
func TestApplyLetsApplicationsWork(t *testing.T) {
	_, eng := startWith(t, small())
	ended := loader.Relationship{Resource: object("client", "acme/c1"), Relation: schema.ClientSupervisor, Subject: object("account", "acme/al"), SubjectRelation: "owner"}
	begun := loader.Relationship{Resource: object("organization", "acme/o1"), Relation: schema.OrganizationAuditor, Subject: object("account", "acme/al"), SubjectRelation: "owner"}
	put(t, eng, ended)
	p := planFor(t, eng, want(t, small().plus("libraries", "acme,l2,x")))
	working := &meanwhile{Engine: eng, do: func() {
		drop(t, eng, ended)
		put(t, eng, begun)
	}}
	if _, err := loader.Apply(t.Context(), working, p, loader.Sync{}); err != nil {
		t.Error(err)
	}
}

// meanwhile does something just before the first write of a plan's changes.
type meanwhile struct {
	enginetest.Engine
	do func()
}

func (m *meanwhile) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	if m.do != nil && !leases(r) {
		m.do()
		m.do = nil
	}
	return m.Engine.WriteRelationships(ctx, r, opts...)
}

// An apply that breaks off at any write is made good by the next sync.
func TestSyncHealsWhatBrokeOff(t *testing.T) {
	e, eng := start(t)
	defer func() { _ = e.Close() }()
	for failAt := 1; ; failAt++ {
		sync(t, eng, want(t, small()))
		put(t, eng, byApplication()...)
		broken := &spy{Engine: eng, failAt: failAt}
		p := planFor(t, eng, want(t, changed()))
		_, err := loader.Apply(t.Context(), broken, p, freely(p).InWritesOf(7))
		if err == nil {
			// The lease, the writes, and now the release, which may fail.
			if failAt < 5 {
				t.Errorf("only %d writes: too few to break off between", failAt-2)
			}
			return
		}
		if !errors.Is(err, errAway) || !strings.Contains(err.Error(), "run the same sync again") {
			t.Fatalf("got %v, want the engine's error and what to do", err)
		}
		sync(t, eng, want(t, changed()))
		if p := planFor(t, eng, want(t, changed())); !p.Empty() {
			t.Fatalf("broken off at write %d, a sync later there is more to do: %v", failAt, p.Tenants)
		}
	}
}

func TestSyncLeavesAloneAndClearsAway(t *testing.T) {
	_, eng := startWith(t, small())
	links := byApplication()
	put(t, eng, links...)
	sync(t, eng, want(t, small()))
	if got := foreign(t, eng); len(got) != len(links) {
		t.Errorf("after a sync of the same source: got %v, want all %d", got, len(links))
	}
	sync(t, eng, want(t, changed()))
	if diff := cmp.Diff([]string{"client:acme/c1#supervisor@account:acme/al#owner"}, foreign(t, eng)); diff != "" {
		t.Errorf("after its users and objects went: %s", diff)
	}
	// The reused id revives nothing.
	sync(t, eng, want(t, small()))
	if diff := cmp.Diff([]string{"client:acme/c1#supervisor@account:acme/al#owner"}, foreign(t, eng)); diff != "" {
		t.Errorf("after they came back: %s", diff)
	}
}

// A bar that an application wrote was once cleared away with its user, and the
// user came back inside the wall.
func TestSyncKeepsBars(t *testing.T) {
	_, eng := startWith(t, small())
	bar := loader.Relationship{Resource: object("organization", "acme/o1"), Relation: schema.OrganizationBarred, Subject: object("account", "acme/mo"), SubjectRelation: "owner"}
	put(t, eng, bar)
	gone := small().without("users", "acme,mo").without("links", "acme,mo")
	gone = gone.with("engagements", "tenant,id,name,organization,lead\nacme,e1,2026,o1,\n")
	sync(t, eng, want(t, gone))
	sync(t, eng, want(t, small()))
	if diff := cmp.Diff([]string{bar.String()}, foreign(t, eng)); diff != "" {
		t.Errorf("after its user went and came back: %s", diff)
	}
}

// Switching the emergency procedure on again once revived what had ended when
// it was switched off.
func TestSwitchedOffEndsForGood(t *testing.T) {
	_, eng := startWith(t, small())
	put(t, eng, emergencyOn("c2", "pim"))
	sync(t, eng, want(t, small()))
	if got := foreign(t, eng); len(got) != 1 {
		t.Fatalf("while it is on: got %v, want the emergency", got)
	}
	sync(t, eng, want(t, small().with("tenants", "id,name,emergency\nacme,Acme,off\n")))
	sync(t, eng, want(t, small()))
	if got := foreign(t, eng); len(got) != 0 {
		t.Errorf("switched off and on again: got %v, want none", got)
	}
}

// foreign are the relationships of acme that are not the loader's own.
func foreign(t *testing.T, eng enginetest.Engine) []string {
	t.Helper()
	state := have(t, eng, "acme")
	own := state.Owned()
	var found []string
	for _, r := range state.Relationships {
		if !slices.Contains(own, r) {
			found = append(found, r.String())
		}
	}
	return found
}

// "acme" begins the ids of "acme-2" too: only "acme/" is acme's.
func TestSyncTouchesOnlyTheTenantsNamed(t *testing.T) {
	both := files{
		"tenants":       "id,name,emergency\nacme,A,off\nacme-2,B,on\n",
		"users":         "tenant,id,name,email,status,roles\nacme,u,,,active,app_admin\nacme-2,u,,,active,app_admin;practitioner\n",
		"organizations": "tenant,id,name\nacme,o,\nacme-2,o,\n",
		"clients":       "tenant,id,account\nacme-2,c,\n",
		"links":         "tenant,user,role,object,until\nacme,u,manager,organization:o,\nacme-2,u,manager,organization:o,\nacme-2,u,practitioner,client:c,\n",
	}
	_, eng := startWith(t, both)
	before := have(t, eng, "acme-2")
	sync(t, eng, want(t, files{
		"tenants": "id,name,emergency\nacme,A,on\n",
		"users":   "tenant,id,name,email,status,roles\nacme,v,,,active,app_admin\n",
	}))
	if diff := cmp.Diff(before.Relationships, have(t, eng, "acme-2").Relationships); diff != "" {
		t.Errorf("acme-2 was touched: %s", diff)
	}
	if n := len(have(t, eng, "acme").Relationships); n != 6 {
		t.Errorf("acme has %d relationships, want the 6 of its one user and its switch", n)
	}
}

func TestExpiredInvitationComesBack(t *testing.T) {
	_, eng := startWith(t, small())
	soon := time.Now().Add(2 * time.Second).UTC().Format(time.RFC3339)
	src, err := loader.Read(small().without("links", "acme,xi").plus("links", "acme,xi,external_client,connection:k1,"+soon).folder())
	if err != nil {
		t.Fatal(err)
	}
	w := loader.DesiredState(src, time.Now())
	sync(t, eng, w)
	time.Sleep(time.Until(time.Now().Truncate(time.Second).Add(3 * time.Second)))
	later := loader.DesiredState(src, time.Now())
	if len(later.Notices) != 1 {
		t.Fatalf("got %q, want a notice that it ended", later.Notices)
	}
	if p := planFor(t, eng, later); !p.Empty() {
		t.Errorf("the engine forgot it, and there is more to do: %v", p.Tenants)
	}
	// Its row may still lie in the engine: it must not be in the way.
	sync(t, eng, want(t, small()))
}
