package checker

import (
	"context"
	"errors"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/schema"
)

// garbled answers every call with the same bytes.
type garbled struct {
	hollow
	reply []byte
}

func (g garbled) Invoke(_ context.Context, _ string, _, reply any, _ ...grpc.CallOption) error {
	message, ok := reply.(proto.Message)
	if !ok {
		return errors.New("not a message")
	}
	return proto.Unmarshal(g.reply, message)
}

// FuzzReplies demands of any reply at all that it neither panics nor allows
// beside an error, and that a question is allowed only by a reply that names
// it.
func FuzzReplies(f *testing.F) {
	anna := schema.Ref{Type: schema.TypeUser, Tenant: "a", ID: "anna"}
	q := Question{Subject: anna, Permission: schema.TenantConfigure, Resource: schema.TenantRef("a")}
	good := &v1.CheckBulkPermissionsResponse{CheckedAt: token("r1"), Pairs: []*v1.CheckBulkPermissionsPair{{
		Request: chunk{questions: []Question{q}}.request().GetItems()[0],
		Response: &v1.CheckBulkPermissionsPair_Item{Item: &v1.CheckBulkPermissionsResponseItem{
			Permissionship: v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION}},
	}}}
	seed, err := proto.Marshal(good)
	if err != nil {
		f.Fatal(err)
	}
	f.Add(seed)
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, reply []byte) {
		c := New(garbled{reply: reply}, Options{})
		if d, err := c.Check(t.Context(), q); err != nil && d.Outcome != Denied {
			t.Errorf("Check: %v beside %v", d, err)
		}
		a := c.CheckAll(t.Context(), []Question{q})[0]
		if a.Err != nil && a.Outcome != Denied {
			t.Errorf("CheckAll: %v beside %v", a.Decision, a.Err)
		}
		var sent v1.CheckBulkPermissionsResponse
		if a.Allowed() && (proto.Unmarshal(reply, &sent) != nil || sent.GetPairs()[0].GetRequest().GetResource().GetObjectId() != "a") {
			t.Errorf("allowed by %v", &sent)
		}
	})
}
