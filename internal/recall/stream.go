package recall

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/engine"
)

func (m memory) intercept(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, spicedb grpc.StreamHandler) error {
	switch info.FullMethod {
	case v1.PermissionsService_CheckPermission_FullMethodName:
		return answer(server, stream, spicedb, &v1.CheckPermissionRequest{}, one(m.check))
	case v1.PermissionsService_CheckBulkPermissions_FullMethodName:
		return answer(server, stream, spicedb, &v1.CheckBulkPermissionsRequest{}, one(m.checkBulk))
	case v1.PermissionsService_LookupResources_FullMethodName:
		return answer(server, stream, spicedb, &v1.LookupResourcesRequest{}, m.resources)
	case v1.PermissionsService_LookupSubjects_FullMethodName:
		return answer(server, stream, spicedb, &v1.LookupSubjectsRequest{}, m.subjects)
	}
	return spicedb(server, stream)
}

// one makes items of a single answer.
func one[Request any, Answer any](find func(context.Context, Request) *Answer) func(context.Context, Request) ([]*Answer, bool) {
	return func(ctx context.Context, request Request) ([]*Answer, bool) {
		found := find(ctx, request)
		return []*Answer{found}, found != nil
	}
}

// answer sends the items that are found, or leaves the call to SpiceDB, as it
// came.
func answer[Request proto.Message, Item any](server any, stream grpc.ServerStream, spicedb grpc.StreamHandler, request Request, find func(context.Context, Request) ([]Item, bool)) error {
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	items, ok := find(stream.Context(), request)
	if !ok {
		return spicedb(server, engine.Again(stream, request))
	}
	for _, item := range items {
		if err := stream.SendMsg(item); err != nil {
			return err
		}
	}
	return nil
}
