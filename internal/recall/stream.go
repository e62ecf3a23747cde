package recall

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
)

func (m memory) stream(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, spicedb grpc.StreamHandler) error {
	switch info.FullMethod {
	case v1.PermissionsService_LookupResources_FullMethodName:
		return list(server, stream, spicedb, &v1.LookupResourcesRequest{}, m.resources)
	case v1.PermissionsService_LookupSubjects_FullMethodName:
		return list(server, stream, spicedb, &v1.LookupSubjectsRequest{}, m.subjects)
	}
	return spicedb(server, stream)
}

// list sends the items that are found, or leaves the stream to SpiceDB, as it
// came.
func list[Request, Item proto.Message](server any, stream grpc.ServerStream, spicedb grpc.StreamHandler, request Request, find func(context.Context, Request) ([]Item, bool)) error {
	if err := stream.RecvMsg(request); err != nil {
		return err // the key, the request or its revision is not good
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

func (h *heard) RecvMsg(message any) error {
	if h.request == nil {
		return h.ServerStream.RecvMsg(message)
	}
	proto.Merge(message.(proto.Message), h.request)
	h.request = nil
	return nil
}
