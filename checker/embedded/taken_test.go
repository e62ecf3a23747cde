package embedded_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/schema"
)

// written opens a store, writes one transaction with a name, and closes it again. It
// returns what there is to know of the record.
func written(t *testing.T, store, name string) string {
	t.Helper()
	e, err := embedded.Open(t.Context(), embedded.Options{Store: store})
	require.NoError(t, err)
	if name == "first" {
		_, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: schema.Text()})
		require.NoError(t, err)
	}
	require.NoError(t, writeNamed(t.Context(), e.Conn(), name))
	require.NoError(t, e.Close())
	require.NoError(t, e.RecordErr())
	return e.RecordNote()
}

// gaps are why the record of a store has each of its gaps.
func gaps(t *testing.T, store string) (all []string, first entry.Kind) {
	t.Helper()
	h, err := entry.Open(ledger.Beside(store))
	require.NoError(t, err)
	for e, err := range h.Entries(0) {
		require.NoError(t, err)
		if e.Number == 0 {
			first = e.Kind
		}
		if e.Kind == entry.Gap {
			all = append(all, e.Gap.Why)
		}
	}
	return all, first
}

// A record that is taken away while nothing runs began anew, with a new key and without
// a gap, as if nothing had been before. So did one that was replaced, or put back from an
// older copy.
func TestRecordIsMissed(t *testing.T) {
	for _, tt := range []struct {
		why, want string
		first     entry.Kind
		do        func(t *testing.T, folder string)
	}{
		{"taken away", "was taken away", entry.Gap, func(t *testing.T, folder string) {
			require.NoError(t, os.RemoveAll(folder))
		}},
		{"replaced", "was replaced by another", entry.Snapshot, func(t *testing.T, folder string) {
			other := filepath.Join(t.TempDir(), "other.db")
			written(t, other, "first")
			require.NoError(t, os.RemoveAll(folder))
			require.NoError(t, os.CopyFS(folder, os.DirFS(ledger.Beside(other))))
			require.NoError(t, os.Chmod(filepath.Join(folder, "key"), 0o600))
		}},
		{"an older copy", "is an older copy", entry.Snapshot, func(t *testing.T, folder string) {
			require.NoError(t, os.RemoveAll(folder))
			require.NoError(t, os.CopyFS(folder, os.DirFS(folder+".copy")))
			require.NoError(t, os.Chmod(filepath.Join(folder, "key"), 0o600))
		}},
		{"an older copy that went on", "is an older copy that went on", entry.Snapshot, func(t *testing.T, folder string) {
			require.NoError(t, os.RemoveAll(folder))
			require.NoError(t, os.CopyFS(folder, os.DirFS(folder+".copy")))
			require.NoError(t, os.Chmod(filepath.Join(folder, "key"), 0o600))
			r, err := ledger.Read(folder)
			require.NoError(t, err)
			last, err := r.Record(r.Last().Size - 1)
			require.NoError(t, err)
			log, err := ledger.Open(folder)
			require.NoError(t, err)
			_, err = log.Append(last.Content, last.Content, last.Content)
			require.NoError(t, errors.Join(err, log.Close()))
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			store := filepath.Join(t.TempDir(), "remit.db")
			require.Empty(t, written(t, store, "first"))
			require.NoError(t, os.CopyFS(ledger.Beside(store)+".copy", os.DirFS(ledger.Beside(store))))
			require.Empty(t, written(t, store, "second"))
			tt.do(t, ledger.Beside(store))
			note := written(t, store, "third")
			if !strings.Contains(note, tt.want) {
				t.Errorf("note: %q, want %q", note, tt.want)
			}
			require.Empty(t, written(t, store, "fourth"), "it is said once")
			found, first := gaps(t, store)
			if len(found) != 1 || !strings.Contains(found[0], tt.want) || first != tt.first {
				t.Errorf("begins with %s, gaps %q, want one: %s", first, found, tt.want)
			}
		})
	}
}

// After kill -9 the store knew of its record what it had been when the killed process
// began: a copy from within its run was taken for the record.
func TestRecordOfAKilledRunIsMissed(t *testing.T) {
	store := filepath.Join(t.TempDir(), "remit.db")
	require.Empty(t, written(t, store, "first"))
	folder := ledger.Beside(store)
	command, lines := writer(t, store)
	recordedAtLeast := func(size int) {
		t.Helper()
		for lines.Scan() {
			if recordedSoFar(t, folder) >= size {
				return
			}
		}
		require.FailNow(t, "the writer ended")
	}
	recordedAtLeast(10)
	for os.CopyFS(folder+".copy", os.DirFS(folder)) != nil { // a file was renamed under it
		require.NoError(t, os.RemoveAll(folder+".copy"))
	}
	// The store knows with each write what is recorded by then, a few writes behind.
	recordedAtLeast(recordedSoFar(t, folder+".copy") + 100)
	require.NoError(t, command.Process.Kill())
	_ = command.Wait() // it was killed
	require.NoError(t, os.RemoveAll(folder))
	require.NoError(t, os.Rename(folder+".copy", folder))
	require.NoError(t, os.Chmod(filepath.Join(folder, "key"), 0o600))

	require.Contains(t, written(t, store, "third"), "is an older copy")
	found, _ := gaps(t, store)
	require.Len(t, found, 1)
}

// recordedSoFar is how many entries there are, those included that nobody has signed yet.
func recordedSoFar(t *testing.T, folder string) int {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(folder, "records", "000000000000.jsonl"))
	require.NoError(t, err)
	return strings.Count(string(content), "\n")
}
