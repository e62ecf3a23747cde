package provenance

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
)

// callerField is the one that whoever serves an engine says, and nobody else.
const callerField = "caller"

// byField is by what something is written, and service what says so of the acts over HTTP.
const (
	byField = "by"
	service = "remit serve"
)

// stamp says in a write's metadata with whose key it came, or by what it is written,
// whatever they said of that; nothing for blank.
func stamp(write proto.Message, field, value string) {
	var m **structpb.Struct
	switch w := write.(type) {
	case *v1.WriteRelationshipsRequest:
		m = &w.OptionalTransactionMetadata
	case *v1.DeleteRelationshipsRequest:
		m = &w.OptionalTransactionMetadata
	default:
		return
	}
	delete((*m).GetFields(), field)
	if value == "" {
		return
	}
	if *m == nil {
		*m = &structpb.Struct{}
	}
	if (*m).Fields == nil {
		(*m).Fields = map[string]*structpb.Value{}
	}
	(*m).Fields[field] = structpb.NewStringValue(value)
}

// Intercept is an interceptor for an engine that is served: what is written says with
// whose key. caller is the id of the key that a call came with; blank for none.
func Intercept(caller func(context.Context) string) grpc.StreamServerInterceptor {
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		var request proto.Message
		switch info.FullMethod {
		case v1.PermissionsService_WriteRelationships_FullMethodName:
			request = &v1.WriteRelationshipsRequest{}
		case v1.PermissionsService_DeleteRelationships_FullMethodName:
			request = &v1.DeleteRelationshipsRequest{}
		default:
			return next(server, stream)
		}
		return next(server, stamping{stream, request, caller(stream.Context())})
	}
}

// stamping is a call that writes.
type stamping struct {
	grpc.ServerStream
	request proto.Message
	caller  string
}

// RecvMsg reads the one request, and hands it on stamped, as bytes where that is wanted.
func (s stamping) RecvMsg(message any) error {
	if err := s.ServerStream.RecvMsg(s.request); err != nil {
		return err
	}
	stamp(s.request, callerField, s.caller)
	content, err := proto.Marshal(s.request)
	if err != nil {
		return err
	}
	return proto.Unmarshal(content, message.(proto.Message))
}

// From is a connection to an engine by which the service writes: all of it says so, and with
// whose key.
func From(conn grpc.ClientConnInterface, caller string) grpc.ClientConnInterface {
	return from{conn, caller}
}

type from struct {
	grpc.ClientConnInterface
	caller string
}

// Invoke is grpc.ClientConnInterface's.
func (f from) Invoke(ctx context.Context, method string, request, answer any, options ...grpc.CallOption) error {
	switch r := request.(type) {
	case *v1.WriteRelationshipsRequest, *v1.DeleteRelationshipsRequest:
		write := proto.Clone(r.(proto.Message))
		stamp(write, callerField, f.caller)
		stamp(write, byField, service)
		request = write
	}
	return f.ClientConnInterface.Invoke(ctx, method, request, answer, options...)
}
