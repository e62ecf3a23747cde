// Package enginetest lets a test stand between the loader and an engine: it
// overrides the calls that it wants to see, and passes itself on as a connection.
package enginetest

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
)

// Engine has the calls of an engine. A test embeds one and overrides some.
type Engine interface {
	v1.PermissionsServiceClient
	v1.SchemaServiceClient
	v1.WatchServiceClient
}

// Of calls the engine behind a connection.
func Of(conn grpc.ClientConnInterface) Engine {
	return struct {
		v1.PermissionsServiceClient
		v1.SchemaServiceClient
		v1.WatchServiceClient
	}{v1.NewPermissionsServiceClient(conn), v1.NewSchemaServiceClient(conn), v1.NewWatchServiceClient(conn)}
}

// Conn is a connection on which every call that the loader makes is one of an
// Engine's. Any other fails.
func Conn(e Engine) grpc.ClientConnInterface { return conn{e} }

type conn struct{ engine Engine }

// Invoke calls what answers once.
func (c conn) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	switch method {
	case v1.PermissionsService_CheckPermission_FullMethodName:
		return unary(ctx, c.engine.CheckPermission, in, out, opts)
	case v1.PermissionsService_WriteRelationships_FullMethodName:
		return unary(ctx, c.engine.WriteRelationships, in, out, opts)
	case v1.PermissionsService_DeleteRelationships_FullMethodName:
		return unary(ctx, c.engine.DeleteRelationships, in, out, opts)
	case v1.SchemaService_ReadSchema_FullMethodName:
		return unary(ctx, c.engine.ReadSchema, in, out, opts)
	case v1.SchemaService_WriteSchema_FullMethodName:
		return unary(ctx, c.engine.WriteSchema, in, out, opts)
	case v1.SchemaService_DiffSchema_FullMethodName:
		return unary(ctx, c.engine.DiffSchema, in, out, opts)
	}
	return status.Errorf(codes.Unimplemented, "the loader does not call %s", method)
}

func unary[In, Out proto.Message](ctx context.Context, call func(context.Context, In, ...grpc.CallOption) (Out, error), in, out any, opts []grpc.CallOption) error {
	answer, err := call(ctx, in.(In), opts...)
	if err == nil {
		proto.Merge(out.(proto.Message), answer)
	}
	return err
}

// NewStream reads relationships, one by one or in pages, and the history of changes.
func (c conn) NewStream(ctx context.Context, _ *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	switch method {
	case v1.PermissionsService_ReadRelationships_FullMethodName:
		return &reading[*v1.ReadRelationshipsRequest, v1.ReadRelationshipsResponse]{ctx: ctx, call: c.engine.ReadRelationships, opts: opts}, nil
	case v1.PermissionsService_ExportBulkRelationships_FullMethodName:
		return &reading[*v1.ExportBulkRelationshipsRequest, v1.ExportBulkRelationshipsResponse]{ctx: ctx, call: c.engine.ExportBulkRelationships, opts: opts}, nil
	case v1.WatchService_Watch_FullMethodName:
		return &reading[*v1.WatchRequest, v1.WatchResponse]{ctx: ctx, call: c.engine.Watch, opts: opts}, nil
	}
	return nil, status.Errorf(codes.Unimplemented, "the loader does not call %s", method)
}

// reading is a stream that begins with its request.
type reading[In any, Out any] struct {
	grpc.ClientStream
	ctx  context.Context
	call func(context.Context, In, ...grpc.CallOption) (grpc.ServerStreamingClient[Out], error)
	opts []grpc.CallOption
	from grpc.ServerStreamingClient[Out]
}

// SendMsg takes the request.
func (r *reading[In, Out]) SendMsg(m any) (err error) {
	r.from, err = r.call(r.ctx, m.(In), r.opts...)
	return err
}

// CloseSend has nothing to say.
func (*reading[In, Out]) CloseSend() error { return nil }

// RecvMsg is the next answer.
func (r *reading[In, Out]) RecvMsg(m any) error {
	answer, err := r.from.Recv()
	if err == nil {
		proto.Merge(m.(proto.Message), any(answer).(proto.Message))
	}
	return err
}
