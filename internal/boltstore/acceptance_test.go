package boltstore

import (
	"context"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/test"
)

// TestAcceptance is SpiceDB's own suite for datastores. Two categories are left
// out. ConcurrentWrite holds two transactions open at once, each waiting for
// what the other one does, and here they run one after the other. Migration
// needs a datastore with migrations to run.
func TestAcceptance(t *testing.T) {
	tester := test.NewTesterFactory(ErrConflict).NewTester(test.DatastoreTesterFunc(newAcceptanceStore))
	test.AllWithExceptions(t, tester, test.WithCategories(test.ConcurrentWriteCategory, test.MigrationCategory))
}

func newAcceptanceStore(tb testing.TB, p test.RevisionParameters, watchBuffer uint16) (datastore.Datastore, error) {
	opts := Options{
		Quantization:      p.Quantization,
		GCWindow:          time.Duration(p.GCRetentionWindow),
		GCInterval:        time.Duration(p.GCRunInterval),
		WatchBufferLength: watchBuffer,
		NoSync:            true,
	}
	if p.Quantization == 0 {
		opts.Quantization = -1
	}
	s, err := Open(filepath.Join(tb.TempDir(), "store.db"), opts)
	if err != nil {
		return nil, err
	}
	tb.Cleanup(func() {
		if s.isClosed() {
			return
		}
		// Whatever a test did, the store has to be sound after it.
		report, err := s.Verify(context.Background())
		require.NoError(tb, err)
		require.Empty(tb, report.Details)
		require.NoError(tb, s.Close())
	})
	return s, nil
}
