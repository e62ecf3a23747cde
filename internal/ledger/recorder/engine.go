package recorder

import (
	"context"
	"errors"
	"fmt"
	"io"
	"iter"
	"math"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/relation"
)

const (
	// callTimeout is how long an engine has for a small answer.
	callTimeout = 30 * time.Second
	// exportTimeout is how long it has to tell everything it holds.
	exportTimeout = 10 * time.Minute
)

// largeMessages lets one transaction, and one page, be as large as it is: the
// engine bounds it.
var largeMessages = grpc.MaxCallRecvMsgSize(math.MaxInt32)

// engine is what is called of one.
type engine struct {
	permissions v1.PermissionsServiceClient
	schema      v1.SchemaServiceClient
	watch       v1.WatchServiceClient
}

func engineOf(conn grpc.ClientConnInterface) engine {
	return engine{v1.NewPermissionsServiceClient(conn), v1.NewSchemaServiceClient(conn), v1.NewWatchServiceClient(conn)}
}

// Head is the newest revision of the engine behind a connection.
func Head(ctx context.Context, conn grpc.ClientConnInterface) (string, error) {
	return engineOf(conn).head(ctx)
}

// head is the engine's newest revision.
func (e engine) head(ctx context.Context) (string, error) {
	return e.at(ctx, &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}})
}

// at is the revision that the engine reads at for a consistency. Also where there is
// no schema this says it, and reads no relationship.
func (e engine) at(ctx context.Context, consistency *v1.Consistency) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	answer, err := e.schema.ReflectSchema(ctx, &v1.ReflectSchemaRequest{
		Consistency: consistency,
		// Of a name that no schema has.
		OptionalFilters: []*v1.ReflectionSchemaFilter{{OptionalDefinitionNameFilter: "-"}},
	})
	if err == nil && answer.GetReadAt().GetToken() == "" {
		err = errors.New("the engine did not say at which revision")
	}
	if err != nil {
		return "", fmt.Errorf("asking the engine for its revision: %w", err)
	}
	return answer.GetReadAt().GetToken(), nil
}

func exactly(revision string) *v1.Consistency {
	return &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: revision}}}
}

// newestSchema is the schema, and a revision that has it; blank where there is none.
func (e engine) newestSchema(ctx context.Context) (text, revision string, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	answer, err := e.schema.ReadSchema(ctx, &v1.ReadSchemaRequest{})
	switch {
	case status.Code(err) == codes.NotFound:
		revision, err = e.head(ctx)
		return "", revision, err
	case err != nil:
		return "", "", fmt.Errorf("reading the engine's schema: %w", err)
	}
	return answer.GetSchemaText(), answer.GetReadAt().GetToken(), nil
}

// schemaAt is the schema of a revision; false where it has been changed since, so
// that nobody can tell.
func (e engine) schemaAt(ctx context.Context, revision string) (text string, known bool, err error) {
	text, _, err = e.newestSchema(ctx)
	if err != nil || text == "" {
		return "", false, err
	}
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	answer, err := e.schema.DiffSchema(ctx, &v1.DiffSchemaRequest{Consistency: exactly(revision), ComparisonSchema: text})
	if err != nil {
		return "", false, fmt.Errorf("comparing the engine's schema: %w", err)
	}
	return text, len(answer.GetDiffs()) == 0, nil
}

// relationships are those that the engine holds at a revision. A stream that breaks
// is an error, which comes last.
func (e engine) relationships(ctx context.Context, revision string) iter.Seq2[relation.Relationship, error] {
	return func(yield func(relation.Relationship, error) bool) {
		ctx, cancel := context.WithTimeout(ctx, exportTimeout)
		defer cancel()
		stream, err := e.permissions.ExportBulkRelationships(ctx, &v1.ExportBulkRelationshipsRequest{Consistency: exactly(revision)}, largeMessages)
		for err == nil {
			var page *v1.ExportBulkRelationshipsResponse
			if page, err = stream.Recv(); err != nil {
				break
			}
			for _, m := range page.GetRelationships() {
				r, err := relation.FromMessage(m)
				if !yield(r, err) || err != nil {
					return
				}
			}
		}
		if !errors.Is(err, io.EOF) {
			yield(relation.Relationship{}, fmt.Errorf("reading the engine's relationships: %w", err))
		}
	}
}
