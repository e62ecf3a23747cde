package loader_test

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// libraries is the small world with some more libraries.
func libraries(ids ...string) files {
	f := small()
	for _, id := range ids {
		f = f.plus("libraries", "acme,"+id+",x")
	}
	return f
}

// An older sync that was still under way once granted, after a newer one had
// reported that it was done, what the newer one's source no longer named.
func TestTheNewestSyncWins(t *testing.T) {
	for _, tt := range []struct {
		why   string
		newer files
	}{
		{"the newer one takes away what the older one began", small()},
		{"the newer one has something else to add", libraries("l2", "l8")},
		{"the newer one has nothing to change", libraries("l2")},
	} {
		t.Run(tt.why, func(t *testing.T) {
			_, eng := startWith(t, small())
			older := &spy{Engine: eng}
			older.after = func() {
				if older.writes == 2 { // the lease, and l2
					sync(t, eng, want(t, tt.newer))
				}
			}
			p := planFor(t, eng, want(t, libraries("l2", "l3", "l4")))
			var stale *loader.StalePlanError
			_, err := loader.Apply(t.Context(), older, p, loader.Sync{}.InWritesOf(1))
			if !errors.As(err, &stale) || !calls.PreconditionFailed(stale.Err) {
				t.Errorf("the older sync: got %v, want a *StalePlanError of a precondition", err)
			}
			if p := planFor(t, eng, want(t, tt.newer)); !p.Empty() {
				t.Errorf("the engine does not hold the newer world: %v", p.Tenants)
			}
			wantHeld(t, eng, 0)
		})
	}
}

// A newer sync that was done between the last look and the write once let the
// older one write all the same.
func TestApplyLooksAgainOnceItHasTheLease(t *testing.T) {
	_, eng := startWith(t, small())
	late := &beforeLease{Engine: eng, do: func() { sync(t, eng, want(t, libraries("l2"))) }}
	p := planFor(t, eng, want(t, libraries("l3")))
	wantMoved(t, late, p)
	if p := planFor(t, eng, want(t, libraries("l2"))); !p.Empty() {
		t.Errorf("the engine does not hold the newer world: %v", p.Tenants)
	}
	wantHeld(t, eng, 0)
}

// A sync that was killed cannot release its lease: that is in nobody's
// way, and no part of what the tenant holds.
func TestSyncAfterAKilledOne(t *testing.T) {
	for _, next := range []files{small(), libraries("l2"), libraries("l2", "l3")} {
		_, eng := startWith(t, small())
		p := planFor(t, eng, want(t, libraries("l2", "l3")))
		killed := &spy{Engine: eng, failAt: 3}
		if _, err := loader.Apply(t.Context(), killed, p, loader.Sync{}.InWritesOf(1)); !errors.Is(err, errAway) {
			t.Fatalf("got %v, want it killed", err)
		}
		wantHeld(t, eng, 1)
		if again := planFor(t, eng, want(t, libraries("l2"))); !again.Empty() || again.Tenants[0].Before != p.Tenants[0].Before+1 {
			t.Errorf("the lease counts: %d relationships before, and %v", again.Tenants[0].Before, again.Tenants)
		}
		sync(t, eng, want(t, next))
		if p := planFor(t, eng, want(t, next)); !p.Empty() {
			t.Errorf("a sync later there is more to do: %v", p.Tenants)
		}
		wantHeld(t, eng, 0)
	}
}

// What a killed sync still writes fails, also when the newer one is long done.
func TestALateWriteFails(t *testing.T) {
	_, eng := startWith(t, small())
	late := &stalled{Engine: eng}
	p := planFor(t, eng, want(t, libraries("l2")))
	late.meanwhile = func() {
		sync(t, eng, want(t, libraries("l3")))
		sync(t, eng, want(t, small()))
	}
	var stale *loader.StalePlanError
	if _, err := loader.Apply(t.Context(), late, p, loader.Sync{}); !errors.As(err, &stale) || !calls.PreconditionFailed(stale.Err) {
		t.Errorf("got %v, want a *StalePlanError of a precondition", err)
	}
	if p := planFor(t, eng, want(t, small())); !p.Empty() {
		t.Errorf("the late write is there: %v", p.Tenants)
	}
}

// stalled holds the first write of changes back while something else happens.
type stalled struct {
	enginetest.Engine
	meanwhile func()
}

func (s *stalled) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	if !leases(r) {
		s.meanwhile()
	}
	return s.Engine.WriteRelationships(ctx, r, opts...)
}

// A number that came again would let a late write through.
func TestFencingNumbersGrow(t *testing.T) {
	_, eng := startWith(t, small())
	last := numberIn(t, eng, "acme")
	for i := range 11 {
		sync(t, eng, want(t, libraries(fmt.Sprint("l", i+2))))
		if now := numberIn(t, eng, "acme"); now != last+1 {
			t.Errorf("sync %d has number %d after %d", i, now, last)
		}
		last = numberIn(t, eng, "acme")
	}
	// Whatever somebody else put there, one more is higher.
	put(t, eng, leaseRow("acme", schema.LeaseNumber, "900"), leaseRow("acme", schema.LeaseNumber, "x"), leaseRow("acme", schema.LeaseHeld, "x"))
	sync(t, eng, want(t, small()))
	if now := numberIn(t, eng, "acme"); now != 901 {
		t.Errorf("got number %d after 900", now)
	}
	wantHeld(t, eng, 0)
	put(t, eng, leaseRow("acme", schema.LeaseNumber, "18446744073709551615"))
	p := planFor(t, eng, want(t, libraries("l2")))
	if _, err := loader.Apply(t.Context(), eng, p, loader.Sync{}); err == nil || !strings.Contains(err.Error(), "take that relationship away") {
		t.Errorf("after the highest of all: got %v", err)
	}
}

// numberIn is the fencing number of the newest sync of a tenant: there is one.
func numberIn(t *testing.T, eng enginetest.Engine, tenant string) uint64 {
	t.Helper()
	found := leaseOf(t, eng, tenant, schema.LeaseNumber)
	if len(found) != 1 {
		t.Fatalf("got %d numbers, want one: %v", len(found), found)
	}
	_, written, _ := strings.Cut(found[0].GetSubject().GetObject().GetObjectId(), "/")
	written, _, _ = strings.Cut(written, "-")
	number, err := strconv.ParseUint(written, 10, 64)
	if err != nil {
		t.Fatal(err)
	}
	return number
}

// Two that begin at the same moment: one tries again, but not for ever.
func TestALeaseIsTriedAgain(t *testing.T) {
	_, eng := startWith(t, small())
	rival := &overtaken{Engine: eng, times: 1, do: func() { rivalTakes(t, eng, "acme") }}
	sync(t, rival, want(t, libraries("l2")))
	wantHeld(t, eng, 0)
	p := planFor(t, eng, want(t, libraries("l3")))
	rival.times = 1000
	if _, err := loader.Apply(t.Context(), rival, p, freely(p)); !errors.As(err, new(*loader.StalePlanError)) {
		t.Errorf("overtaken each time: got %v, want a *StalePlanError", err)
	}
	if n := 1000 - rival.times; n < 2 || n > 10 {
		t.Errorf("tried %d times", n)
	}
}

// A plan takes no lease of a tenant in which it changes nothing; another sync that
// is about to write it must not go unnoticed.
func TestApplyNoticesALeaseElsewhere(t *testing.T) {
	both := small().plus("tenants", "acme-2,B,off")
	_, eng := startWith(t, both)
	p := planFor(t, eng, want(t, both.plus("libraries", "acme,l2,x")))
	watched := &spy{Engine: eng}
	watched.after = func() {
		if watched.writes == 1 {
			rivalTakes(t, eng, "acme-2")
		}
	}
	wantMoved(t, watched, p)
}

// leaseRow is a relationship of a tenant's lease.
func leaseRow(tenant string, relation schema.Relation, number string) loader.Relationship {
	return loader.Relationship{Resource: object(schema.TypeLease, tenant+"/sync"), Relation: relation, Subject: object(schema.TypeLease, tenant+"/"+number)}
}

// rivalTakes takes a tenant's lease, as a newer sync would.
func rivalTakes(t *testing.T, eng enginetest.Engine, tenant string) {
	t.Helper()
	number := uint64(0)
	for _, r := range leaseOf(t, eng, tenant, schema.LeaseNumber) {
		_, id, _ := strings.Cut(r.GetSubject().GetObject().GetObjectId(), "/")
		drop(t, eng, leaseRow(tenant, schema.LeaseNumber, id))
		written, _, _ := strings.Cut(id, "-")
		number, _ = strconv.ParseUint(written, 10, 64)
	}
	next := fmt.Sprintf("%d-rival", number+1)
	put(t, eng, leaseRow(tenant, schema.LeaseNumber, next), leaseRow(tenant, schema.LeaseHeld, next))
}

func leaseOf(t *testing.T, eng enginetest.Engine, tenant string, relation schema.Relation) []*v1.Relationship {
	t.Helper()
	found, err := calls.ReadAll(t.Context(), eng, &v1.RelationshipFilter{ResourceType: "lease", OptionalResourceId: tenant + "/sync", OptionalRelation: relation.Name()}, calls.Head())
	if err != nil {
		t.Fatal(err)
	}
	return found
}

func wantMoved(t *testing.T, eng enginetest.Engine, p loader.Plan) {
	t.Helper()
	if _, err := loader.Apply(t.Context(), eng, p, freely(p)); !errors.As(err, new(*loader.StalePlanError)) {
		t.Errorf("got %v, want a *StalePlanError", err)
	}
}

// wantHeld counts the syncs that have the lease of acme and are not done.
func wantHeld(t *testing.T, eng enginetest.Engine, want int) {
	t.Helper()
	if found := leaseOf(t, eng, "acme", schema.LeaseHeld); len(found) != want {
		t.Errorf("got %d that hold it, want %d: %v", len(found), want, found)
	}
}

// leases says whether a write only takes or releases a lease.
func leases(r *v1.WriteRelationshipsRequest) bool {
	return r.GetUpdates()[0].GetRelationship().GetResource().GetObjectType() == string(schema.TypeLease)
}

// beforeLease does something once, before a lease is taken.
type beforeLease struct {
	enginetest.Engine
	do func()
}

func (b *beforeLease) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	if b.do != nil && leases(r) {
		do := b.do
		b.do = nil
		do()
	}
	return b.Engine.WriteRelationships(ctx, r, opts...)
}

// overtaken does something between looking at a lease and taking it, for some
// times.
type overtaken struct {
	enginetest.Engine
	times int
	do    func()
}

func (o *overtaken) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	if o.times > 0 && leases(r) {
		o.times--
		o.do()
	}
	return o.Engine.WriteRelationships(ctx, r, opts...)
}
