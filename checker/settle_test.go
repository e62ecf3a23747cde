package checker_test

import (
	"context"
	"net"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// sharing is an engine in which a search for the newest revision was under way
// when a right was taken away: the first call is given what it finds.
func sharing() *stub {
	searched := false
	stale := func() bool { first := !searched; searched = true; return first }
	return &stub{
		check: func(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
			outcome := no
			if stale() {
				outcome = yes
			}
			return &v1.CheckPermissionResponse{CheckedAt: at("r1"), Permissionship: outcome}, nil
		},
		bulk: func(_ context.Context, r *v1.CheckBulkPermissionsRequest) (*v1.CheckBulkPermissionsResponse, error) {
			if stale() {
				return allAnswered(r, yes), nil
			}
			return allAnswered(r, no), nil
		},
		resources: func(_ *v1.LookupResourcesRequest, stream grpc.ServerStreamingServer[v1.LookupResourcesResponse]) error {
			if stale() {
				return stream.Send(resource("a/c-1", listed))
			}
			return nil
		},
		subjects: func(_ *v1.LookupSubjectsRequest, stream grpc.ServerStreamingServer[v1.LookupSubjectsResponse]) error {
			if stale() {
				return stream.Send(user("a/anna", listed))
			}
			return nil
		},
	}
}

// A question that carries the revision of a revocation was allowed, while
// others asked SpiceDB at the same moment.
func TestNoQuestionSharesASearchFromBeforeItsRevision(t *testing.T) {
	q := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	bound := func() *checker.Checker { return over(t, sharing(), checker.Options{}).AtLeast("r1") }

	decision, err := bound().Check(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, checker.Denied, decision.Outcome)
	for _, answer := range bound().CheckAll(t.Context(), []checker.Question{q}) {
		require.NoError(t, answer.Err)
		assert.Equal(t, checker.Denied, answer.Outcome)
	}
	which, err := bound().Resources(t.Context(), q.Subject, q.Permission)
	require.NoError(t, err)
	assert.Empty(t, which.Refs)
	who, err := bound().Subjects(t.Context(), q.Permission, q.Resource)
	require.NoError(t, err)
	assert.Empty(t, who.Refs)
}

// turns spreads its calls over nodes, as gRPC's round_robin does.
type turns struct {
	nodes []grpc.ClientConnInterface
	next  *int
}

func (t turns) conn() grpc.ClientConnInterface {
	*t.next++
	return t.nodes[*t.next%len(t.nodes)]
}

func (t turns) Invoke(ctx context.Context, method string, in, out any, opts ...grpc.CallOption) error {
	return t.conn().Invoke(ctx, method, in, out, opts...)
}

func (t turns) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	return t.conn().NewStream(ctx, desc, method, opts...)
}

// As many nodes as there are, each with a search from before the revocation under way:
// that one node has ended its own says nothing of the others.
func TestNoNodeSharesASearchFromBeforeARevision(t *testing.T) {
	q := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	for n := 1; n <= 3; n++ {
		bound := func() *checker.Checker {
			spread := turns{next: new(int)}
			for range n {
				spread.nodes = append(spread.nodes, node(t, sharing()))
			}
			return checker.New(spread, checker.Options{}).AtLeast("r1")
		}
		decision, err := bound().Check(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, checker.Denied, decision.Outcome, "of %d nodes", n)
		for _, answer := range bound().CheckAll(t.Context(), []checker.Question{q}) {
			require.NoError(t, answer.Err)
			assert.Equal(t, checker.Denied, answer.Outcome, "of %d nodes", n)
		}
		which, err := bound().Resources(t.Context(), q.Subject, q.Permission)
		require.NoError(t, err)
		assert.Empty(t, which.Refs, "of %d nodes", n)
		who, err := bound().Subjects(t.Context(), q.Permission, q.Resource)
		require.NoError(t, err)
		assert.Empty(t, who.Refs, "of %d nodes", n)
	}
}

// node serves a stub at an address of its own.
func node(t *testing.T, s *stub) *grpc.ClientConn {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	server := grpc.NewServer()
	v1.RegisterPermissionsServiceServer(server, s)
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, conn.Close()) })
	return conn
}

// The call before the question is part of it: an engine that fails it has not
// answered.
func TestAFailingSearchIsAnError(t *testing.T) {
	s := sharing()
	s.check = func(context.Context, *v1.CheckPermissionRequest) (*v1.CheckPermissionResponse, error) {
		return nil, status.Error(codes.Unavailable, "gone")
	}
	c := over(t, s, checker.Options{}).AtLeast("r1")
	q := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	var failed *checker.EngineError
	_, err := c.Check(t.Context(), q)
	assert.ErrorAs(t, err, &failed)
	assert.ErrorAs(t, c.CheckAll(t.Context(), []checker.Question{q})[0].Err, &failed)
	_, err = c.Resources(t.Context(), q.Subject, q.Permission)
	assert.ErrorAs(t, err, &failed)
	_, err = c.Subjects(t.Context(), q.Permission, q.Resource)
	assert.ErrorAs(t, err, &failed)
}
