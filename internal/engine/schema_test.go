package engine_test

import (
	"context"
	"path/filepath"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
)

// SpiceDB's schema modes do not all read what the others wrote: an engine of
// another mode over the store of an older one would have no schema. So the store
// must hold what the stated mode writes, and the engine must answer from that.
func TestTheSchemaIsKeptByDefinitions(t *testing.T) {
	store, err := boltstore.Open(filepath.Join(t.TempDir(), "remit.db"), boltstore.Options{})
	require.NoError(t, err)
	defer store.Close()
	e, err := engine.Start(t.Context(), engine.Options{Datastore: store})
	require.NoError(t, err)
	defer e.Close()
	client := v1.NewSchemaServiceClient(e.Conn())
	_, err = client.WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: "definition user {}"})
	require.NoError(t, err)

	head, err := store.HeadRevision(t.Context())
	require.NoError(t, err)
	reader := store.SnapshotReader(head.Revision)
	types, err := reader.LegacyListAllNamespaces(t.Context())
	require.NoError(t, err)
	require.Len(t, types, 1, "the definitions are written one by one")
	_, err = reader.ReadStoredSchema(t.Context())
	require.ErrorIs(t, err, datastore.ErrSchemaNotFound, "and not as a whole")

	_, err = store.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
		return tx.LegacyDeleteNamespaces(ctx, []string{"user"}, datastore.DeleteNamespacesOnly)
	})
	require.NoError(t, err)
	_, err = client.ReadSchema(t.Context(), &v1.ReadSchemaRequest{})
	require.Equal(t, codes.NotFound, status.Code(err), "they are what is read")
}
