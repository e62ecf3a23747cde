package eval_test

import (
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
)

// rel reads a relationship as SpiceDB writes it, "doc:d#viewer@user:u".
func rel(s string) relation.Change { return relationtest.Change(s) }

// object reads an object, of which the id may be blank.
func object(s string) relation.Object { return relationtest.Object(s) }

func ask(resource, permission, subject string) eval.Question {
	subject, relation, _ := strings.Cut(subject, "#")
	return eval.Question{Resource: object(resource), Permission: permission, Subject: object(subject), SubjectRelation: relation}
}

// load gives an empty engine a schema and relationships.
func (r *reference) load(t testing.TB, schema string, changes ...relation.Change) {
	t.Helper()
	if _, err := r.schema.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema}); err != nil {
		t.Fatal(err)
	}
	write(t, r.conn, changes)
}

// graph is a snapshot of the engine as it is.
func (r *reference) graph(t testing.TB) *eval.Snapshot {
	t.Helper()
	g, err := eval.Load(t.Context(), r.conn)
	if err != nil {
		t.Fatal(err)
	}
	return g
}
