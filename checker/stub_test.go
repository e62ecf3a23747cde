package checker_test

import (
	"context"
	"net"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/test/bufconn"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

var (
	anna = schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"}
	carl = schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "carl"}
	c1   = schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1"}
	c2   = schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-2"}

	annaViewsC1 = checker.Question{Subject: anna, Permission: schema.ClientViewDossier, Resource: c1}
	annaViewsC2 = checker.Question{Subject: anna, Permission: schema.ClientViewDossier, Resource: c2}
)

const (
	yes         = v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
	no          = v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION
	maybe       = v1.CheckPermissionResponse_PERMISSIONSHIP_CONDITIONAL_PERMISSION
	unspecified = v1.CheckPermissionResponse_PERMISSIONSHIP_UNSPECIFIED

	listed      = v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION
	listedMaybe = v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_CONDITIONAL_PERMISSION
)

// stub is an engine whose every answer the test writes. A method without an
// answer fails the call.
type stub struct {
	v1.UnimplementedPermissionsServiceServer
	check     func(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error)
	bulk      func(context.Context, *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error)
	resources func(*v1.LookupResourcesRequest, grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error
	subjects  func(*v1.LookupSubjectsRequest, grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error
}

func (s *stub) CheckPermission(ctx context.Context, r *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
	return s.check(ctx, r)
}

func (s *stub) CheckBulkPermissions(ctx context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
	return s.bulk(ctx, r)
}

// ReadRelationships finds nothing that an answer should not go by.
func (s *stub) ReadRelationships(*v1.ReadRelationshipsRequest, grpc.ServerStreamingServer[v1.ReadRelationshipsResponse]) error {
	return nil
}

func (s *stub) LookupResources(r *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
	return s.resources(r, stream)
}

func (s *stub) LookupSubjects(r *v1.LookupSubjectsRequest, stream grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
	return s.subjects(r, stream)
}

// over is a checker over a stub, behind real gRPC in memory.
func over(t *testing.T, s *stub, options checker.Options) *checker.Checker {
	t.Helper()
	listener := bufconn.Listen(1 << 16)
	server := grpc.NewServer()
	v1.RegisterPermissionsServiceServer(server, s)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient("passthrough:///stub",
		grpc.WithContextDialer(func(ctx context.Context, _ string) (net.Conn, error) { return listener.DialContext(ctx) }),
		grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return checker.New(conn, options)
}

func at(revision string) *v1.ZedToken { return &v1.ZedToken{Token: revision} }

// answer is a well-formed answer to one item, for a test to spoil.
func answer(item *v1.CheckBulkPermissionsRequestItem, p v1.CheckPermissionResponse_Permissionship) *v1.CheckBulkPermissionsPair {
	return &v1.CheckBulkPermissionsPair{
		Request:  item,
		Response: &v1.CheckBulkPermissionsPair_Item{Item: &v1.CheckBulkPermissionsResponseItem{Permissionship: p}},
	}
}

func allAnswered(r *v1.CheckBulkPermissionsRequest, p v1.CheckPermissionResponse_Permissionship) *v1.CheckBulkPermissionsResponse {
	reply := &v1.CheckBulkPermissionsResponse{CheckedAt: at("r1")}
	for _, item := range r.GetItems() {
		reply.Pairs = append(reply.Pairs, answer(item, p))
	}
	return reply
}

func resource(id string, p v1.LookupPermissionship) *v1.LookupResourcesResponse {
	return &v1.LookupResourcesResponse{LookedUpAt: at("r1"), ResourceObjectId: id, Permissionship: p}
}

func user(id string, p v1.LookupPermissionship) *v1.LookupSubjectsResponse {
	return &v1.LookupSubjectsResponse{LookedUpAt: at("r1"), Subject: &v1.ResolvedSubject{SubjectObjectId: id, Permissionship: p}}
}
