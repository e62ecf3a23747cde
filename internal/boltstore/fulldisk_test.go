package boltstore

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/authzed/spicedb/pkg/tuple"
)

// TestFullDisk fills a small file system, store and all, and makes space again.
func TestFullDisk(t *testing.T) {
	disk := t.TempDir()
	if err := syscall.Mount("tmpfs", disk, "tmpfs", 0, "size=4m"); err != nil {
		t.Skipf("a small file system cannot be mounted here: %v", err)
	}
	t.Cleanup(func() { require.NoError(t, syscall.Unmount(disk, 0)) })
	path := filepath.Join(disk, "store.db")
	ballast := filepath.Join(disk, "ballast")
	require.NoError(t, os.WriteFile(ballast, make([]byte, 2<<20), 0o600))
	s, err := Open(path, Options{})
	require.NoError(t, err)

	kept, full := []string{}, error(nil)
	for n := 0; full == nil; n++ {
		var links []string
		for i := range 50 {
			links = append(links, fmt.Sprintf("client:c%05d#practitioner@user:u%d", n, i))
		}
		if _, full = update(t.Context(), s, tuple.UpdateOperationTouch, links...); full == nil {
			kept = append(kept, links...)
		}
		require.Less(t, n, 10_000, "the disk never became full")
	}
	require.ErrorIs(t, full, syscall.ENOSPC)
	require.ErrorContains(t, full, path)
	require.ErrorContains(t, full, "free some space")
	require.Equal(t, codes.ResourceExhausted, status.Code(full))

	requireKept := func(s *Store) {
		t.Helper()
		head, err := s.HeadRevision(t.Context())
		require.NoError(t, err)
		require.ElementsMatch(t, kept, linksAt(t, s, head.Revision))
		requireSound(t, s)
	}
	requireKept(s)
	_, err = update(t.Context(), s, tuple.UpdateOperationTouch, manyLinks(2000)...)
	require.ErrorIs(t, err, syscall.ENOSPC, "it stays full")
	requireKept(s)

	require.NoError(t, os.Remove(ballast))
	touch(t, s, "client:more#practitioner@user:anna")
	kept = append(kept, "client:more#practitioner@user:anna")
	requireKept(s)
	require.NoError(t, s.Close())

	s, err = Open(path, Options{})
	require.NoError(t, err)
	requireKept(s)
	require.NoError(t, s.Close())
}

// manyLinks are links of different clients and users.
func manyLinks(n int) []string {
	var links []string
	for i := range n {
		links = append(links, fmt.Sprintf("client:m%07d#practitioner@user:u%d", i, i/150))
	}
	return links
}
