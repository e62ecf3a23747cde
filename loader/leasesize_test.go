package loader

import (
	"context"
	"fmt"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// measuring takes every write and keeps its size.
type measuring struct {
	calls.Engine
	sizes []int
}

func (m *measuring) WriteRelationships(_ context.Context, r *v1.WriteRelationshipsRequest, _ ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	m.sizes = append(m.sizes, len(r.GetUpdates()))
	return &v1.WriteRelationshipsResponse{}, nil
}

// SpiceDB takes 1000 updates in one write.
func TestLeasesFitInWrites(t *testing.T) {
	var tenants []schema.TenantID
	for i := range 1201 {
		tenants = append(tenants, schema.TenantID(fmt.Sprint("t", i)))
	}
	eng := &measuring{}
	l := newLease(eng, tenants, nil)
	if _, err := l.take(t.Context(), nil); err != nil {
		t.Fatal(err)
	}
	l.release(t.Context())
	if diff := cmp.Diff([]int{300, 300, 300, 300, 300, 300, 300, 300, 2, 1000, 201}, eng.sizes); diff != "" {
		t.Error(diff)
	}
}

// A blank tenant is no tenant's lease: nothing is sent.
func TestLeaseRefusesABlankTenant(t *testing.T) {
	if _, err := newLease(nil, []schema.TenantID{""}, nil).take(t.Context(), nil); err == nil {
		t.Error("it was sent")
	}
}
