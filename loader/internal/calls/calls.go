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

	"github.com/remit-authz/remit/internal/phrase"
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

// Reader is what reads call of an engine.
type Reader interface {
	ReadRelationships(context.Context, *v1.ReadRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error)
	ExportBulkRelationships(context.Context, *v1.ExportBulkRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse], error)
}

const (
	// firstPage is how many relationships an export answers at once, and morePage once
	// there were that many: an engine makes room for all before it looks for them.
	firstPage, morePage = 500, 5000
	// relationshipBytes is how large one may be: two ids of a kilobyte each, and a caveat.
	relationshipBytes = 32 << 10
)

var errEverything = phrase.Errorf("a read without a type, or without an id or a tenant's prefix, would read everything: refused")

// ReadAll reads every relationship that a filter finds, of which there are few: Export
// is for many. A stream that breaks
// is an error, never a shorter list. A filter without a resource type, or with
// neither id nor prefix, would read other tenants too: it is refused unsent.
func ReadAll(ctx context.Context, engine Reader, filter *v1.RelationshipFilter, at *v1.Consistency) ([]*v1.Relationship, error) {
	if filter.ResourceType == "" || (filter.OptionalResourceId == "" && filter.OptionalResourceIdPrefix == "") {
		return nil, errEverything
	}
	return read(ctx, engine, filter, at)
}

// ReadRelation reads every relationship in one relation, of every tenant.
// Streams that break are errors, as in ReadAll.
func ReadRelation(ctx context.Context, engine Reader, r schema.Relation, at *v1.Consistency) ([]*v1.Relationship, error) {
	return read(ctx, engine, relation.In(r), at)
}

func read(ctx context.Context, engine Reader, filter *v1.RelationshipFilter, at *v1.Consistency) (found []*v1.Relationship, err error) {
	err = attentive(ctx, func(ctx context.Context, heard func()) error {
		stream, err := engine.ReadRelationships(ctx, &v1.ReadRelationshipsRequest{Consistency: at, RelationshipFilter: filter})
		if err != nil {
			return err
		}
		return receive(stream.Recv, heard, func(answer *v1.ReadRelationshipsResponse) error {
			if answer.GetRelationship() == nil {
				return errNothing
			}
			found = append(found, answer.GetRelationship())
			return nil
		})
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

var errNothing = phrase.Errorf("the engine answered without a relationship")

// Export reads every relationship that a filter finds, page by page, for a tenth of
// what ReadAll takes of the processor; a page is each's only while that runs, and whoever
// keeps a text of it keeps the whole page.
// Of a page the first, as many as each is told, are left out where expects, which may be
// nil, says that they are what is expected (relation.Pages).
// A filter with neither id nor prefix is refused unsent. A stream that breaks is an
// error, after some pages.
func Export(ctx context.Context, engine Reader, filter *v1.RelationshipFilter, at *v1.Consistency, expects func(written []byte) bool, each func(int, []*v1.Relationship) error) error {
	if filter.OptionalResourceId == "" && filter.OptionalResourceIdPrefix == "" {
		return errEverything
	}
	return export(ctx, engine, filter, at, expects, each)
}

// ExportRelation is Export of every relationship in one relation, of every tenant.
func ExportRelation(ctx context.Context, engine Reader, r schema.Relation, at *v1.Consistency, each func([]*v1.Relationship) error) error {
	return export(ctx, engine, relation.In(r), at, nil, func(_ int, page []*v1.Relationship) error { return each(page) })
}

func export(ctx context.Context, engine Reader, filter *v1.RelationshipFilter, at *v1.Consistency, expects func([]byte) bool, each func(int, []*v1.Relationship) error) error {
	request := &v1.ExportBulkRelationshipsRequest{Consistency: at, OptionalLimit: firstPage, OptionalRelationshipFilter: filter}
	for {
		err := exportPages(ctx, engine, request, &pagesCodec{relation.Pages{Expects: expects}}, each)
		if !errors.Is(err, errMore) {
			return err
		}
		request.OptionalLimit = morePage
	}
}

// errMore ends an export of which there is more than a first page.
var errMore = phrase.Errorf("there is more")

func exportPages(ctx context.Context, engine Reader, request *v1.ExportBulkRelationshipsRequest, codec *pagesCodec, each func(int, []*v1.Relationship) error) error {
	return attentive(ctx, func(ctx context.Context, heard func()) error {
		stream, err := engine.ExportBulkRelationships(ctx, request, grpc.MaxCallRecvMsgSize(int(request.OptionalLimit)*relationshipBytes), grpc.ForceCodecV2(codec))
		if err != nil {
			return err
		}
		return receive(stream.Recv, heard, func(page *v1.ExportBulkRelationshipsResponse) error {
			n := codec.pages.Expected + len(page.GetRelationships())
			if n == 0 {
				return errNothing
			}
			if err := each(codec.pages.Expected, page.GetRelationships()); err != nil || n < firstPage || request.OptionalLimit != firstPage {
				return err
			}
			request.OptionalCursor = page.GetAfterResultCursor()
			return errMore
		})
	})
}

// errSilent ends a read that would wait without end.
var errSilent = status.Errorf(codes.DeadlineExceeded, "the engine said nothing for %v", Timeout)

// attentive waits Timeout for each answer, or as long as its caller's deadline
// says for all of them: how many there are is not known.
func attentive(ctx context.Context, read func(ctx context.Context, heard func()) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	silent := time.AfterFunc(Timeout, func() { cancel(errSilent) })
	defer silent.Stop()
	err := read(ctx, func() { silent.Reset(Timeout) })
	if errors.Is(context.Cause(ctx), errSilent) {
		return errSilent
	}
	return err
}

// receive calls heard before it waits for another answer.
func receive[T any](next func() (T, error), heard func(), each func(T) error) error {
	for {
		heard()
		answer, err := next()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = each(answer)
		}
		if err != nil {
			return err
		}
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
