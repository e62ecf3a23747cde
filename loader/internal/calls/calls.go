// Package calls reads an engine's answers whole and never waits without end.
package calls

import (
	"bytes"
	"context"
	"errors"
	"io"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Timeout is how long one call may take when its caller has set no deadline.
const Timeout = 30 * time.Second

// Bounded gives a context without a deadline one; a caller's own deadline
// stands. The caller calls cancel when the answer has been read.
func Bounded(ctx context.Context) (context.Context, context.CancelFunc) {
	if _, ok := ctx.Deadline(); ok {
		return context.WithCancel(ctx)
	}
	return context.WithTimeout(ctx, Timeout)
}

// Reader is what ReadAll calls of an engine.
type Reader interface {
	ReadRelationships(context.Context, *v1.ReadRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error)
}

// ReadAll reads every relationship that a filter finds. A stream that breaks
// is an error, never a shorter list. A filter without a resource type, or with
// neither id nor prefix, would read other tenants too: it is refused unsent.
func ReadAll(ctx context.Context, engine Reader, filter *v1.RelationshipFilter, at *v1.Consistency) ([]*v1.Relationship, error) {
	if filter.ResourceType == "" || (filter.OptionalResourceId == "" && filter.OptionalResourceIdPrefix == "") {
		return nil, errors.New("a read without a type, or without an id or a tenant's prefix, would read everything: refused")
	}
	return read(ctx, engine, filter, at)
}

// ReadRelation reads every relationship in one relation, of every tenant.
// Streams that break are errors, as in ReadAll.
func ReadRelation(ctx context.Context, engine Reader, r schema.Relation, at *v1.Consistency) ([]*v1.Relationship, error) {
	return read(ctx, engine, relation.In(r), at)
}

// errSilent ends a read that would wait without end.
var errSilent = status.Errorf(codes.DeadlineExceeded, "the engine said nothing for %v", Timeout)

// read waits Timeout for each relationship, or as long as its caller's deadline
// says for all of them: how many there are is not known.
func read(ctx context.Context, engine Reader, filter *v1.RelationshipFilter, at *v1.Consistency) ([]*v1.Relationship, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silent := time.AfterFunc(Timeout, func() { cancel(errSilent) })
	defer silent.Stop()
	found, err := receive(ctx, engine, filter, at, func() { silent.Reset(Timeout) })
	if errors.Is(context.Cause(ctx), errSilent) {
		return nil, errSilent
	}
	return found, err
}

// receive calls heard before it waits for another relationship.
func receive(ctx context.Context, engine Reader, filter *v1.RelationshipFilter, at *v1.Consistency, heard func()) ([]*v1.Relationship, error) {
	stream, err := engine.ReadRelationships(ctx, &v1.ReadRelationshipsRequest{Consistency: at, RelationshipFilter: filter})
	if err != nil {
		return nil, err
	}
	var found []*v1.Relationship
	for {
		heard()
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		if answer.GetRelationship() == nil {
			return nil, errors.New("the engine answered without a relationship")
		}
		found = append(found, answer.GetRelationship())
	}
}

// Head is the consistency of a question that must see the last write.
func Head() *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
}

// PreconditionFailed says whether a write was refused by one of its
// preconditions, and not by a schema that does not fit, which has the same
// code.
func PreconditionFailed(err error) bool {
	return because(err, v1.ErrorReason_ERROR_REASON_WRITE_OR_DELETE_PRECONDITION_FAILURE)
}

// NoSuchName says whether a call was refused because the engine's schema has no
// such type or relation.
func NoSuchName(err error) bool {
	return because(err, v1.ErrorReason_ERROR_REASON_UNKNOWN_DEFINITION) ||
		because(err, v1.ErrorReason_ERROR_REASON_UNKNOWN_RELATION_OR_PERMISSION)
}

// because says whether an engine refused a call for this reason.
func because(err error, reason v1.ErrorReason) bool {
	answer, ok := status.FromError(err)
	if !ok || answer.Code() != codes.FailedPrecondition {
		return false
	}
	// The reason stands in the detail as it is; decoding it would need a package
	// of its own to be linked.
	for _, detail := range answer.Proto().GetDetails() {
		if bytes.Contains(detail.GetValue(), []byte(reason.String())) {
			return true
		}
	}
	return false
}
