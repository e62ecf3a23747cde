package recall_test

import (
	"errors"
	"io"
	"io/fs"
	"path/filepath"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/recall"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// service is an engine that is served twice: to others, from memory, and to
// this process, by SpiceDB alone.
type service struct {
	served, spicedb v1.PermissionsServiceClient
	conn            *grpc.ClientConn // by which served is asked
	engine          *engine.Engine
	// asked counts the calls that came, passed those that SpiceDB answered.
	asked, passed atomic.Int64
}

// start serves an engine in memory, or over a store in a file.
func start(tb testing.TB, durable bool) *service {
	tb.Helper()
	var options engine.Options
	if durable {
		store, err := boltstore.Open(filepath.Join(tb.TempDir(), "remit.db"), boltstore.Options{})
		require.NoError(tb, err)
		tb.Cleanup(func() { assert.NoError(tb, store.Close()) })
		options.Datastore = store
	}
	e, err := engine.Start(tb.Context(), options)
	require.NoError(tb, err)
	tb.Cleanup(func() { assert.NoError(tb, e.Close()) })
	s := &service{spicedb: v1.NewPermissionsServiceClient(e.Conn()), engine: e}
	s.open(tb)
	return s
}

// load loads a world and returns when it is in memory.
func (s *service) load(tb testing.TB, world fs.FS) {
	tb.Helper()
	_, err := loader.Load(tb.Context(), s.engine.Conn(), world, time.Now())
	require.NoError(tb, err)
	s.remembers(tb, shortly, func() { s.askNothing(tb) })
}

// askNothing asks whether nobody is a member of nothing.
func (s *service) askNothing(tb testing.TB) {
	tb.Helper()
	_, err := s.served.CheckPermission(tb.Context(), &v1.CheckPermissionRequest{
		Consistency: newest, Resource: object("tenant", "nobody"), Permission: "member", Subject: reference("user", "nobody"),
	})
	require.NoError(tb, err)
}

// open serves the engine.
func (s *service) open(tb testing.TB) {
	tb.Helper()
	follower := replica.Start(s.engine.Conn(), replica.Options{Wait: recall.Wait})
	tb.Cleanup(follower.Close)
	served, err := s.engine.Serve(tb.Context(), loopbacktest.Address(tb), engine.OneKey("sesame"), s.counting(recall.From(s.engine, follower)))
	require.NoError(tb, err)
	tb.Cleanup(func() { assert.NoError(tb, served.Close()) })
	s.conn = enginetest.Dial(tb, served.Address(), "sesame")
	s.served = v1.NewPermissionsServiceClient(s.conn)
}

// counting counts what comes to an interceptor and what it passes on.
func (s *service) counting(intercept grpc.StreamServerInterceptor) grpc.StreamServerInterceptor {
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
		s.asked.Add(1)
		return intercept(server, stream, info, func(server any, stream grpc.ServerStream) error {
			s.passed.Add(1)
			return next(server, stream)
		})
	}
}

// shortly is less than it takes to give up a stream of changes and to fill the
// memory once more.
const shortly = 4 * time.Second

// remembers asks until the answer is from memory.
func (s *service) remembers(tb testing.TB, within time.Duration, ask func()) {
	tb.Helper()
	require.Eventually(tb, func() bool {
		passed := s.passed.Load()
		ask()
		return s.passed.Load() == passed
	}, within, 5*time.Millisecond, "the memory does not answer")
}

// write makes changes and returns the revision that has them.
func (s *service) write(tb testing.TB, operation v1.RelationshipUpdate_Operation, relationships ...relation.Relationship) *v1.ZedToken {
	tb.Helper()
	updates, err := relation.Updates(operation, relationships...)
	require.NoError(tb, err)
	answer, err := s.spicedb.WriteRelationships(tb.Context(), &v1.WriteRelationshipsRequest{Updates: updates})
	require.NoError(tb, err)
	return answer.GetWrittenAt()
}

// relationships are all there are, as SpiceDB tells them.
func (s *service) relationships(tb testing.TB) []relation.Relationship {
	tb.Helper()
	stream, err := s.spicedb.ExportBulkRelationships(tb.Context(), &v1.ExportBulkRelationshipsRequest{Consistency: newest})
	require.NoError(tb, err)
	var all []relation.Relationship
	for {
		page, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return all
		}
		require.NoError(tb, err)
		for _, m := range page.GetRelationships() {
			r, err := relation.FromMessage(m)
			require.NoError(tb, err)
			all = append(all, r)
		}
	}
}

var newest = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}

func object(kind, id string) *v1.ObjectReference {
	return relation.Object{Type: schema.Type(kind), ID: id}.Message()
}

func reference(kind, id string) *v1.SubjectReference {
	return relation.Object{Type: schema.Type(kind), ID: id}.Subject("")
}
