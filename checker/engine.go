package checker

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
)

// engine is what a Checker calls, and no more.
type engine interface {
	CheckPermission(context.Context, *v1.CheckPermissionRequest, ...grpc.CallOption) (*v1.CheckPermissionResponse, error)
	CheckBulkPermissions(context.Context, *v1.CheckBulkPermissionsRequest, ...grpc.CallOption) (*v1.CheckBulkPermissionsResponse, error)
	ReadRelationships(context.Context, *v1.ReadRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error)
	LookupResources(context.Context, *v1.LookupResourcesRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.LookupResourcesResponse], error)
	LookupSubjects(context.Context, *v1.LookupSubjectsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.LookupSubjectsResponse], error)
}

var _ engine = v1.PermissionsServiceClient(nil)
