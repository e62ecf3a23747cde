package loader_test

import (
	"context"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
)

// straggling answers a batch with a deadline, and lets it land later.
type straggling struct {
	enginetest.Engine
	held *v1.WriteRelationshipsRequest
}

func (s *straggling) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	if !leases(r) && s.held == nil {
		s.held = r
		return nil, status.Error(codes.DeadlineExceeded, "late")
	}
	return s.Engine.WriteRelationships(ctx, r, opts...)
}

// A write of which nobody knew whether it was done lands after a newer sync has said that
// it is done, which has nothing to change: the older world does not come back.
func TestAWriteThatLandsLateIsFenced(t *testing.T) {
	_, eng := startWith(t, small())
	older := &straggling{Engine: eng}
	p := planFor(t, eng, want(t, libraries("l2")))
	if _, err := loader.Apply(t.Context(), older, p, loader.Sync{}); status.Code(err) != codes.DeadlineExceeded {
		t.Fatalf("the older sync: %v", err)
	}
	sync(t, eng, want(t, small()))
	if _, err := eng.WriteRelationships(t.Context(), older.held); status.Code(err) != codes.FailedPrecondition {
		t.Errorf("the older write lands: %v", err)
	}
	if p := planFor(t, eng, want(t, small())); !p.Empty() {
		t.Errorf("the engine holds the older world: %v", p.Tenants[0].Changes.List())
	}
}
