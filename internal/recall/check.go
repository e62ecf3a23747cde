package recall

import (
	"context"

	"github.com/authzed/authzed-go/pkg/requestmeta"
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/graph/eval"
)

// mostItems is how many checks SpiceDB takes at once.
const mostItems = 10_000

// check is nil where SpiceDB has to answer; so are the others.
func (m memory) check(ctx context.Context, r *v1.CheckPermissionRequest) *v1.CheckPermissionResponse {
	if r.GetWithTracing() || traced(ctx) || !accepted(r.GetContext()) {
		return nil
	}
	g := m.picture(ctx, r)
	if g == nil {
		return nil
	}
	v, ok := ask(g, question(r.GetResource(), r.GetPermission(), r.GetSubject()), now(r.GetContext()))
	if !ok {
		return nil
	}
	return &v1.CheckPermissionResponse{CheckedAt: at(g), Permissionship: v.checked(), PartialCaveatInfo: v.missing}
}

// traced says whether a header asks for a trace, as older clients do.
func traced(ctx context.Context) bool {
	return len(metadata.ValueFromIncomingContext(ctx, string(requestmeta.RequestDebugInformation))) > 0
}

// checkBulk answers all from one picture, or none.
func (m memory) checkBulk(ctx context.Context, r *v1.CheckBulkPermissionsRequest) *v1.CheckBulkPermissionsResponse {
	if r.GetWithTracing() || len(r.GetItems()) > mostItems {
		return nil
	}
	g := m.picture(ctx, r)
	if g == nil {
		return nil
	}
	answer := &v1.CheckBulkPermissionsResponse{CheckedAt: at(g), Pairs: make([]*v1.CheckBulkPermissionsPair, len(r.GetItems()))}
	for i, item := range r.GetItems() {
		if answer.Pairs[i] = pair(g, item); answer.Pairs[i] == nil {
			return nil
		}
	}
	return answer
}

func pair(g *eval.Snapshot, item *v1.CheckBulkPermissionsRequestItem) *v1.CheckBulkPermissionsPair {
	request, ok := echo(item)
	if !ok {
		return nil
	}
	v, ok := ask(g, question(item.GetResource(), item.GetPermission(), item.GetSubject()), now(item.GetContext()))
	if !ok {
		return nil
	}
	return &v1.CheckBulkPermissionsPair{Request: request, Response: &v1.CheckBulkPermissionsPair_Item{
		Item: &v1.CheckBulkPermissionsResponseItem{Permissionship: v.checked(), PartialCaveatInfo: v.missing},
	}}
}

// echo is an item as SpiceDB repeats it: its context once read and written
// again, and none for an empty one.
func echo(item *v1.CheckBulkPermissionsRequestItem) (*v1.CheckBulkPermissionsRequestItem, bool) {
	if item.GetContext() == nil {
		return item, true
	}
	if !accepted(item.GetContext()) {
		return nil, false
	}
	repeated := &v1.CheckBulkPermissionsRequestItem{Resource: item.GetResource(), Permission: item.GetPermission(), Subject: item.GetSubject()}
	if len(item.GetContext().GetFields()) == 0 {
		return repeated, true
	}
	var err error
	repeated.Context, err = structpb.NewStruct(item.GetContext().AsMap())
	return repeated, err == nil
}
