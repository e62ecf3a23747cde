package explain_test

import (
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/schema"
)

// What a question brings is explained with it, and refused as it is of a check.
func TestAContextIsExplained(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: strings.NewReplacer(
		"relation practitioner: user | user with expiration | account#owner | account#owner with expiration\n", "relation practitioner: user | user with expiration | account#owner | account#owner with expiration | user with at_work\n",
		"caveat invitation(", "caveat at_work(place string) {\n\tplace == \"office\"\n}\n\ncaveat invitation(",
	).Replace(schema.Text())})
	require.NoError(t, err)
	anna := schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"}
	client := schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1003"}
	_, err = v1.NewPermissionsServiceClient(conn).WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{{
		Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: &v1.Relationship{
			Resource: &v1.ObjectReference{ObjectType: "client", ObjectId: client.ObjectID()}, Relation: "practitioner",
			Subject:        &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: anna.ObjectID()}},
			OptionalCaveat: &v1.ContextualizedCaveat{CaveatName: "at_work"},
		},
	}}})
	require.NoError(t, err)
	q := checker.Question{Subject: anna, Permission: schema.ClientViewDossier, Resource: client}
	explainer := explain.New(conn, explain.Options{})
	for _, c := range []struct {
		values map[string]any
		want   checker.Outcome
	}{
		{nil, checker.Conditional},
		{map[string]any{"place": "office"}, checker.Allowed},
		{map[string]any{"place": "home"}, checker.Denied},
	} {
		x, err := explainer.With(checker.EvaluationContext{Values: c.values}).Explain(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, c.want, x.Outcome, "%v", c.values)
		assert.Equal(t, c.want == checker.Allowed, len(x.Path) > 0, "%v", c.values)
		assert.Equal(t, c.want == checker.Conditional, len(x.Lacking) > 0, "%v", c.values)
	}
	var invalid *checker.InvalidError
	_, err = explainer.With(checker.EvaluationContext{Values: map[string]any{"now": "2020-01-01T00:00:00Z"}}).Explain(t.Context(), q)
	require.ErrorAs(t, err, &invalid)
	assert.Equal(t, checker.PartContext, invalid.Part)
}
