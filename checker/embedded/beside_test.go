package embedded_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/checker/decisions"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
)

// A record of decisions that is taken away, replaced, or put back from an older copy while
// nothing runs began anew in silence: the store knew that of its history alone.
func TestTheRecordOfDecisionsIsMissed(t *testing.T) {
	for _, tt := range []struct {
		why, want string
		do        func(t *testing.T, folder string)
	}{
		{"taken away", "was taken away", func(*testing.T, string) {}},
		{"replaced", "was replaced by another", func(t *testing.T, folder string) {
			other, err := decisions.Open(folder, decisions.Options{})
			require.NoError(t, err)
			require.NoError(t, other.Close())
		}},
		{"an older copy", "is an older copy", func(t *testing.T, folder string) {
			require.NoError(t, os.CopyFS(folder, os.DirFS(folder+".copy")))
			require.NoError(t, os.Chmod(filepath.Join(folder, "key"), 0o600))
		}},
		{"an older copy that went on", "is an older copy that went on", func(t *testing.T, folder string) {
			require.NoError(t, os.CopyFS(folder, os.DirFS(folder+".copy")))
			require.NoError(t, os.Chmod(filepath.Join(folder, "key"), 0o600))
			wentOn(t, folder, 3)
		}},
	} {
		t.Run(tt.why, func(t *testing.T) {
			store := filepath.Join(t.TempDir(), "remit.db")
			folder := ledger.DecisionsBeside(store)
			// served opens a store and its decisions, as a server does, and says what lacked.
			served := func() (lacked []embedded.Lacking) {
				t.Helper()
				e, err := embedded.Open(t.Context(), embedded.Options{Store: store})
				require.NoError(t, err)
				lacked = e.Lacking()
				known, err := e.Known(embedded.Decisions)
				require.NoError(t, err)
				log, err := decisions.Open(folder, decisions.Options{Known: known})
				require.NoError(t, err)
				e.Begun(t.Context(), embedded.Decisions)
				require.Empty(t, e.Lacking(), "it is in the record now")
				require.NoError(t, log.Close())
				require.NoError(t, e.Close())
				return lacked
			}
			require.Empty(t, served())
			require.NoError(t, os.CopyFS(folder+".copy", os.DirFS(folder)))
			require.Empty(t, served())
			require.NoError(t, os.RemoveAll(folder))
			tt.do(t, folder)
			lacked := served()
			require.Len(t, lacked, 1)
			require.Equal(t, embedded.Decisions, lacked[0].Record)
			require.Contains(t, lacked[0].Why, tt.want)
			require.Empty(t, served(), "it is said once")
			h, err := entry.Open(folder)
			require.NoError(t, err)
			var said []string
			for e, err := range h.Entries(0) {
				require.NoError(t, err)
				if e.Replaced != nil {
					said = append(said, e.Replaced.Why)
				}
			}
			require.Len(t, said, 1)
			require.Contains(t, said[0], tt.want)
		})
	}
}

// wentOn has somebody write a record of decisions who knows of no store, some times.
func wentOn(t *testing.T, folder string, times int) {
	t.Helper()
	for range times {
		log, err := decisions.Open(folder, decisions.Options{})
		require.NoError(t, err)
		require.NoError(t, log.Close())
	}
}

// Under an engine that runs, a record that was put back from an older copy and grew beyond
// what the store knew of it passed for the known one.
func TestARecordThatWentOnFromAnOlderCopyIsMissedWhileItIsServed(t *testing.T) {
	store := filepath.Join(t.TempDir(), "remit.db")
	folder := ledger.ReviewsBeside(store)
	e, err := embedded.Open(t.Context(), embedded.Options{Store: store})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	looked := func() []embedded.Lacking {
		e.Begun(t.Context(), embedded.Decisions) // of which there are none: it looks at the reviews, too
		return e.Lacking()
	}
	wentOn(t, folder, 1)
	require.Empty(t, looked())
	require.NoError(t, os.CopyFS(folder+".copy", os.DirFS(folder)))
	wentOn(t, folder, 1)
	require.Empty(t, looked())
	require.NoError(t, os.RemoveAll(folder))
	require.NoError(t, os.CopyFS(folder, os.DirFS(folder+".copy")))
	require.NoError(t, os.Chmod(filepath.Join(folder, "key"), 0o600))
	wentOn(t, folder, 3)
	lacked := looked()
	require.Len(t, lacked, 1)
	require.Equal(t, embedded.Reviews, lacked[0].Record)
	require.Contains(t, lacked[0].Why, "the first 4 entries of the record that was found are not those that it had")
	wentOn(t, folder, 1)
	require.Len(t, looked(), 1, "it is said until somebody says it in the record")
}

// A store that an earlier build wrote knows no roots: it opens, holds its records to key and
// size, and knows their roots from then on.
func TestAStoreOfAnEarlierBuildLearnsTheRoots(t *testing.T) {
	store := filepath.Join(t.TempDir(), "remit.db")
	require.Empty(t, written(t, store, "first"))
	wentOn(t, ledger.DecisionsBeside(store), 1)
	require.Empty(t, written(t, store, "second"))
	known := func(change func(*ledger.KnownRecords)) (k ledger.KnownRecords) {
		t.Helper()
		s, err := boltstore.Open(store, boltstore.Options{})
		require.NoError(t, err)
		if change != nil {
			require.NoError(t, s.ChangeRecorded(t.Context(), change))
		}
		k, err = s.Recorded()
		require.NoError(t, err)
		require.NoError(t, s.Close())
		return k
	}
	had := known(func(k *ledger.KnownRecords) { k.History.Root, k.Decisions.Root = tlog.Hash{}, tlog.Hash{} })
	require.Zero(t, had.Decisions.Root)
	require.Empty(t, written(t, store, "third"))
	now := known(nil)
	require.NotZero(t, now.History.Root)
	require.NotZero(t, now.Decisions.Root)
	require.Equal(t, had.Decisions.Size, now.Decisions.Size)
	found, lacks, err := now.Decisions.Held(ledger.DecisionsBeside(store))
	require.NoError(t, err)
	require.Empty(t, lacks)
	require.Equal(t, now.Decisions, found)
}
