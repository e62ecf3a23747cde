package loader_test

import (
	"context"
	"errors"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

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
				if older.writes == 2 { // the claim, and l2
					sync(t, eng, want(t, tt.newer))
				}
			}
			p := planFor(t, eng, want(t, libraries("l2", "l3", "l4")))
			var moved *loader.MovedError
			_, err := loader.Apply(t.Context(), older, p, loader.ApplyOptions{}.InWritesOf(1))
			if !errors.As(err, &moved) || !calls.PreconditionFailed(moved.Err) {
				t.Errorf("the older sync: got %v, want a *MovedError of a precondition", err)
			}
			if p := planFor(t, eng, want(t, tt.newer)); !p.Empty() {
				t.Errorf("the engine does not hold the newer world: %v", p.Tenants)
			}
			wantMarkers(t, eng, 0)
		})
	}
}

// A newer sync that was done between the last look and the write once let the
// older one write all the same.
func TestApplyLooksAgainOnceItHasClaimed(t *testing.T) {
	_, eng := startWith(t, small())
	late := &beforeClaim{Engine: eng, do: func() { sync(t, eng, want(t, libraries("l2"))) }}
	p := planFor(t, eng, want(t, libraries("l3")))
	wantMoved(t, late, p)
	if p := planFor(t, eng, want(t, libraries("l2"))); !p.Empty() {
		t.Errorf("the engine does not hold the newer world: %v", p.Tenants)
	}
	wantMarkers(t, eng, 0)
}

// A sync that was killed cannot release what it claimed: that is in nobody's
// way, and no part of what the tenant holds.
func TestSyncAfterAKilledOne(t *testing.T) {
	for _, next := range []files{small(), libraries("l2"), libraries("l2", "l3")} {
		_, eng := startWith(t, small())
		p := planFor(t, eng, want(t, libraries("l2", "l3")))
		killed := &spy{Engine: eng, failAt: 3}
		if _, err := loader.Apply(t.Context(), killed, p, loader.ApplyOptions{}.InWritesOf(1)); !errors.Is(err, errAway) {
			t.Fatalf("got %v, want it killed", err)
		}
		wantMarkers(t, eng, 1)
		if again := planFor(t, eng, want(t, libraries("l2"))); !again.Empty() || again.Tenants[0].Before != p.Tenants[0].Before+1 {
			t.Errorf("the marker counts: %d relationships before, and %v", again.Tenants[0].Before, again.Tenants)
		}
		sync(t, eng, want(t, next))
		if p := planFor(t, eng, want(t, next)); !p.Empty() {
			t.Errorf("a sync later there is more to do: %v", p.Tenants)
		}
		wantMarkers(t, eng, 0)
	}
}

// Two that claim at the same moment: one tries again, but not for ever.
func TestClaimIsTriedAgain(t *testing.T) {
	_, eng := startWith(t, small())
	rival := &overtaken{Engine: eng, times: 1, do: func() { put(t, eng, rivalIn("acme")) }}
	sync(t, rival, want(t, libraries("l2")))
	wantMarkers(t, eng, 0)
	p := planFor(t, eng, want(t, libraries("l3")))
	rival.times = 1000
	if _, err := loader.Apply(t.Context(), rival, p, freely(p)); !errors.As(err, new(*loader.MovedError)) {
		t.Errorf("overtaken each time: got %v, want a *MovedError", err)
	}
	if n := 1000 - rival.times; n < 2 || n > 10 {
		t.Errorf("tried %d times", n)
	}
}

// A tenant in which the plan changes nothing is not claimed; another sync that
// is about to write it must not go unnoticed.
func TestApplyNoticesAClaimElsewhere(t *testing.T) {
	both := small().plus("tenants", "acme-2,B,off")
	_, eng := startWith(t, both)
	p := planFor(t, eng, want(t, both.plus("libraries", "acme,l2,x")))
	watched := &spy{Engine: eng}
	watched.after = func() {
		if watched.writes == 1 {
			put(t, eng, rivalIn("acme-2"))
		}
	}
	wantMoved(t, watched, p)
}

func rivalIn(tenant string) loader.Relationship {
	return loader.Relationship{Resource: object("tenant", tenant), Relation: schema.TenantLoading, Subject: object("tenant", "0123456789abcdef0123456789abcdef")}
}

func wantMoved(t *testing.T, eng loader.Engine, p loader.Plan) {
	t.Helper()
	if _, err := loader.Apply(t.Context(), eng, p, freely(p)); !errors.As(err, new(*loader.MovedError)) {
		t.Errorf("got %v, want a *MovedError", err)
	}
}

// wantMarkers counts the syncs that may write acme.
func wantMarkers(t *testing.T, eng loader.Engine, want int) {
	t.Helper()
	found, err := calls.ReadAll(t.Context(), eng, &v1.RelationshipFilter{ResourceType: "tenant", OptionalResourceId: "acme", OptionalRelation: "loading"}, calls.Head())
	if err != nil {
		t.Fatal(err)
	}
	if len(found) != want {
		t.Errorf("got %d markers, want %d: %v", len(found), want, found)
	}
}

// claims says whether a write only claims or releases.
func claims(r *v1.WriteRelationshipsRequest) bool {
	return r.GetUpdates()[0].GetRelationship().GetRelation() == schema.TenantLoading.Name()
}

// beforeClaim does something once, before older syncs are stopped.
type beforeClaim struct {
	loader.Engine
	do func()
}

func (b *beforeClaim) DeleteRelationships(ctx context.Context, r *v1.DeleteRelationshipsRequest, opts ...grpc.CallOption) (*v1.DeleteRelationshipsResponse, error) {
	if b.do != nil {
		b.do()
		b.do = nil
	}
	return b.Engine.DeleteRelationships(ctx, r, opts...)
}

// overtaken does something between stopping older syncs and claiming, for some
// times.
type overtaken struct {
	loader.Engine
	times int
	do    func()
}

func (o *overtaken) DeleteRelationships(ctx context.Context, r *v1.DeleteRelationshipsRequest, opts ...grpc.CallOption) (*v1.DeleteRelationshipsResponse, error) {
	answer, err := o.Engine.DeleteRelationships(ctx, r, opts...)
	if o.times > 0 {
		o.times--
		o.do()
	}
	return answer, err
}
