package boltstore

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/anypb"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// closedStore is a file with some thousand links, so that its trees have
// branches.
func closedStore(t *testing.T) (path string, file []byte) {
	t.Helper()
	path = filepath.Join(t.TempDir(), "store.db")
	s, err := Open(path, Options{})
	require.NoError(t, err)
	touch(t, s, manyLinks(3000)...)
	require.NoError(t, s.Close())
	file, err = os.ReadFile(path)
	require.NoError(t, err)
	return path, file
}

// firstPage is where the first page of a kind starts in the file, of those that
// belong to a table.
func firstPage(t *testing.T, file []byte, of boltfile.Table, kind int) int {
	t.Helper()
	for _, id := range pagesOf(t, file, of) {
		at := int(id) * os.Getpagesize()
		if p, err := boltfile.DecodePage(id, file[at:at+os.Getpagesize()]); err == nil && p.Kind == kind {
			return at
		}
	}
	require.FailNow(t, "no such page")
	return 0
}

// requireDamaged: nobody opens it, and Check says why, in the end.
func requireDamaged(t *testing.T, path string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	report, err := Check(ctx, path, nil)
	require.NoError(t, err)
	require.False(t, report.OK())
	for _, opts := range []Options{{}, {ReadOnly: true}} {
		_, err = Open(path, opts)
		require.ErrorIs(t, err, ErrDamaged)
		require.ErrorContains(t, err, "restore a backup")
		require.ErrorContains(t, err, path)
	}
	t.Log(err)
}

// TestOpenRefusesDamage: a check of the store or a restore went round in circles
// over some of these, others ended in a panic, and the last was answered from.
func TestOpenRefusesDamage(t *testing.T) {
	for _, tt := range []struct {
		name   string
		damage func(t *testing.T, file []byte)
	}{
		{"a page under itself", func(t *testing.T, file []byte) {
			at := firstPage(t, file, boltfile.Relationships, boltfile.BranchPage)
			boltfile.Native.PutUint64(file[at+boltfile.PageHeaderSize+8:], uint64(at/os.Getpagesize()))
		}},
		{"a page under the root of another table", func(t *testing.T, file []byte) {
			at := firstPage(t, file, boltfile.Relationships, boltfile.BranchPage)
			boltfile.Native.PutUint64(file[at+boltfile.PageHeaderSize+8:], uint64(firstPage(t, file, boltfile.Subjects, boltfile.BranchPage)/os.Getpagesize()))
		}},
		{"a page outside of the file", func(t *testing.T, file []byte) {
			at := firstPage(t, file, boltfile.Relationships, boltfile.BranchPage)
			boltfile.Native.PutUint64(file[at+boltfile.PageHeaderSize+8:], 1<<40)
		}},
		{"an entry that points out of its page", func(t *testing.T, file []byte) {
			at := firstPage(t, file, boltfile.Subjects, boltfile.LeafPage)
			boltfile.Native.PutUint32(file[at+boltfile.PageHeaderSize+4:], 1<<30)
		}},
		{"more entries than a page has room for", func(t *testing.T, file []byte) {
			boltfile.Native.PutUint16(file[firstPage(t, file, boltfile.Subjects, boltfile.LeafPage)+10:], 60_000)
		}},
		{"a page that flows over without end", func(t *testing.T, file []byte) {
			boltfile.Native.PutUint32(file[firstPage(t, file, boltfile.Subjects, boltfile.LeafPage)+12:], 1<<31)
		}},
		{"the page of the buckets", func(t *testing.T, file []byte) {
			newest, err := boltfile.ReadHeads(bytes.NewReader(file), os.Getpagesize())
			require.NoError(t, err)
			clear(file[int(newest.Root)*os.Getpagesize():][:os.Getpagesize()])
		}},
		{"a list of free pages that is none", func(t *testing.T, file []byte) {
			newest, err := boltfile.ReadHeads(bytes.NewReader(file), os.Getpagesize())
			require.NoError(t, err)
			boltfile.Native.PutUint16(file[int(newest.Free)*os.Getpagesize()+8:], boltfile.LeafPage)
		}},
		{"a free page that is in use", func(t *testing.T, file []byte) {
			newest, err := boltfile.ReadHeads(bytes.NewReader(file), os.Getpagesize())
			require.NoError(t, err)
			boltfile.Native.PutUint64(file[int(newest.Free)*os.Getpagesize()+boltfile.PageHeaderSize:], newest.Root)
		}},
		{"a last row that is hidden", func(t *testing.T, file []byte) {
			at := firstPage(t, file, boltfile.Relationships, boltfile.LeafPage)
			boltfile.Native.PutUint16(file[at+10:], boltfile.Native.Uint16(file[at+10:])-1)
		}},
		{"a search that goes astray", func(t *testing.T, file []byte) {
			at := firstPage(t, file, boltfile.Relationships, boltfile.BranchPage)
			p, err := boltfile.DecodePage(uint64(at/os.Getpagesize()), file[at:at+os.Getpagesize()])
			require.NoError(t, err)
			e, err := p.Element(1)
			require.NoError(t, err)
			e.Key[len(e.Key)/2]++
		}},
		{"the newer head", func(t *testing.T, file []byte) {
			newest, err := boltfile.ReadHeads(bytes.NewReader(file), os.Getpagesize())
			require.NoError(t, err)
			file[int(newest.Transaction%2)*os.Getpagesize()+boltfile.PageHeaderSize+48] ^= 1
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			path, file := closedStore(t)
			tt.damage(t, file)
			require.NoError(t, os.WriteFile(path, file, 0o600))
			requireDamaged(t, path)
			restored := filepath.Join(t.TempDir(), "restored.db")
			require.Error(t, Restore(t.Context(), restored, bytes.NewReader(file), 0, nil))
			require.NoFileExists(t, restored)
		})
	}
}

// TestCheckAndRestoreStop: both were deaf to the end of their context.
func TestCheckAndRestoreStop(t *testing.T) {
	path, file := closedStore(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := Check(ctx, path, nil)
	require.ErrorIs(t, err, context.Canceled)

	ctx, cancel = context.WithCancel(t.Context())
	endless := io.MultiReader(bytes.NewReader(file), readerFunc(func(p []byte) (int, error) {
		cancel()
		return len(p), nil
	}))
	restored := filepath.Join(t.TempDir(), "restored.db")
	require.ErrorIs(t, Restore(ctx, restored, endless, 0, nil), context.Canceled)
	require.NoFileExists(t, restored)
}

type readerFunc func([]byte) (int, error)

func (f readerFunc) Read(p []byte) (int, error) { return f(p) }

// overwrite changes the file of a store that is open.
func overwrite(t *testing.T, path string, at int, data []byte) {
	t.Helper()
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	require.NoError(t, err)
	_, err = f.WriteAt(data, int64(at))
	require.NoError(t, err)
	require.NoError(t, f.Close())
}

// requireUnusable: once damage was met there is no answer any more, and no hang.
func requireUnusable(t *testing.T, s *Store) {
	t.Helper()
	_, err := s.HeadRevision(t.Context())
	require.ErrorIs(t, err, ErrDamaged)
	_, err = update(t.Context(), s, tuple.UpdateOperationTouch, "client:c1#practitioner@user:anna")
	require.ErrorIs(t, err, ErrDamaged)
	require.ErrorIs(t, s.Backup(t.Context(), io.Discard, nil), ErrDamaged)
	state, err := s.ReadyState(t.Context())
	require.NoError(t, err)
	require.False(t, state.IsReady)
	require.Contains(t, state.Message, "restore a backup")
}

// TestReadMeetsDamage: bbolt's panics, and faults on the mapped file, ended the
// process.
func TestReadMeetsDamage(t *testing.T) {
	for name, damage := range map[string]func(t *testing.T, path string, file []byte){
		"pages of nothing": func(t *testing.T, path string, file []byte) {
			overwrite(t, path, 2*os.Getpagesize(), make([]byte, len(file)-2*os.Getpagesize()))
		},
		"pages of noise": func(t *testing.T, path string, file []byte) {
			overwrite(t, path, 2*os.Getpagesize(), bytes.Repeat([]byte{0xa5}, len(file)-2*os.Getpagesize()))
		},
		"a file that was cut off": func(t *testing.T, path string, _ []byte) {
			require.NoError(t, os.Truncate(path, int64(2*os.Getpagesize())))
		},
		"a row": func(t *testing.T, path string, file []byte) {
			at := firstPage(t, file, boltfile.Relationships, boltfile.LeafPage)
			overwrite(t, path, at+bytes.Index(file[at:], []byte("practitioner")), []byte("P"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			path, file := closedStore(t)
			s := openStore(t, path, Options{})
			damage(t, path, file)
			_, err := allLinks(s)
			require.ErrorIs(t, err, ErrDamaged)
			t.Log(err)
			requireUnusable(t, s)
		})
	}
}

// TestWriteMeetsDamage: the same in the middle of a transaction.
func TestWriteMeetsDamage(t *testing.T) {
	path, file := closedStore(t)
	s := openStore(t, path, Options{})
	overwrite(t, path, 2*os.Getpagesize(), make([]byte, len(file)-2*os.Getpagesize()))
	_, err := update(t.Context(), s, tuple.UpdateOperationTouch, manyLinks(50)...)
	require.ErrorIs(t, err, ErrDamaged)
	requireUnusable(t, s)
}

// TestNewestDefinitionIsHidden: the version before, which allows more, would have
// answered.
func TestNewestDefinitionIsHidden(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, Options{})
	for _, name := range []string{"lax", "strict"} {
		_, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
			return tx.LegacyWriteNamespaces(ctx, &core.NamespaceDefinition{Name: "organization", Relation: []*core.Relation{{Name: name}},
				Metadata: &core.Metadata{MetadataMessage: []*anypb.Any{{Value: make([]byte, 3000)}}}})
		})
		require.NoError(t, err)
	}
	file, err := os.ReadFile(path)
	require.NoError(t, err)
	// The newer version comes first: both entries now say the older one.
	at := firstPage(t, file, boltfile.Definitions, boltfile.LeafPage) + boltfile.PageHeaderSize
	older := bytes.Clone(file[at+boltfile.ElementSize : at+2*boltfile.ElementSize])
	boltfile.Native.PutUint32(older[4:], boltfile.Native.Uint32(older[4:])+boltfile.ElementSize)
	overwrite(t, path, at, older)

	head, err := s.HeadRevision(t.Context())
	require.NoError(t, err)
	reader := s.SnapshotReader(head.Revision)
	_, _, err = reader.LegacyReadNamespaceByName(t.Context(), "organization")
	require.ErrorIs(t, err, ErrDamaged)
	requireUnusable(t, s)
}

// TestReadGoesForward: the search for the row after a page led to that page
// again, and whoever listed the definitions never came to an end.
func TestReadGoesForward(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, Options{})
	_, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
		for i := range 30 {
			err := tx.LegacyWriteNamespaces(ctx, &core.NamespaceDefinition{Name: fmt.Sprintf("type%02d%s", i, strings.Repeat("x", 500))})
			if err != nil {
				return err
			}
		}
		return nil
	})
	require.NoError(t, err)
	file, err := os.ReadFile(path)
	require.NoError(t, err)
	first := firstPage(t, file, boltfile.Definitions, boltfile.BranchPage) + boltfile.PageHeaderSize
	overwrite(t, path, first+boltfile.ElementSize+8, file[first+8:first+16])

	head, err := s.HeadRevision(t.Context())
	require.NoError(t, err)
	listed := make(chan error, 1)
	go func() {
		_, err := s.SnapshotReader(head.Revision).LegacyListAllNamespaces(context.Background())
		listed <- err
	}()
	select {
	case err := <-listed:
		require.ErrorIs(t, err, ErrDamaged)
		t.Log(err)
	case <-time.After(time.Minute):
		require.FailNow(t, "it goes round in circles")
	}
	requireUnusable(t, s)
}

// TestScrubFindsWhatIsHidden: no reader sees that a row is missing.
func TestScrubFindsWhatIsHidden(t *testing.T) {
	path, file := closedStore(t)
	s := openStore(t, path, Options{ScrubInterval: 20 * time.Millisecond})
	at := firstPage(t, file, boltfile.Relationships, boltfile.LeafPage)
	count := make([]byte, 2)
	boltfile.Native.PutUint16(count, boltfile.Native.Uint16(file[at+10:])-1)
	overwrite(t, path, at+10, count)
	require.Eventually(t, func() bool { return s.usable() != nil }, time.Minute, 10*time.Millisecond)
	requireUnusable(t, s)
}

// TestCopyOfAStoreInUse: a copy made while somebody writes has pages of many
// transactions. 4 of 11 such copies opened and denied what was allowed.
func TestCopyOfAStoreInUse(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s := openStore(t, path, Options{NoSync: true, GCWindow: 50 * time.Millisecond, GCInterval: 10 * time.Millisecond, Quantization: -1})
	kept := manyLinks(3000)
	touch(t, s, kept...)
	ctx, stop := context.WithCancel(t.Context())
	defer stop()
	written := make(chan struct{})
	go func() {
		defer close(written)
		for n := 0; ctx.Err() == nil; n++ {
			_, _ = update(ctx, s, tuple.UpdateOperationTouch, fmt.Sprintf("client:a%d#practitioner@user:u%d", n%500, n))
			_, _ = update(ctx, s, tuple.UpdateOperationDelete, fmt.Sprintf("client:a%d#practitioner@user:u%d", n%500, n))
		}
	}()
	refused := 0
	for range 11 {
		copied := filepath.Join(t.TempDir(), "copy.db")
		copySlowly(t, path, copied)
		c, err := Open(copied, Options{ReadOnly: true})
		if err != nil {
			refused++
			continue
		}
		require.True(t, c.Interrupted(), "it was open when it was copied")
		links, err := allLinks(c)
		require.NoError(t, err)
		for _, l := range kept {
			require.True(t, slices.Contains(links, l), "%s is missing", l)
		}
		require.NoError(t, c.Close())
	}
	stop()
	<-written
	t.Logf("%d of 11 copies were refused, and the others are right", refused)
}

// copySlowly copies page by page, as a busy machine does.
func copySlowly(t *testing.T, from, to string) {
	t.Helper()
	in, err := os.Open(from)
	require.NoError(t, err)
	defer in.Close()
	out, err := os.Create(to)
	require.NoError(t, err)
	defer out.Close()
	for {
		if _, err := io.CopyN(out, in, 64<<10); err == io.EOF {
			return
		}
		require.NoError(t, err)
		time.Sleep(2 * time.Millisecond)
	}
}

func TestInterrupted(t *testing.T) {
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := Open(path, Options{})
	require.NoError(t, err)
	require.False(t, s.Interrupted())
	copied := filepath.Join(t.TempDir(), "copy.db")
	file, err := os.ReadFile(path)
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(copied, file, 0o600))
	require.NoError(t, s.Close())
	require.False(t, openStore(t, path, Options{}).Interrupted())

	for _, want := range []bool{true, false} { // who writes next closes it
		c, err := Open(copied, Options{})
		require.NoError(t, err)
		require.Equal(t, want, c.Interrupted())
		require.NoError(t, c.Close())
	}
}
