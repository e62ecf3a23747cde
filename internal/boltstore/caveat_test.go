package boltstore

import (
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/relation/relationtest"
)

// A relation whose relationships all carry a caveat went from the schema
// without a word, and when it came back so did what it had allowed: the store
// left out what SpiceDB had said it would not look at.
func TestARelationInUseUnderACaveatIsNotDropped(t *testing.T) {
	conn := serve(t, tempStore(t, Options{}))
	schema := v1.NewSchemaServiceClient(conn)
	const rest = `caveat flagged(flag bool) { flag }
definition user {}`
	_, err := schema.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: rest + `
definition client {
	relation emergency: user with flagged
}`})
	require.NoError(t, err)
	relationtest.Write(t, conn, relationtest.Of("client:c#emergency@user:u[flagged]"))
	for what, without := range map[string]string{"relation": rest + "\ndefinition client {}", "definition": rest} {
		_, err = schema.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: without})
		require.Equal(t, codes.InvalidArgument, status.Code(err), "%s in use: %v", what, err)
	}
}
