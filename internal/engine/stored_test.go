package engine_test

import (
	"context"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// An invitation that stores the time of the question never ends: SpiceDB takes
// it, and who serves it to others does not. One that is there can be taken away.
func TestStoredQuestionsAreRefused(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		t.Fatal(err)
	}
	served, err := e.Serve(t.Context(), loopbacktest.Address(t), engine.OneKey("key"))
	if err != nil {
		t.Fatal(err)
	}
	defer served.Close()
	sound := invitation("k1", map[string]any{"until": "2999-01-01T00:00:00Z"})
	stored := invitation("k2", map[string]any{"until": "2999-01-01T00:00:00Z", "now": "2026-01-01T00:00:00Z"})
	conn := enginetest.Dial(t, served.Address(), "key")
	inside, outside := v1.NewPermissionsServiceClient(e.Conn()), v1.NewPermissionsServiceClient(conn)
	for _, row := range []struct {
		why       string
		engine    v1.PermissionsServiceClient
		operation v1.RelationshipUpdate_Operation
		r         relation.Relationship
		refused   bool
	}{
		{"a sound one", outside, v1.RelationshipUpdate_OPERATION_TOUCH, sound, false},
		{"touched", outside, v1.RelationshipUpdate_OPERATION_TOUCH, stored, true},
		{"created", outside, v1.RelationshipUpdate_OPERATION_CREATE, stored, true},
		{"SpiceDB alone", inside, v1.RelationshipUpdate_OPERATION_TOUCH, stored, false},
		{"taken away", outside, v1.RelationshipUpdate_OPERATION_DELETE, stored, false},
	} {
		updates, err := relation.Updates(row.operation, row.r)
		if err != nil {
			t.Fatal(err)
		}
		_, err = row.engine.WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: updates})
		if refused(err) != row.refused || !row.refused && err != nil {
			t.Errorf("%s: got %v, want it refused: %t", row.why, err, row.refused)
		}
	}
	for name, load := range map[string]func(context.Context, *v1.Relationship) error{
		"import": func(ctx context.Context, r *v1.Relationship) error {
			stream, err := outside.ImportBulkRelationships(ctx)
			if err != nil {
				return err
			}
			_ = stream.Send(&v1.ImportBulkRelationshipsRequest{Relationships: []*v1.Relationship{r}})
			_, err = stream.CloseAndRecv()
			return err
		},
		"the older import": func(ctx context.Context, r *v1.Relationship) error {
			stream, err := v1.NewExperimentalServiceClient(conn).BulkImportRelationships(ctx) //lint:ignore SA1019 SpiceDB still serves it
			if err != nil {
				return err
			}
			_ = stream.Send(&v1.BulkImportRelationshipsRequest{Relationships: []*v1.Relationship{r}})
			_, err = stream.CloseAndRecv()
			return err
		},
	} {
		if err := load(t.Context(), message(t, stored)); !refused(err) {
			t.Errorf("%s: got %v, want it refused", name, err)
		}
		if err := load(t.Context(), message(t, invitation(strings.ReplaceAll(name, " ", "-"), map[string]any{"until": "2999-01-01T00:00:00Z"}))); err != nil {
			t.Errorf("%s of a sound one: %v", name, err)
		}
	}
}

// What SpiceDB answers itself, such as a question with a trace, was allowed by a
// relationship that was in the store before it was served.
func TestWhatStoresTheQuestionIsNotServed(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if _, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		t.Fatal(err)
	}
	stored := invitation("k2", map[string]any{"until": "2999-01-01T00:00:00Z", "now": "2026-01-01T00:00:00Z"})
	relationtest.Write(t, e.Conn(), stored)
	address := loopbacktest.Address(t)
	if _, err := e.Serve(t.Context(), address, engine.OneKey("key")); err == nil || !strings.Contains(err.Error(), "connection:t/k2#external_client@user:t/gaston stores \"now\"") {
		t.Fatalf("got %v, want it refused", err)
	}
	relationtest.Remove(t, e.Conn(), stored)
	served, err := e.Serve(t.Context(), address, engine.OneKey("key"))
	if err != nil {
		t.Fatal(err)
	}
	if err := served.Close(); err != nil {
		t.Error(err)
	}
}

func refused(err error) bool {
	return status.Code(err) == codes.InvalidArgument && strings.Contains(err.Error(), `stores "now"`)
}

func invitation(connection string, given map[string]any) relation.Relationship {
	r := relationtest.Of("connection:t/" + connection + "#external_client@user:t/gaston")
	r.Terms = relationtest.Given(schema.CaveatInvitation, given).Expiring(time.Date(2999, 1, 1, 0, 0, 0, 0, time.UTC))
	return r
}

func message(t *testing.T, r relation.Relationship) *v1.Relationship {
	t.Helper()
	m, err := r.Message()
	if err != nil {
		t.Fatal(err)
	}
	return m
}
