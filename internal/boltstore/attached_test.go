package boltstore

import (
	"context"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"
)

// TestFileIsGone: what was written to a file that had lost its name was
// acknowledged, and lost when the process ended.
func TestFileIsGone(t *testing.T) {
	for name, lose := range map[string]func(t *testing.T, path string){
		"deleted": func(t *testing.T, path string) { require.NoError(t, os.Remove(path)) },
		"moved":   func(t *testing.T, path string) { require.NoError(t, os.Rename(path, path+".old")) },
		"replaced": func(t *testing.T, path string) {
			file, err := os.ReadFile(path)
			require.NoError(t, err)
			require.NoError(t, os.WriteFile(path+".new", file, 0o600))
			require.NoError(t, os.Rename(path+".new", path))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			s := openStore(t, path, Options{})
			rev := touch(t, s, "client:c1#practitioner@user:anna")
			lose(t, path)
			_, err := update(t.Context(), s, tuple.UpdateOperationTouch, "client:c2#practitioner@user:anna")
			require.ErrorIs(t, err, ErrDetached)
			require.ErrorContains(t, err, path)
			require.Equal(t, []string{"client:c1#practitioner@user:anna"}, linksAt(t, s, rev), "what is there can be read")
		})
	}
}

// TestFileIsGoneBehindACommit: the name can also be lost while the transaction
// is on its way to the disk.
func TestFileIsGoneBehindACommit(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, Options{})
	_, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
		err := tx.WriteRelationships(ctx, []tuple.RelationshipUpdate{tuple.Touch(tuple.MustParse("client:c1#practitioner@user:anna"))})
		tx.(*transaction).tx.OnCommit(func() { require.NoError(t, os.Remove(path)) })
		return err
	})
	require.ErrorIs(t, err, ErrDetached)
}

// TestFileIsBack: bringing the file back mends it.
func TestFileIsBack(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, Options{})
	require.NoError(t, os.Rename(path, path+".old"))
	_, err := update(t.Context(), s, tuple.UpdateOperationTouch, "client:c1#practitioner@user:anna")
	require.ErrorIs(t, err, ErrDetached)
	require.NoError(t, os.Rename(path+".old", path))
	touch(t, s, "client:c1#practitioner@user:anna")
}
