package eval_test

import (
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
)

// A wildcard was read as an object, which an engine refuses, where users have
// relations of their own.
func TestLoadAroundStopsAtAWildcard(t *testing.T) {
	engine := startReference(t)
	t.Cleanup(engine.stop)
	_, err := engine.schema.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: `definition user {
	relation friend: user
}
definition doc {
	relation viewer: user | user:*
	permission view = viewer
}`})
	require.NoError(t, err)
	relationtest.Write(t, engine.conn, relationtest.Of("doc:plan#viewer@user:*"))
	plan, anna := relation.Object{Type: "doc", ID: "plan"}, relation.Object{Type: "user", ID: "anna"}
	g, err := eval.LoadAround(t.Context(), engine.conn, []relation.Object{plan}, []relation.Object{anna})
	require.NoError(t, err)
	answer := g.Check(eval.Question{Resource: plan, Permission: "view", Subject: anna}, eval.Context{})
	require.Equal(t, eval.Allowed, answer.Outcome)
}
