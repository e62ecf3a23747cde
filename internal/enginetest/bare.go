package enginetest

import (
	"context"
	"errors"
	"io"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/schema"
)

// Export reads all that an engine holds, as bare as it gives it: what reading it costs at
// least.
func Export(ctx context.Context, conn grpc.ClientConnInterface, each func([]*v1.Relationship) error) error {
	stream, err := Of(conn).ExportBulkRelationships(ctx, &v1.ExportBulkRelationshipsRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}, OptionalLimit: 5000,
	})
	if err != nil {
		return err
	}
	for {
		page, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err == nil {
			err = each(page.GetRelationships())
		}
		if err != nil {
			return err
		}
	}
}

// Copy takes what another engine holds into an empty one, in bulk: what writing it costs at
// least, and an Export.
func Copy(ctx context.Context, from, to grpc.ClientConnInterface) error {
	if _, err := Of(to).WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		return err
	}
	return Export(ctx, from, func(page []*v1.Relationship) error {
		stream, err := Of(to).ImportBulkRelationships(ctx)
		if err != nil {
			return err
		}
		for some := range slices.Chunk(page, 1000) {
			if err := stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: some}); err != nil {
				return err
			}
		}
		_, err = stream.CloseAndRecv()
		return err
	})
}
