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
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// In an institution's part of the model a relation may take a wildcard, which was
// left blank: "n-1#everyone@".
func TestAWildcardIsNamed(t *testing.T) {
	x, err := model.Compose("own.zed", "definition note {\n\trelation everyone: user:*\n\tpermission read = everyone\n}\n")
	require.NoError(t, err)
	conn := fixtures.Start(t, fixtures.Care())
	_, err = v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: x.Model.Text()})
	require.NoError(t, err)
	relationtest.Write(t, conn, relationtest.Of("note:veldzicht/n-1#everyone@user:*"))
	explained, err := explain.New(conn, explain.Options{Model: x.Model}).Explain(t.Context(), checker.Question{
		Subject: ref(t, "user:veldzicht/anna"), Permission: "note#read", Resource: schema.Ref{Type: "note", Tenant: "veldzicht", ID: "n-1"},
	})
	require.NoError(t, err)
	var text strings.Builder
	require.NoError(t, explained.WriteText(&text, schema.English))
	assert.Equal(t, "allowed\n  n-1#everyone@user:*\n", text.String())
}
