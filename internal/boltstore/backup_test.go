package boltstore

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/files"
)

// TestBackupUnderWrites: every transaction writes a pair, so half a pair in the
// backup is half a transaction.
func TestBackupUnderWrites(t *testing.T) {
	s := tempStore(t, Options{NoSync: true})
	touch(t, s, manyLinks(2000)...)
	ctx, stop := context.WithCancel(t.Context())
	var writers sync.WaitGroup
	writers.Go(func() {
		for n := 0; ctx.Err() == nil; n++ {
			_, _ = update(ctx, s, tuple.UpdateOperationTouch,
				fmt.Sprintf("client:a%d#practitioner@user:u", n), fmt.Sprintf("client:z%d#practitioner@user:u", n))
		}
	})
	for round := range 4 {
		before, err := s.HeadRevision(t.Context())
		require.NoError(t, err)
		var backup slowBuffer
		require.NoError(t, s.Backup(t.Context(), &backup, nil))
		restored := restore(t, backup.Bytes())

		r := openStore(t, restored, Options{})
		head, err := r.HeadRevision(t.Context())
		require.NoError(t, err)
		require.False(t, head.Revision.LessThan(before.Revision), "round %d: what was written before the backup is missing", round)
		requireSound(t, r)
		pairs := map[string]int{}
		for _, l := range linksAt(t, r, head.Revision) {
			if strings.HasPrefix(l, "client:m") {
				continue
			}
			pairs[l[len("client:a"):]]++
		}
		for n, count := range pairs {
			require.Equal(t, 2, count, "round %d: half of transaction %s", round, n)
		}
	}
	stop()
	writers.Wait()
}

// slowBuffer takes so long that many transactions are kept during a backup.
type slowBuffer struct{ bytes.Buffer }

func (b *slowBuffer) Write(p []byte) (int, error) {
	time.Sleep(2 * time.Millisecond)
	return b.Buffer.Write(p)
}

func TestBackupFile(t *testing.T) {
	s := tempStore(t, Options{})
	touch(t, s, manyLinks(1000)...)
	path := filepath.Join(t.TempDir(), "backup.db")
	require.NoError(t, s.BackupFile(t.Context(), path, nil))
	require.EqualValues(t, 1000, requireSound(t, openStore(t, path, Options{ReadOnly: true})).Relationships)
}

func TestRestoreIsAnotherStore(t *testing.T) {
	s := tempStore(t, Options{})
	touch(t, s, "client:c1#practitioner@user:anna")
	r := openStore(t, restore(t, backupOf(t, s)), Options{})
	require.NotEqual(t, s.id, r.id, "tokens given out after the backup must not be taken for its own")
	touch(t, r, "client:c2#practitioner@user:anna")
}

func backupOf(t *testing.T, s *Store) []byte {
	t.Helper()
	var b bytes.Buffer
	require.NoError(t, s.Backup(t.Context(), &b, nil))
	return b.Bytes()
}

func restore(t *testing.T, backup []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "restored.db")
	require.NoError(t, Restore(t.Context(), path, bytes.NewReader(backup), 0, nil))
	requireAlone(t, path)
	return path
}

// requireAlone wants a file to be for its owner only, and nothing beside it.
func requireAlone(t *testing.T, path string) {
	t.Helper()
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Len(t, entries, 1)
	info, err := os.Lstat(path)
	require.NoError(t, err)
	require.Equal(t, os.FileMode(0o600), info.Mode())
}

// TestRestoreRefuses: whatever is wrong, there is no file afterwards.
func TestRestoreRefuses(t *testing.T) {
	s := tempStore(t, Options{})
	touch(t, s, manyLinks(3000)...)
	whole := backupOf(t, s)
	damaged := bytes.Clone(whole)
	for i := len(damaged) / 2; i < len(damaged)/2+8192; i++ {
		damaged[i] = 0xa5
	}
	for _, tt := range []struct {
		name   string
		backup io.Reader
	}{
		{"nothing", strings.NewReader("")},
		{"a text", strings.NewReader(strings.Repeat("tenant,id,name\n", 5000))},
		{"half a backup", bytes.NewReader(whole[:len(whole)/2])},
		{"all but its last page", bytes.NewReader(whole[:len(whole)-4096])},
		{"one with a damaged page", bytes.NewReader(damaged)},
		{"one that breaks off with an error", io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), brokenReader{})},
	} {
		t.Run(tt.name, func(t *testing.T) {
			folder := t.TempDir()
			err := Restore(t.Context(), filepath.Join(folder, "restored.db"), tt.backup, 0, nil)
			require.Error(t, err)
			t.Log(err)
			entries, err := os.ReadDir(folder)
			require.NoError(t, err)
			require.Empty(t, entries)
		})
	}
}

type brokenReader struct{}

func (brokenReader) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

func TestRestoreOverAFile(t *testing.T) {
	s := tempStore(t, Options{})
	backup := backupOf(t, s)
	path := filepath.Join(t.TempDir(), "restored.db")
	require.NoError(t, os.WriteFile(path, []byte("precious"), 0o600))
	require.ErrorIs(t, Restore(t.Context(), path, bytes.NewReader(backup), 0, nil), files.ErrExists)
	require.ErrorIs(t, s.BackupFile(t.Context(), path, nil), files.ErrExists)
	content, err := os.ReadFile(path)
	require.NoError(t, err)
	require.Equal(t, "precious", string(content))
}

// Both once wrote to one file of a fixed name: the first reported success, and
// the second then destroyed what it had made.
func TestTwoRestoresToOneName(t *testing.T) {
	s := tempStore(t, Options{})
	touch(t, s, manyLinks(3000)...)
	backup := backupOf(t, s)
	path := filepath.Join(t.TempDir(), "restored.db")
	first := func() { require.NoError(t, Restore(t.Context(), path, bytes.NewReader(backup), 0, nil)) }
	second := Restore(t.Context(), path, &interrupted{Reader: bytes.NewReader(backup), begin: first}, 0, nil)
	require.ErrorIs(t, second, files.ErrExists)
	requireAlone(t, path)
	requireSound(t, openStore(t, path, Options{}))

	path = filepath.Join(t.TempDir(), "restored.db")
	first = func() { require.NoError(t, Restore(t.Context(), path, bytes.NewReader(backup), 0, nil)) }
	require.Error(t, Restore(t.Context(), path, &interrupted{Reader: strings.NewReader(strings.Repeat("not a store ", 100_000)), begin: first}, 0, nil))
	requireAlone(t, path)
	requireSound(t, openStore(t, path, Options{}))
}

// interrupted is a backup during whose reading something else happens.
type interrupted struct {
	io.Reader
	begin func()
}

func (i *interrupted) Read(p []byte) (int, error) {
	if i.begin != nil {
		begin := i.begin
		i.begin = nil
		begin()
	}
	return i.Reader.Read(p)
}

// What somebody else had put where a backup was written, was written through,
// or lent it its mode.
func TestRestoreThroughNobodysFile(t *testing.T) {
	s := tempStore(t, Options{})
	backup := backupOf(t, s)
	for name, plant := range map[string]func(path, victim string) error{
		"a link": func(path, victim string) error { return os.Symlink(victim, path+".partial") },
		"a file": func(path, _ string) error { return os.WriteFile(path+".partial", nil, 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			path, victim := filepath.Join(folder, "restored.db"), filepath.Join(folder, "victim")
			require.NoError(t, os.WriteFile(victim, []byte("precious"), 0o644))
			require.NoError(t, plant(path, victim))
			require.NoError(t, Restore(t.Context(), path, bytes.NewReader(backup), 0, nil))
			content, err := os.ReadFile(victim)
			require.NoError(t, err)
			require.Equal(t, "precious", string(content))
			info, err := os.Lstat(path)
			require.NoError(t, err)
			require.Equal(t, os.FileMode(0o600), info.Mode())
		})
	}
}

// TestRestoreKilled: a restore that is killed on the way leaves no store, and
// does not stand in the way of the next one.
func TestRestoreKilled(t *testing.T) {
	s := tempStore(t, Options{})
	touch(t, s, manyLinks(3000)...)
	backup := backupOf(t, s)
	path := filepath.Join(t.TempDir(), "restored.db")
	for _, part := range []int{1, len(backup) / 3, len(backup) - 1, len(backup)} {
		cmd := child("restore", path)
		in, err := cmd.StdinPipe()
		require.NoError(t, err)
		require.NoError(t, cmd.Start())
		_, err = in.Write(backup[:part])
		require.NoError(t, err)
		require.NoError(t, cmd.Process.Kill()) // its input has not ended: it cannot be done
		_ = cmd.Wait()
		require.NoFileExists(t, path)
	}
	require.NoError(t, Restore(t.Context(), path, bytes.NewReader(backup), 0, nil))
	requireSound(t, openStore(t, path, Options{}))
}

func TestBackupEndsWithItsContext(t *testing.T) {
	s := tempStore(t, Options{})
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	path := filepath.Join(t.TempDir(), "backup.db")
	require.ErrorIs(t, s.BackupFile(ctx, path, nil), context.Canceled)
	entries, err := os.ReadDir(filepath.Dir(path))
	require.NoError(t, err)
	require.Empty(t, entries)
}
