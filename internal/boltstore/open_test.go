package boltstore

import (
	"bufio"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// TestOpenRefuses: a file that is not ours is named, and left byte for byte.
func TestOpenRefuses(t *testing.T) {
	for _, tt := range []struct {
		name string
		make func(t *testing.T, path string)
		want error
	}{
		{"a text", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, []byte("tenant,id,name\n"), 0o600))
		}, ErrForeign},
		{"as long as a store, and no store", func(t *testing.T, path string) {
			require.NoError(t, os.WriteFile(path, make([]byte, 1<<16), 0o600))
		}, ErrForeign},
		{"a bbolt file of another program", func(t *testing.T, path string) {
			editFile(t, path, func(tx *bolt.Tx) error {
				_, err := tx.CreateBucket([]byte("theirs"))
				return err
			})
		}, ErrForeign},
		{"a store that was cut off", func(t *testing.T, path string) {
			s, err := Open(path, Options{})
			require.NoError(t, err)
			touch(t, s, manyLinks(1000)...)
			require.NoError(t, s.Close())
			require.NoError(t, os.Truncate(path, 20_000))
		}, ErrForeign},
		{"a later format", func(t *testing.T, path string) {
			s, err := Open(path, Options{})
			require.NoError(t, err)
			require.NoError(t, s.Close())
			editFile(t, path, func(tx *bolt.Tx) error {
				return boltfile.Meta.In(tx).Put(boltfile.MetaFormat, binary.BigEndian.AppendUint32([]byte(boltfile.FormatName), boltfile.FormatVersion+1))
			})
		}, ErrLaterFormat},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path := filepath.Join(t.TempDir(), "store.db")
			tt.make(t, path)
			before, err := os.ReadFile(path)
			require.NoError(t, err)
			_, err = Open(path, Options{})
			require.ErrorIs(t, err, tt.want)
			require.ErrorContains(t, err, path)
			after, err := os.ReadFile(path)
			require.NoError(t, err)
			require.Equal(t, before, after, "the file was changed")
		})
	}
}

// An empty file that others could read became a store that others could read.
func TestOpenRefusesAnEmptyFileOfOthers(t *testing.T) {
	for _, tt := range []struct {
		mode os.FileMode
		want string
	}{
		{0o600, ""},
		{0o644, "others than its owner may use it (mode 0644): remove it"},
		{0o660, "others than its owner may use it (mode 0660): remove it"},
	} {
		path := filepath.Join(t.TempDir(), "store.db")
		require.NoError(t, os.WriteFile(path, nil, tt.mode))
		require.NoError(t, os.Chmod(path, tt.mode))
		s, err := Open(path, Options{})
		if tt.want == "" {
			require.NoError(t, err)
			require.NoError(t, s.Close())
			continue
		}
		require.ErrorContains(t, err, tt.want)
		info, err := os.Stat(path)
		require.NoError(t, err)
		require.Zero(t, info.Size())
	}
}

// editFile opens a file with bbolt alone.
func editFile(t *testing.T, path string, edit func(*bolt.Tx) error) {
	t.Helper()
	db, err := bolt.Open(path, 0o600, nil)
	require.NoError(t, err)
	require.NoError(t, db.Update(edit))
	require.NoError(t, db.Close())
}

// TestSecondProcess: an error at once, with what to do, rather than a wait.
func TestSecondProcess(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	cmd := child("hold", path)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	require.True(t, bufio.NewScanner(out).Scan())

	for _, opts := range []Options{{}, {ReadOnly: true}} {
		begin := time.Now()
		_, err = Open(path, opts)
		require.ErrorIs(t, err, ErrInUse)
		require.ErrorContains(t, err, path)
		require.ErrorContains(t, err, "stop that process")
		require.Less(t, time.Since(begin), time.Second)
	}

	require.NoError(t, in.Close())
	require.NoError(t, cmd.Wait())
	openStore(t, path, Options{})
}

// holdOpen is the child: it has the store open until its input ends.
func holdOpen(path string) {
	s, err := Open(path, Options{})
	must(err)
	fmt.Println("open")
	_, _ = os.Stdin.Read(make([]byte, 1))
	must(s.Close())
}

func TestReopen(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := Open(path, Options{})
	require.NoError(t, err)
	id, err := s.UniqueID(t.Context())
	require.NoError(t, err)
	rev := touch(t, s, "client:c1#practitioner@user:anna")
	require.NoError(t, s.Close())
	require.NoError(t, s.Close(), "a second close does nothing")

	for _, readOnly := range []bool{false, true} {
		s, err = Open(path, Options{ReadOnly: readOnly})
		require.NoError(t, err)
		again, err := s.UniqueID(t.Context())
		require.NoError(t, err)
		require.Equal(t, id, again)
		head, err := s.HeadRevision(t.Context())
		require.NoError(t, err)
		require.True(t, rev.Equal(head.Revision), "it is the last revision that was written")
		links, err := allLinks(s)
		require.NoError(t, err)
		require.Equal(t, []string{"client:c1#practitioner@user:anna"}, links)
		require.NoError(t, s.Close())
	}
}

func TestReadOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	_, err := Open(path, Options{ReadOnly: true})
	require.ErrorContains(t, err, "there is none to read")
	require.NoFileExists(t, path)

	s, err := Open(path, Options{})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	a, b := openStore(t, path, Options{ReadOnly: true}), openStore(t, path, Options{ReadOnly: true})
	for _, s := range []*Store{a, b} {
		_, err := s.ReadWriteTx(t.Context(), nil)
		require.ErrorContains(t, err, "read-only")
		report, err := s.Verify(t.Context())
		require.NoError(t, err)
		require.Empty(t, report.Details)
	}
}
