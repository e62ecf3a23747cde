// Package transfer copies what one engine holds at one revision into another
// one that is empty, over SpiceDB's public API.
package transfer

import (
	"context"
	"errors"
	"io"
	"iter"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/phrase"
)

// patience is how long an engine has for one step.
const patience = 30 * time.Second

// page is how many relationships are under way at once: few enough that
// writing them stays far below the time that an engine allows. An engine
// answers with all that it holds, in messages of so many.
const page = 5000

// messageBytes is how large a message to an engine is at most, well below the
// 4 MiB that gRPC takes.
const messageBytes = 1 << 20

var errLate = status.Errorf(codes.DeadlineExceeded, "the engine said nothing for %v", patience)

// Copy copies the schema and every relationship that has not ended, all at the
// one revision at which it begins, and returns how many relationships there
// were. It holds one page of them at a time. What breaks off leaves a part
// behind: throw it away.
func Copy(ctx context.Context, from, to grpc.ClientConnInterface) (int, error) {
	at, err := copySchema(ctx, from, to)
	if err != nil {
		return 0, err
	}
	copied, writer := 0, v1.NewPermissionsServiceClient(to)
	err = export(ctx, v1.NewPermissionsServiceClient(from), at, func(page []*v1.Relationship) error {
		if err := write(ctx, writer, page); err != nil {
			return phrase.Errorf("writing: %w", err)
		}
		copied += len(page)
		return nil
	})
	if err != nil {
		return copied, phrase.Errorf("copying relationships after the first %d: %w", copied, err)
	}
	return copied, nil
}

// export reads everything at one revision, page by page. An engine that says
// nothing for too long is given up; how long it takes in all is its own matter.
func export(ctx context.Context, from v1.PermissionsServiceClient, at *v1.ZedToken, each func([]*v1.Relationship) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	stream, err := from.ExportBulkRelationships(ctx, &v1.ExportBulkRelationshipsRequest{
		Consistency:   &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: at}},
		OptionalLimit: page,
	})
	if err != nil {
		return phrase.Errorf("reading: %w", err)
	}
	for {
		late := time.AfterFunc(patience, func() { cancel(errLate) })
		answer, err := stream.Recv()
		late.Stop()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		if err != nil {
			return phrase.Errorf("reading: %w", err)
		}
		if err := each(answer.GetRelationships()); err != nil {
			return err
		}
	}
}

// copySchema returns the revision that everything else is copied at.
func copySchema(ctx context.Context, from, to grpc.ClientConnInterface) (*v1.ZedToken, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	read, err := v1.NewSchemaServiceClient(from).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if err != nil {
		return nil, phrase.Errorf("reading the schema: %w", err)
	}
	if _, err := v1.NewSchemaServiceClient(to).WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: read.GetSchemaText()}); err != nil {
		return nil, phrase.Errorf("writing the schema: %w", err)
	}
	return read.GetReadAt(), nil
}

// write writes a page in one transaction.
func write(ctx context.Context, to v1.PermissionsServiceClient, relationships []*v1.Relationship) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	stream, err := to.ImportBulkRelationships(ctx)
	if err != nil {
		return err
	}
	for message := range messages(relationships) {
		// A failed Send says only EOF: the reason comes with the answer.
		if err := stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: message}); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return err
		}
	}
	answer, err := stream.CloseAndRecv()
	if err != nil {
		return err
	}
	if answer.GetNumLoaded() != uint64(len(relationships)) {
		return phrase.Errorf("%d of %d were taken", answer.GetNumLoaded(), len(relationships))
	}
	return nil
}

// messages are consecutive parts that fit in a message each. One relationship
// does: an engine bounds its ids and its caveat's context.
func messages(relationships []*v1.Relationship) iter.Seq[[]*v1.Relationship] {
	return func(yield func([]*v1.Relationship) bool) {
		first, bytes := 0, 0
		for i, r := range relationships {
			size := proto.Size(r)
			if bytes+size > messageBytes && i > first {
				if !yield(relationships[first:i]) {
					return
				}
				first, bytes = i, 0
			}
			bytes += size
		}
		yield(relationships[first:])
	}
}
