// Package acts is what an application does in the model for one of its users:
// make an object and remove it, link a user to one and unlink them.
//
// Each act names who acts and is refused with a *RefusedError unless they hold
// the permission that the model's facts ask for: it is asked of the engine, fully
// consistent, just before the write. SpiceDB has no precondition on a permission,
// so what takes it away between the two, which are milliseconds, comes too late
// for this one act. What are relationships, the engine holds to in the very
// transaction that writes: that the acting user is active, that parents, objects
// and accounts are there, that an id is free.
//
// What is written is the application's: a sync leaves it alone until its source
// names the object, which it then takes over. An act whose error is no
// *RefusedError may have been done or not.
package acts

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
)

// Engine is what this package calls of a SpiceDB; v1.PermissionsServiceClient is
// one. Every call gets 30 seconds unless the caller's context has a deadline of
// its own.
type Engine interface {
	CheckPermission(context.Context, *v1.CheckPermissionRequest, ...grpc.CallOption) (*v1.CheckPermissionResponse, error)
	ReadRelationships(context.Context, *v1.ReadRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error)
	WriteRelationships(context.Context, *v1.WriteRelationshipsRequest, ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error)
	DeleteRelationships(context.Context, *v1.DeleteRelationshipsRequest, ...grpc.CallOption) (*v1.DeleteRelationshipsResponse, error)
}
