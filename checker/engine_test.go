package checker_test

import (
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// world is an engine with the schema and what a test writes into it.
type world struct {
	t    testing.TB
	conn *grpc.ClientConn
}

func newWorld(t testing.TB, relationships ...string) world {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	_, err = v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()})
	require.NoError(t, err)
	w := world{t, e.Conn()}
	if len(relationships) > 0 {
		w.write(relationships...)
	}
	return w
}

func (w world) checker(options checker.Options) *checker.Checker {
	return checker.New(w.conn, options)
}

// write touches relationships, written as "client:a/c#practitioner@user:a/x",
// and returns the revision after it.
func (w world) write(relationships ...string) schema.Revision {
	w.t.Helper()
	all := make([]relation.Relationship, len(relationships))
	for i, r := range relationships {
		all[i] = relationtest.Of(r)
	}
	return relationtest.Write(w.t, w.conn, all...)
}

func (w world) remove(relationship string) schema.Revision {
	w.t.Helper()
	return relationtest.Remove(w.t, w.conn, relationtest.Of(relationship))
}

// writeUntil writes a relationship that a caveat ends, with an expiration
// beside it as a loader would.
func (w world) writeUntil(relationship string, caveat schema.Caveat, until time.Time, context map[string]any) {
	w.t.Helper()
	context["until"] = until.UTC().Format(time.RFC3339Nano)
	r := relationtest.Of(relationship)
	r.Terms = relationtest.Given(caveat, context).Expiring(until)
	relationtest.Write(w.t, w.conn, r)
}

func (w world) replaceSchema(text string) {
	w.t.Helper()
	_, err := v1.NewSchemaServiceClient(w.conn).WriteSchema(w.t.Context(), &v1.WriteSchemaRequest{Schema: text})
	require.NoError(w.t, err)
}

func ask(t testing.TB, subject string, p schema.Permission, resource string) checker.Question {
	t.Helper()
	s, err := schema.ParseRef(subject)
	require.NoError(t, err)
	r, err := schema.ParseRef(resource)
	require.NoError(t, err)
	return checker.Question{Subject: s, Permission: p, Resource: r}
}

// caseload is a practitioner with one client, in a tenant whose emergency
// procedure is on.
func caseload() []string {
	return []string{
		"tenant:a#member@user:a/anna", "tenant:a#practitioner@user:a/anna",
		"tenant:a#member@user:a/bram", "tenant:a#practitioner@user:a/bram",
		"tenant:a#emergency_procedure@user:*",
		"client:a/c-1#tenant@tenant:a", "client:a/c-1#practitioner@user:a/anna",
		"client:a/c-2#tenant@tenant:a",
	}
}
