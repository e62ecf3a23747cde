package ledger_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/phrase"
)

// grown is a log to which some records more are appended, which others than these are named
// by; it is as it is known then.
func grown(t *testing.T, folder, by string, more int) ledger.Known {
	t.Helper()
	log, err := ledger.Open(folder)
	require.NoError(t, err)
	var records [][]byte
	for i := range more {
		records = append(records, fmt.Appendf(nil, "%s %d", by, i))
	}
	_, err = log.Append(records...)
	require.NoError(t, err)
	known := log.Known()
	require.NoError(t, log.Close())
	return known
}

// copied is a copy of a log, of the same key.
func copied(t *testing.T, folder string) string {
	t.Helper()
	to := filepath.Join(t.TempDir(), "log")
	require.NoError(t, os.CopyFS(to, os.DirFS(folder)))
	require.NoError(t, os.Chmod(filepath.Join(to, "key"), 0o600))
	return to
}

// A log that was put back from an older copy and grew again had the key and the size that
// were known, and passed.
func TestAnOlderCopyThatWentOnIsNotTheKnownLog(t *testing.T) {
	const segment = 1 << 16
	for _, tt := range []struct {
		why                  string
		before, then, others int // records: of the copy, until it is known, and of the copy again
	}{
		{"as long", 3, 4, 4},
		{"longer", 3, 4, 5},
		{"one record", 0, 1, 1},
		{"known at the end of a file", segment - 2, 2, 7},
		{"over two files", segment + 3, 5, segment},
	} {
		for _, stored := range []string{"as it is", "taken away", "broken"} {
			t.Run(tt.why+", the tree "+stored, func(t *testing.T) {
				folder := filepath.Join(t.TempDir(), "log")
				grown(t, folder, "before", tt.before)
				older := copied(t, folder)
				known := grown(t, folder, "then", tt.then)
				same := copied(t, folder)
				grown(t, folder, "since", 5)
				grown(t, older, "others", tt.others)
				for _, f := range []string{folder, older, same} {
					tree := filepath.Join(f, "hashes")
					switch stored {
					case "taken away":
						require.NoError(t, os.Remove(tree))
					case "broken":
						require.NoError(t, os.WriteFile(tree, make([]byte, 1<<12), 0o600))
					}
				}
				for _, f := range []string{folder, same} {
					_, lacks, err := known.Held(f)
					require.NoError(t, err)
					require.Empty(t, lacks)
				}
				found, lacks, err := known.Held(older)
				require.NoError(t, err)
				require.Equal(t, int64(tt.before+tt.others), found.Size)
				require.Equal(t, phrase.Of("the first %d {entry|entries} of the record that was found are not those that it had: it is an older copy that went on, or another was signed with its key", known.Size).String(), lacks)
				_, err = ledger.Reopen(older, known)
				require.ErrorContains(t, err, "put back the one that was written")

				// Who knows no root, as a store of an earlier build, holds it to key and size.
				known.Root = tlog.Hash{}
				_, lacks, err = known.Held(older)
				require.NoError(t, err)
				require.Empty(t, lacks)
			})
		}
	}
}

// Of a log whose records were pruned their hashes tell, also where the tree is gone.
func TestAPrunedLogIsTheKnownOne(t *testing.T) {
	const segment = 1 << 16
	folder := filepath.Join(t.TempDir(), "log")
	grown(t, folder, "before", 100)
	older := copied(t, folder)
	known := grown(t, folder, "then", 50)
	grown(t, folder, "since", segment)
	grown(t, older, "others", segment)
	for f, want := range map[string]bool{folder: false, older: true} {
		log, err := ledger.Open(f)
		require.NoError(t, err)
		kept, err := log.Prune(segment)
		require.NoError(t, err)
		require.Equal(t, int64(segment), kept)
		require.NoError(t, log.Close())
		for _, tree := range []bool{true, false} {
			if !tree {
				require.NoError(t, os.Remove(filepath.Join(f, "hashes")))
			}
			_, lacks, err := known.Held(f)
			require.NoError(t, err)
			require.Equal(t, want, lacks != "", "%s, tree %t: %s", f, tree, lacks)
		}
	}
}
