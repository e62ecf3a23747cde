// Package transfer copies what one engine holds at one revision into another
// one that is empty, over SpiceDB's public API.
package transfer

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
)

// patience is how long an engine has for one step.
const patience = 30 * time.Second

// page is how many relationships are under way at once: few enough that
// reading and writing one stays far below the time that an engine allows.
const page = 5000

// Copy copies the schema and every relationship that has not ended, all at the
// one revision at which it begins, and returns how many relationships there
// were. What breaks off leaves a part behind: throw it away.
func Copy(ctx context.Context, from, to grpc.ClientConnInterface) (int, error) {
	at, err := copySchema(ctx, from, to)
	if err != nil {
		return 0, err
	}
	c := copier{from: v1.NewPermissionsServiceClient(from), to: v1.NewPermissionsServiceClient(to), at: at}
	for copied := 0; ; {
		relationships, err := c.read(ctx)
		if err != nil {
			return copied, fmt.Errorf("reading relationships after the first %d: %w", copied, err)
		}
		if len(relationships) == 0 {
			return copied, nil
		}
		if err := c.write(ctx, relationships); err != nil {
			return copied, fmt.Errorf("writing relationships after the first %d: %w", copied, err)
		}
		copied += len(relationships)
	}
}

// copySchema returns the revision that everything else is copied at.
func copySchema(ctx context.Context, from, to grpc.ClientConnInterface) (*v1.ZedToken, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	read, err := v1.NewSchemaServiceClient(from).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if err != nil {
		return nil, fmt.Errorf("reading the schema: %w", err)
	}
	if _, err := v1.NewSchemaServiceClient(to).WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: read.GetSchemaText()}); err != nil {
		return nil, fmt.Errorf("writing the schema: %w", err)
	}
	return read.GetReadAt(), nil
}

type copier struct {
	from, to v1.PermissionsServiceClient
	at       *v1.ZedToken
	cursor   *v1.Cursor
}

// read is the next page; none after the last.
func (c *copier) read(ctx context.Context) ([]*v1.Relationship, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	stream, err := c.from.ExportBulkRelationships(ctx, &v1.ExportBulkRelationshipsRequest{
		Consistency:    &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: c.at}},
		OptionalLimit:  page,
		OptionalCursor: c.cursor,
	})
	if err != nil {
		return nil, err
	}
	var relationships []*v1.Relationship
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return relationships, nil
		}
		if err != nil {
			return nil, err
		}
		relationships = append(relationships, answer.GetRelationships()...)
		c.cursor = answer.GetAfterResultCursor()
	}
}

func (c *copier) write(ctx context.Context, relationships []*v1.Relationship) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	stream, err := c.to.ImportBulkRelationships(ctx)
	if err != nil {
		return err
	}
	// A failed Send says only EOF: the reason comes with the answer.
	if err := stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: relationships}); err != nil && !errors.Is(err, io.EOF) {
		return err
	}
	answer, err := stream.CloseAndRecv()
	if err != nil {
		return err
	}
	if answer.GetNumLoaded() != uint64(len(relationships)) {
		return fmt.Errorf("%d of %d were taken", answer.GetNumLoaded(), len(relationships))
	}
	return nil
}
