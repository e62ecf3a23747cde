package transfer_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/transfer"
)

const model = `definition user {}
definition document {
	relation reader: user
}`

// More than two pages, the last one not full.
const relationships = 11_234

// longID makes a page larger than any message to an engine may be. Once all that an engine holds was copied in one
// message, and some 80,000 relationships were the most that could be backed up.
var longID = strings.Repeat("long", 250)

func TestCopyIsComplete(t *testing.T) {
	from, to := start(t), start(t)
	fill(t, from)
	copied, err := transfer.Copy(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	if copied != relationships {
		t.Errorf("copied %d relationships, want %d", copied, relationships)
	}
	if diff := cmp.Diff(dump(t, from), dump(t, to)); diff != "" {
		t.Errorf("the copy is another one (-original +copy):\n%s", diff)
	}
}

func TestCopyIntoWhatIsNotEmptyFails(t *testing.T) {
	from, to := start(t), start(t)
	fill(t, from)
	if _, err := transfer.Copy(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	if _, err := transfer.Copy(t.Context(), from, to); err == nil {
		t.Error("copying over the same relationships succeeded, want an error")
	}
}

func TestCopyOfNothingFails(t *testing.T) {
	if _, err := transfer.Copy(t.Context(), start(t), start(t)); err == nil {
		t.Error("an engine without a schema was copied, want an error")
	}
}

func start(t *testing.T) *grpc.ClientConn {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	return e.Conn()
}

func fill(t *testing.T, conn *grpc.ClientConn) {
	t.Helper()
	if _, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: model}); err != nil {
		t.Fatal(err)
	}
	var all []relation.Relationship
	for i := range relationships {
		all = append(all, relationtest.Of(fmt.Sprintf("document:%s%d#reader@user:%d", longID, i, i%7)))
	}
	relationtest.Import(t, conn, all...)
}

func dump(t *testing.T, conn *grpc.ClientConn) []string {
	t.Helper()
	stream, err := v1.NewPermissionsServiceClient(conn).ExportBulkRelationships(t.Context(), &v1.ExportBulkRelationshipsRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
	})
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for {
		answer, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			slices.Sort(lines)
			return lines
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range answer.GetRelationships() {
			lines = append(lines, fmt.Sprint(r.GetResource().GetObjectId(), " ", r.GetRelation(), " ", r.GetSubject().GetObject().GetObjectId()))
		}
	}
}
