package guard_test

import (
	"context"
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	healthpb "google.golang.org/grpc/health/grpc_health_v1"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/guard"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/recall"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/schema"
)

// other is a schema by which every member may make administrators.
var other = regexp.MustCompile(`(?s)(definition tenant \{.*?permission assign_app_admin = )[^\n]*`).ReplaceAllString(schema.Text(), "${1}member")

// serve serves an engine as the program does, and returns a connection that has
// the key.
func serve(t *testing.T, after ...grpc.StreamServerInterceptor) *grpc.ClientConn {
	t.Helper()
	return serveEngine(t, start(t), after...)
}

func start(t *testing.T) *engine.Engine {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	return e
}

func serveEngine(t *testing.T, e *engine.Engine, after ...grpc.StreamServerInterceptor) *grpc.ClientConn {
	t.Helper()
	follower := replica.Start(e.Conn(), replica.Options{Wait: recall.Wait})
	t.Cleanup(follower.Close)
	interceptors := append([]grpc.StreamServerInterceptor{guard.New(t.Context(), e.Conn(), schema.Model{}).Intercept}, after...)
	served, err := e.Serve(t.Context(), loopbacktest.Address(t), engine.OneKey("k"), append(interceptors, recall.From(e, follower))...)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, served.Close()) })
	return enginetest.Dial(t, served.Address(), "k")
}

func write(t *testing.T, conn *grpc.ClientConn, text string) {
	t.Helper()
	_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: text})
	require.NoError(t, err)
}

var (
	newest = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	tenant = relationtest.Object("tenant:t").Message()
	member = relationtest.Object("user:t/anna").Subject("")
)

func addMember(t *testing.T, conn *grpc.ClientConn) *v1.ZedToken {
	t.Helper()
	return &v1.ZedToken{Token: string(relationtest.Write(t, conn, relationtest.Of("tenant:t#member@user:t/anna")))}
}

func check(ctx context.Context, conn *grpc.ClientConn) (v1.CheckPermissionResponse_Permissionship, error) {
	answer, err := v1.NewPermissionsServiceClient(conn).CheckPermission(ctx, &v1.CheckPermissionRequest{
		Consistency: newest, Resource: tenant, Permission: "assign_app_admin", Subject: member,
	})
	return answer.GetPermissionship(), err
}

func health(t *testing.T, conn *grpc.ClientConn, service string) healthpb.HealthCheckResponse_ServingStatus {
	t.Helper()
	answer, err := healthpb.NewHealthClient(conn).Check(t.Context(), &healthpb.HealthCheckRequest{Service: service})
	require.NoError(t, err)
	return answer.GetStatus()
}

const (
	permissions = "authzed.api.v1.PermissionsService"
	schemas     = "authzed.api.v1.SchemaService"
)

// Whoever holds the key could write a schema by which everybody may do
// everything, and every question went on being answered, by that.
func TestNoAnswersByAnotherModel(t *testing.T) {
	conn := serve(t)
	_, err := check(t.Context(), conn)
	require.Equal(t, codes.FailedPrecondition, status.Code(err), "an engine without a schema: %v", err)
	write(t, conn, schema.Text())
	addMember(t, conn)
	got, err := check(t.Context(), conn)
	require.NoError(t, err)
	require.Equal(t, v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION, got)
	require.Equal(t, healthpb.HealthCheckResponse_SERVING, health(t, conn, permissions))

	write(t, conn, other)
	for name, err := range askEverything(t.Context(), conn, newest) {
		require.Equal(t, codes.FailedPrecondition, status.Code(err), "%s: %v", name, err)
		require.ErrorContains(t, err, "permission tenant#assign_app_admin: what it grants", name)
		require.ErrorContains(t, err, "remit schema write", name)
	}
	require.Equal(t, healthpb.HealthCheckResponse_NOT_SERVING, health(t, conn, permissions))
	require.Equal(t, healthpb.HealthCheckResponse_NOT_SERVING, health(t, conn, ""))
	require.Equal(t, healthpb.HealthCheckResponse_SERVING, health(t, conn, schemas))
	addMember(t, conn) // data is read and written all the same
	read, err := v1.NewSchemaServiceClient(conn).ReadSchema(t.Context(), &v1.ReadSchemaRequest{})
	require.NoError(t, err)
	require.Contains(t, read.GetSchemaText(), "permission assign_app_admin = member")

	_, err = v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: "nonsense"})
	require.Error(t, err)
	_, err = check(t.Context(), conn)
	require.Equal(t, codes.FailedPrecondition, status.Code(err), "a write that failed puts nothing back: %v", err)
	write(t, conn, schema.Text())
	for name, err := range askEverything(t.Context(), conn, newest) {
		require.NoError(t, err, name)
	}
}

func askEverything(ctx context.Context, conn *grpc.ClientConn, at *v1.Consistency) map[string]error {
	asked := map[string]error{}
	client := v1.NewPermissionsServiceClient(conn)
	_, asked["check"] = client.CheckPermission(ctx, &v1.CheckPermissionRequest{Consistency: at, Resource: tenant, Permission: "assign_app_admin", Subject: member})
	_, asked["bulk"] = client.CheckBulkPermissions(ctx, &v1.CheckBulkPermissionsRequest{Consistency: at, Items: []*v1.CheckBulkPermissionsRequestItem{
		{Resource: tenant, Permission: "assign_app_admin", Subject: member},
	}})
	_, asked["expand"] = client.ExpandPermissionTree(ctx, &v1.ExpandPermissionTreeRequest{Consistency: at, Resource: tenant, Permission: "assign_app_admin"})
	//lint:ignore SA1019 callers may still use it
	_, asked["old bulk"] = v1.NewExperimentalServiceClient(conn).BulkCheckPermission(ctx, &v1.BulkCheckPermissionRequest{Consistency: at, Items: []*v1.BulkCheckPermissionRequestItem{
		{Resource: tenant, Permission: "assign_app_admin", Subject: member},
	}})
	resources, err := client.LookupResources(ctx, &v1.LookupResourcesRequest{Consistency: at, ResourceObjectType: "tenant", Permission: "assign_app_admin", Subject: member})
	asked["resources"] = drain(resources, err)
	subjects, err := client.LookupSubjects(ctx, &v1.LookupSubjectsRequest{Consistency: at, Resource: tenant, Permission: "member", SubjectObjectType: "user"})
	asked["subjects"] = drain(subjects, err)
	return asked
}

// A snapshot keeps the schema that it had: after the model was put back, an
// exact snapshot of the time before was answered by the other one.
func TestNoAnswersOfASnapshotWithAnotherModel(t *testing.T) {
	conn := serve(t)
	write(t, conn, schema.Text())
	addMember(t, conn)
	ours, err := check(t.Context(), conn)
	require.NoError(t, err)
	require.Equal(t, v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION, ours)
	then := &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: addMember(t, conn)}}
	write(t, conn, other)
	between := &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: addMember(t, conn)}}
	write(t, conn, schema.Text())
	for name, err := range askEverything(t.Context(), conn, between) {
		require.Equal(t, codes.FailedPrecondition, status.Code(err), "%s: %v", name, err)
		require.ErrorContains(t, err, "at this snapshot", name)
	}
	for name, err := range askEverything(t.Context(), conn, then) {
		require.NoError(t, err, name)
	}
}

// The model was put back, and a question that takes a stale snapshot was answered
// by one that had the other schema.
func TestNoAnswersOfAStaleSnapshotWithAnotherModel(t *testing.T) {
	e := start(t)
	conn := serveEngine(t, e)
	write(t, conn, schema.Text())
	addMember(t, conn)
	stale := func(conn *grpc.ClientConn) (v1.CheckPermissionResponse_Permissionship, error) {
		answer, err := v1.NewPermissionsServiceClient(conn).CheckPermission(t.Context(), &v1.CheckPermissionRequest{
			Consistency: &v1.Consistency{Requirement: &v1.Consistency_MinimizeLatency{MinimizeLatency: true}},
			Resource:    tenant, Permission: "assign_app_admin", Subject: member,
			WithTracing: true, // SpiceDB answers itself
		})
		return answer.GetPermissionship(), err
	}
	write(t, conn, other)
	require.Eventually(t, func() bool {
		has, err := stale(e.Conn()) // an error where the snapshot has no schema yet
		return err == nil && has == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
	}, 30*time.Second, 50*time.Millisecond, "the other schema is what a stale snapshot has")
	write(t, conn, schema.Text())
	has, err := stale(conn)
	require.NoError(t, err)
	require.Equal(t, v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION, has)
}

func drain[T any](stream grpc.ServerStreamingClient[T], err error) error {
	for err == nil {
		_, err = stream.Recv()
	}
	if err == io.EOF {
		return nil
	}
	return err
}

// slow is an interceptor that is told when a check comes, and when its answer goes.
type slow struct{ before, after func() }

func (s *slow) intercept(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if info.FullMethod != v1.PermissionsService_CheckPermission_FullMethodName || s.before == nil {
		return next(server, stream)
	}
	s.before()
	return next(server, &slowStream{stream, s.after})
}

type slowStream struct {
	grpc.ServerStream
	after func()
}

func (s *slowStream) SendMsg(message any) error {
	s.after()
	return s.ServerStream.SendMsg(message)
}

// A schema that is written while a question is answered answers it: not even
// then is somebody allowed by it, whether it stays or is put back.
func TestNoAnswerByAModelThatComesMeanwhile(t *testing.T) {
	var meanwhile slow
	conn := serve(t, meanwhile.intercept)
	write(t, conn, schema.Text())
	addMember(t, conn)
	for why, c := range map[string]struct {
		after func()
		want  codes.Code
	}{
		"it stays": {func() {}, codes.FailedPrecondition},
		"it goes":  {func() { write(t, conn, schema.Text()) }, codes.Unavailable},
	} {
		write(t, conn, schema.Text())
		meanwhile = slow{before: func() { write(t, conn, other) }, after: c.after}
		got, err := check(t.Context(), conn)
		require.Equal(t, c.want, status.Code(err), "%s: got %v, %v", why, got, err)
	}
}

// The model as it is, in other words, keeps nobody waiting.
func TestTheSameModelIsNoOther(t *testing.T) {
	conn := serve(t)
	write(t, conn, schema.Text())
	addMember(t, conn)
	comments := regexp.MustCompile(`(?s)/\*.*?\*/`)
	write(t, conn, strings.ReplaceAll(comments.ReplaceAllString(schema.Text(), ""), "\t", "    "))
	_, err := check(t.Context(), conn)
	require.NoError(t, err)
	done := make(chan error, 1)
	go func() {
		for range 5 {
			if _, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
				done <- fmt.Errorf("writing: %w", err)
				return
			}
		}
		done <- nil
	}()
	for {
		select {
		case err := <-done:
			require.NoError(t, err)
			return
		default:
			_, err := check(t.Context(), conn)
			require.NoError(t, err)
		}
	}
}
