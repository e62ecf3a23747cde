package loader

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
)

// Engine is what the loader calls of a SpiceDB. Every call gets 30 seconds
// unless the caller's context has a deadline of its own.
type Engine interface {
	ReadRelationships(context.Context, *v1.ReadRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error)
	WriteRelationships(context.Context, *v1.WriteRelationshipsRequest, ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error)
	DeleteRelationships(context.Context, *v1.DeleteRelationshipsRequest, ...grpc.CallOption) (*v1.DeleteRelationshipsResponse, error)
	ReadSchema(context.Context, *v1.ReadSchemaRequest, ...grpc.CallOption) (*v1.ReadSchemaResponse, error)
	WriteSchema(context.Context, *v1.WriteSchemaRequest, ...grpc.CallOption) (*v1.WriteSchemaResponse, error)
	DiffSchema(context.Context, *v1.DiffSchemaRequest, ...grpc.CallOption) (*v1.DiffSchemaResponse, error)
}

// NewEngine calls the SpiceDB behind a connection. The caller keeps the
// connection and closes it.
func NewEngine(conn grpc.ClientConnInterface) Engine {
	return spicedb{v1.NewPermissionsServiceClient(conn), v1.NewSchemaServiceClient(conn)}
}

type spicedb struct {
	v1.PermissionsServiceClient
	v1.SchemaServiceClient
}
