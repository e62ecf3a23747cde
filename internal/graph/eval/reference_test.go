package eval_test

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// reference is a SpiceDB in the process.
type reference struct {
	engine *engine.Engine
	conn   grpc.ClientConnInterface
	client v1.PermissionsServiceClient
	schema v1.SchemaServiceClient
}

// decision is SpiceDB's answer, or that it gave up for depth.
type decision struct {
	outcome eval.Outcome
	gaveUp  bool
}

func startReference(t testing.TB) *reference {
	t.Helper()
	return startShallow(t, 0)
}

// startShallow is a reference that gives up after fewer steps.
func startShallow(t testing.TB, depth uint32) *reference {
	t.Helper()
	return startOver(t, engine.Options{MaxDepth: depth})
}

// startStore is a reference over a store in a file.
func startStore(t testing.TB) *reference {
	t.Helper()
	store, err := boltstore.Open(filepath.Join(t.TempDir(), "remit.db"), boltstore.Options{NoSync: true})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = store.Close() })
	return startOver(t, engine.Options{Datastore: store})
}

func startOver(t testing.TB, options engine.Options) *reference {
	t.Helper()
	e, err := engine.Start(context.Background(), options)
	if err != nil {
		t.Fatal(err)
	}
	return reach(e)
}

func reach(e *engine.Engine) *reference {
	return &reference{e, e.Conn(), v1.NewPermissionsServiceClient(e.Conn()), v1.NewSchemaServiceClient(e.Conn())}
}

func (r *reference) stop() { _ = r.engine.Close() }

var fullyConsistent = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}

// become replaces what the engine holds; false where SpiceDB refuses the
// schema.
func (r *reference) become(t *testing.T, w *world) bool {
	t.Helper()
	r.empty(t)
	_, err := r.schema.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: w.schema()})
	compareRefusals(t, w.schema(), err)
	if err != nil {
		t.Logf("refused: %v", err)
		return false
	}
	write(t, r.conn, w.relationships)
	return true
}

// compareRefusals wants the graph to refuse another schema where SpiceDB does.
// What it says of wildcards it remembers by the name of a relation, whatever
// its type, in no order: there only one of the two may be right.
func compareRefusals(t *testing.T, schema string, theirs error) {
	t.Helper()
	g, err := eval.New("")
	if err != nil {
		t.Fatal(err)
	}
	_, ours := g.WithSchema(schema)
	if said := fmt.Sprint(ours, theirs); strings.Contains(said, "wildcard") {
		return
	}
	if (ours == nil) != (theirs == nil) {
		t.Errorf("SpiceDB says of a schema: %v; the graph says: %v\n%s", theirs, ours, schema)
	}
}

func (r *reference) empty(t *testing.T) {
	t.Helper()
	held, err := r.schema.ReadSchema(t.Context(), &v1.ReadSchemaRequest{})
	if err != nil {
		return // none has been written
	}
	for _, line := range strings.Split(held.GetSchemaText(), "\n") {
		if name, ok := strings.CutPrefix(line, "definition "); ok && strings.HasPrefix(name, "type") {
			filter := relation.Of(relation.Object{Type: schema.Type(strings.Fields(name)[0])})
			if _, err := r.client.DeleteRelationships(t.Context(), &v1.DeleteRelationshipsRequest{RelationshipFilter: filter}); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// write writes changes through the API and returns the revision.
func write(t testing.TB, conn grpc.ClientConnInterface, changes []relation.Change) string {
	t.Helper()
	var revision string
	for batch := range slices.Chunk(changes, 1000) {
		request := &v1.WriteRelationshipsRequest{}
		for _, c := range batch {
			update, err := c.Update()
			if err != nil {
				t.Fatal(err)
			}
			request.Updates = append(request.Updates, update)
		}
		written, err := v1.NewPermissionsServiceClient(conn).WriteRelationships(t.Context(), request)
		if err != nil {
			t.Fatal(err)
		}
		revision = written.GetWrittenAt().GetToken()
	}
	return revision
}

// lostAfter is when SpiceDB is taken to be lost in circles: a check that goes
// around them in every way does not end.
const lostAfter = 5 * time.Second

// checks are SpiceDB's answers, or nil where it got lost.
func (r *reference) checks(t *testing.T, questions []eval.Question, given map[string]any) []decision {
	t.Helper()
	asked, err := structpb.NewStruct(given)
	if err != nil {
		t.Fatal(err)
	}
	var decisions []decision
	for batch := range slices.Chunk(questions, 5000) {
		request := &v1.CheckBulkPermissionsRequest{Consistency: fullyConsistent}
		for _, q := range batch {
			request.Items = append(request.Items, &v1.CheckBulkPermissionsRequestItem{
				Resource: q.Resource.Message(), Permission: q.Permission, Subject: q.Subject.Subject(q.SubjectRelation), Context: asked,
			})
		}
		ctx, cancel := context.WithTimeout(t.Context(), lostAfter)
		answer, err := r.client.CheckBulkPermissions(ctx, request)
		cancel()
		if status.Code(err) == codes.DeadlineExceeded {
			return nil
		}
		if err != nil {
			t.Fatal(err)
		}
		for i, pair := range answer.GetPairs() {
			decisions = append(decisions, decisionOf(t, batch[i], pair))
		}
	}
	return decisions
}

func decisionOf(t *testing.T, q eval.Question, pair *v1.CheckBulkPermissionsPair) decision {
	t.Helper()
	if failure := pair.GetError(); failure != nil {
		if !isGivingUp(errors.New(failure.GetMessage())) {
			t.Fatalf("%v: %v", q, failure)
		}
		return decision{gaveUp: true}
	}
	switch pair.GetItem().GetPermissionship() {
	case v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION:
		return decision{outcome: eval.Allowed}
	case v1.CheckPermissionResponse_PERMISSIONSHIP_CONDITIONAL_PERMISSION:
		return decision{outcome: eval.Conditional}
	case v1.CheckPermissionResponse_PERMISSIONSHIP_NO_PERMISSION:
		return decision{outcome: eval.Denied}
	}
	t.Fatalf("%v: answer %v", q, pair)
	return decision{}
}

// isGivingUp says whether SpiceDB could not go so deep, or met a caveat that was
// brought what is no value of its type.
func isGivingUp(err error) bool {
	return strings.Contains(err.Error(), "type error for parameters") || status.Code(err) == codes.DeadlineExceeded || strings.Contains(err.Error(), "depth") || strings.Contains(err.Error(), "recursive")
}
