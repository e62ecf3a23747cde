// Package recall answers the permission calls of a served engine from a replica,
// where that is certain to be SpiceDB's answer, and leaves the others to SpiceDB.
//
// An answer is as new as its call requires: the engine names the revision, which
// for full consistency is the newest one after the call came in, and the snapshot
// that answers includes it. What cannot be decided, what is conditional, what
// SpiceDB would refuse, and what would take words that only SpiceDB has, such as a
// trace or a cursor, goes to SpiceDB.
package recall

import (
	"context"
	"time"

	"buf.build/go/protovalidate"
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/graph/eval"
)

// Wait is how long a call may wait for its revision to come into memory. A
// change is there within a millisecond or so; a call that waits longer had
// better ask SpiceDB.
const Wait = 5 * time.Millisecond

// mostContext is how many bytes of context SpiceDB takes with a question, and
// mostItems how many checks at once.
const (
	mostContext = 4096
	mostItems   = 10_000
)

// Snapshots are the states of the engine that is served. A replica has them.
type Snapshots interface {
	// AtLeast is a snapshot that includes a revision, or nil where there is none
	// now. Waiting for it is the replica's matter: see Wait.
	AtLeast(ctx context.Context, revision string) *eval.Snapshot
}

// From is an interceptor for an engine that answers from snapshots of it.
func From(e *engine.Engine, snapshots Snapshots) grpc.StreamServerInterceptor {
	r := recall{e, snapshots}
	return func(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, spicedb grpc.StreamHandler) error {
		switch info.FullMethod {
		case v1.PermissionsService_CheckPermission_FullMethodName:
			return answer(r, server, stream, spicedb, &v1.CheckPermissionRequest{}, check)
		case v1.PermissionsService_CheckBulkPermissions_FullMethodName:
			return answer(r, server, stream, spicedb, &v1.CheckBulkPermissionsRequest{}, checkBulk)
		case v1.PermissionsService_LookupResources_FullMethodName:
			return answer(r, server, stream, spicedb, &v1.LookupResourcesRequest{}, lookupResources)
		case v1.PermissionsService_LookupSubjects_FullMethodName:
			return answer(r, server, stream, spicedb, &v1.LookupSubjectsRequest{}, lookupSubjects)
		}
		return spicedb(server, stream)
	}
}

type recall struct {
	engine    *engine.Engine
	snapshots Snapshots
}

// request is one that requires a consistency.
type request interface {
	proto.Message
	engine.Request
}

// answer sends what is found on a snapshot that is new enough, or leaves the call
// to SpiceDB, as it came.
func answer[Request request](r recall, server any, stream grpc.ServerStream, spicedb grpc.StreamHandler, asked Request, find func(context.Context, *eval.Snapshot, Request) ([]any, bool)) error {
	err := stream.RecvMsg(asked)
	if err != nil {
		return err
	}
	var items []any
	s, ok := r.snapshot(stream.Context(), asked)
	if ok {
		items, ok = find(stream.Context(), s, asked)
	}
	if !ok {
		return spicedb(server, engine.Again(stream, asked))
	}
	if decided.Asked(stream.Context()) {
		err = stream.SetHeader(decided.Said())
	}
	for i := 0; i < len(items) && err == nil; i++ {
		err = stream.SendMsg(items[i])
	}
	return err
}

// snapshot is one that is as new as a call requires; false where SpiceDB has to
// answer: it has the past, and the words for what it does not take.
func (r recall) snapshot(ctx context.Context, asked request) (*eval.Snapshot, bool) {
	c := asked.GetConsistency()
	if c.GetAtExactSnapshot() != nil || !isPlain(asked) && !isValid(asked) {
		return nil, false
	}
	required, err := r.engine.RequiredRevision(ctx, asked)
	if err != nil {
		return nil, false
	}
	s, named := r.snapshots.AtLeast(ctx, required), c.GetAtLeastAsFresh()
	// Named may be a revision of another engine, or one that never was.
	return s, s != nil && (named == nil || s.Includes(named.GetToken()))
}

// isValid says whether a request is what the rules of SpiceDB's API allow.
func isValid(asked request) bool {
	more, ok := asked.(interface{ HandwrittenValidate() error })
	return protovalidate.Validate(asked) == nil && (!ok || more.HandwrittenValidate() == nil)
}

// at is the revision of a snapshot for an answer.
func at(s *eval.Snapshot) *v1.ZedToken { return &v1.ZedToken{Token: s.Revision()} }
