package loader

import (
	"context"
	"fmt"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/schema"
)

// measuring takes every write and keeps its size.
type measuring struct {
	Engine
	sizes []int
}

func (m *measuring) WriteRelationships(_ context.Context, r *v1.WriteRelationshipsRequest, _ ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	m.sizes = append(m.sizes, len(r.GetUpdates()))
	return &v1.WriteRelationshipsResponse{}, nil
}

func (*measuring) DeleteRelationships(context.Context, *v1.DeleteRelationshipsRequest, ...grpc.CallOption) (*v1.DeleteRelationshipsResponse, error) {
	return &v1.DeleteRelationshipsResponse{}, nil
}

// SpiceDB takes 1000 updates in one write.
func TestClaimFitsInWrites(t *testing.T) {
	var tenants []schema.TenantID
	for i := range 1201 {
		tenants = append(tenants, schema.TenantID(fmt.Sprint("t", i)))
	}
	eng := &measuring{}
	c := newClaim(eng, tenants, nil)
	if err := c.take(t.Context()); err != nil {
		t.Fatal(err)
	}
	c.release(t.Context())
	if diff := cmp.Diff([]int{500, 500, 201, 1000, 201}, eng.sizes); diff != "" {
		t.Error(diff)
	}
}

// To SpiceDB a blank id means every tenant: such a filter is never sent.
func TestClaimRefusesABlankTenant(t *testing.T) {
	if err := newClaim(nil, []schema.TenantID{""}, nil).take(t.Context()); err == nil {
		t.Error("it was sent")
	}
}
