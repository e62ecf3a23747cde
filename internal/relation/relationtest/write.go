package relationtest

import (
	"slices"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Write touches relationships of an engine, at most 1000, in one transaction, and
// returns the revision after it. An error ends the test.
func Write(tb testing.TB, conn grpc.ClientConnInterface, all ...relation.Relationship) schema.Revision {
	tb.Helper()
	return update(tb, conn, v1.RelationshipUpdate_OPERATION_TOUCH, all)
}

// Remove takes relationships away, as Write writes them.
func Remove(tb testing.TB, conn grpc.ClientConnInterface, all ...relation.Relationship) schema.Revision {
	tb.Helper()
	return update(tb, conn, v1.RelationshipUpdate_OPERATION_DELETE, all)
}

// Import writes relationships that are not there, in transactions of 100,000. An
// error ends the test.
func Import(tb testing.TB, conn grpc.ClientConnInterface, all ...relation.Relationship) {
	tb.Helper()
	for part := range slices.Chunk(all, 100_000) {
		stream, err := v1.NewPermissionsServiceClient(conn).ImportBulkRelationships(tb.Context())
		if err != nil {
			tb.Fatal(err)
		}
		for page := range slices.Chunk(part, 1000) {
			if err := stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: messages(tb, page)}); err != nil {
				tb.Fatal(err)
			}
		}
		if _, err := stream.CloseAndRecv(); err != nil {
			tb.Fatal(err)
		}
	}
}

func messages(tb testing.TB, all []relation.Relationship) []*v1.Relationship {
	tb.Helper()
	made := make([]*v1.Relationship, len(all))
	for i, r := range all {
		var err error
		if made[i], err = r.Message(); err != nil {
			tb.Fatal(err)
		}
	}
	return made
}

func update(tb testing.TB, conn grpc.ClientConnInterface, does v1.RelationshipUpdate_Operation, all []relation.Relationship) schema.Revision {
	tb.Helper()
	updates, err := relation.Updates(does, all...)
	if err != nil {
		tb.Fatal(err)
	}
	written, err := v1.NewPermissionsServiceClient(conn).WriteRelationships(tb.Context(), &v1.WriteRelationshipsRequest{Updates: updates})
	if err != nil {
		tb.Fatal(err)
	}
	return schema.Revision(written.GetWrittenAt().GetToken())
}
