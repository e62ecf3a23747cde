package boltstore

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// unsealedStore is a store that was written before rows had seals: both worlds of
// the fixtures, one link that went and came again, and emergencies that have ended.
func unsealedStore(t *testing.T) (path string, file []byte) {
	t.Helper()
	packed, err := os.Open("testdata/format1.db.gz")
	require.NoError(t, err)
	defer packed.Close()
	unpacked, err := gzip.NewReader(packed)
	require.NoError(t, err)
	file, err = io.ReadAll(unpacked)
	require.NoError(t, err)
	path = filepath.Join(t.TempDir(), "store.db")
	require.NoError(t, os.WriteFile(path, file, 0o600))
	return path, file
}

func TestMigrate(t *testing.T) {
	for name, opts := range map[string]Options{"for writing": {}, "read-only": {ReadOnly: true}} {
		t.Run(name, func(t *testing.T) {
			path, _ := unsealedStore(t)
			s := openStore(t, path, opts)
			require.EqualValues(t, 384, requireSound(t, s).Relationships)
			require.Equal(t, 2026, s.clock.Last().Time().Year(), "its revisions go on")
			requireFixtureAnswers(t, s)
			if !opts.ReadOnly {
				touch(t, s, "client:c1#practitioner@user:anna")
				requireSound(t, s)
			}
		})
	}
}

// TestMigrateOnce: the second time there is nothing to do, and two processes that
// come at the same time do it once.
func TestMigrateOnce(t *testing.T) {
	path, _ := unsealedStore(t)
	for range 2 {
		require.NoError(t, boltfile.With(path, boltfile.Access{}, func(db *bolt.DB) error { return boltfile.Migrate(db, path, compareIndexes) }))
		s, err := Open(path, Options{ReadOnly: true})
		require.NoError(t, err)
		requireSound(t, s)
		require.NoError(t, s.Close())
	}
}

// TestMigrateRefusesDamage: seals are not to say that a damaged row is as it was
// written, as far as that can be known. The file is left as it is.
func TestMigrateRefusesDamage(t *testing.T) {
	path, file := unsealedStore(t)
	at := firstPage(t, file, boltfile.Subjects, boltfile.LeafPage)
	file[at+bytes.Index(file[at:], []byte("practitioner"))] ^= 1
	require.NoError(t, os.WriteFile(path, file, 0o600))
	_, err := Open(path, Options{})
	require.ErrorIs(t, err, ErrDamaged)
	after, err := os.ReadFile(path)
	require.NoError(t, err)
	require.True(t, bytes.Equal(file, after))
}

// requireFixtureAnswers asks what the fixtures ask.
func requireFixtureAnswers(t *testing.T, s *Store) {
	t.Helper()
	var lines []string
	w := flipWorld{}
	for _, world := range []fs.FS{fixtures.Care(), fixtures.Audit()} {
		text, err := fs.ReadFile(world, "answers.tsv")
		require.NoError(t, err)
		for line := range strings.Lines(string(text)) {
			q := strings.Split(strings.TrimSpace(line), "\t")
			lines = append(lines, line)
			w.questions = append(w.questions, modelQuestion(t, q[1], q[2], q[3]))
		}
	}
	for i, answer := range w.answer(t, s, func() {}) {
		allowed := answer == v1.CheckPermissionResponse_PERMISSIONSHIP_HAS_PERMISSION
		require.Equal(t, strings.HasPrefix(lines[i], "allowed"), allowed, lines[i])
	}
}
