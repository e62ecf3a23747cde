package checker

import (
	"context"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	"github.com/remit-authz/remit/schema"
)

// hollow answers nothing and calls it success. Over a wire this cannot happen,
// through a caller's own interceptor it can.
type hollow struct{}

var _ grpc.ClientConnInterface = hollow{}

func (hollow) Invoke(context.Context, string, any, any, ...grpc.CallOption) error { return nil }

func (hollow) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return hollowStream{}, nil
}

type hollowStream struct{ grpc.ClientStream }

func (hollowStream) SendMsg(any) error            { return nil }
func (hollowStream) RecvMsg(any) error            { return nil }
func (hollowStream) CloseSend() error             { return nil }
func (hollowStream) Header() (metadata.MD, error) { return nil, nil }

func TestHollowAnswersAreErrors(t *testing.T) {
	anna := schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"}
	c1 := schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1"}
	q := Question{Subject: anna, Permission: schema.ClientViewDossier, Resource: c1}
	c := New(hollow{}, Options{})
	if d, err := c.Check(t.Context(), q); err == nil || d.Allowed() {
		t.Errorf("Check: %v, %v", d, err)
	}
	if a := c.CheckAll(t.Context(), []Question{q})[0]; a.Err == nil || a.Allowed() {
		t.Errorf("CheckAll: %v", a)
	}
	if l, err := c.Resources(t.Context(), anna, q.Permission); err == nil || l.Refs != nil {
		t.Errorf("Resources: %v, %v", l, err)
	}
	if l, err := c.Subjects(t.Context(), q.Permission, c1); err == nil || l.Refs != nil {
		t.Errorf("Subjects: %v, %v", l, err)
	}
}

func TestNilsAreErrors(t *testing.T) {
	q := Question{Permission: schema.ClientViewDossier}
	request := chunk{questions: []Question{q}}.request()
	for name, err := range map[string]error{
		"a nil reply":   matches(request.GetItems(), nil),
		"a nil pair":    matches(request.GetItems(), &v1.CheckBulkPermissionsResponse{CheckedAt: token("r1"), Pairs: []*v1.CheckBulkPermissionsPair{nil}}),
		"a nil item":    readPair(q, token("r1"), nil).Err,
		"a nil outcome": readPair(q, token("r1"), &v1.CheckBulkPermissionsPair{Response: &v1.CheckBulkPermissionsPair_Item{}}).Err,
		"a nil error":   readPair(q, token("r1"), &v1.CheckBulkPermissionsPair{Response: &v1.CheckBulkPermissionsPair_Error{}}).Err,
	} {
		if err == nil {
			t.Errorf("%s is taken for an answer", name)
		}
	}
}
