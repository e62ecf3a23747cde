package calls

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
)

// Engine is what the loader calls of a SpiceDB, and no more.
type Engine interface {
	Reader
	Watcher
	CheckPermission(context.Context, *v1.CheckPermissionRequest, ...grpc.CallOption) (*v1.CheckPermissionResponse, error)
	WriteRelationships(context.Context, *v1.WriteRelationshipsRequest, ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error)
	DeleteRelationships(context.Context, *v1.DeleteRelationshipsRequest, ...grpc.CallOption) (*v1.DeleteRelationshipsResponse, error)
	ReadSchema(context.Context, *v1.ReadSchemaRequest, ...grpc.CallOption) (*v1.ReadSchemaResponse, error)
	WriteSchema(context.Context, *v1.WriteSchemaRequest, ...grpc.CallOption) (*v1.WriteSchemaResponse, error)
	DiffSchema(context.Context, *v1.DiffSchemaRequest, ...grpc.CallOption) (*v1.DiffSchemaResponse, error)
}

// Watcher is what tells an engine's history.
type Watcher interface {
	Watch(context.Context, *v1.WatchRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.WatchResponse], error)
}

// Of calls the engine behind a connection, which stays the caller's.
func Of(conn grpc.ClientConnInterface) Engine {
	return struct {
		v1.PermissionsServiceClient
		v1.SchemaServiceClient
		v1.WatchServiceClient
	}{v1.NewPermissionsServiceClient(conn), v1.NewSchemaServiceClient(conn), v1.NewWatchServiceClient(conn)}
}
