package recall

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
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
		return spicedb(server, &heard{stream, request})
	}
	for _, item := range items {
		if err := stream.SendMsg(item); err != nil {
			return err
		}
	}
	return nil
}

// heard is a stream whose first message has been taken: it comes once more.
type heard struct {
	grpc.ServerStream
	request proto.Message
}

// RecvMsg writes the request again: whoever hands it on reads it as bytes.
func (h *heard) RecvMsg(message any) error {
	if h.request == nil {
		return h.ServerStream.RecvMsg(message)
	}
	written, err := proto.Marshal(h.request)
	if err != nil {
		return err
	}
	h.request = nil
	return proto.Unmarshal(written, message.(proto.Message))
}
