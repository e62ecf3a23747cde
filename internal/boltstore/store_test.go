package boltstore

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"
)

// touch writes links in one transaction.
func touch(tb testing.TB, s *Store, links ...string) datastore.Revision {
	tb.Helper()
	rev, err := update(tb.Context(), s, tuple.UpdateOperationTouch, links...)
	require.NoError(tb, err)
	return rev
}

// remove deletes links in one transaction.
func remove(tb testing.TB, s *Store, links ...string) datastore.Revision {
	tb.Helper()
	rev, err := update(tb.Context(), s, tuple.UpdateOperationDelete, links...)
	require.NoError(tb, err)
	return rev
}

func update(ctx context.Context, s *Store, operation tuple.UpdateOperation, links ...string) (datastore.Revision, error) {
	var updates []tuple.RelationshipUpdate
	for _, l := range links {
		updates = append(updates, tuple.RelationshipUpdate{Operation: operation, Relationship: tuple.MustParse(l)})
	}
	return s.ReadWriteTx(ctx, func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
		return tx.WriteRelationships(ctx, updates)
	})
}

// linksAt are the clients' links at a revision.
func linksAt(tb testing.TB, s *Store, rev datastore.Revision) []string {
	tb.Helper()
	it, err := s.SnapshotReader(rev).QueryRelationships(tb.Context(), datastore.RelationshipsFilter{OptionalResourceType: "client"})
	require.NoError(tb, err)
	rels, err := datastore.IteratorToSlice(it)
	require.NoError(tb, err)
	links := []string{}
	for _, rel := range rels {
		links = append(links, tuple.StringWithoutCaveatOrExpiration(rel))
	}
	return links
}

// requireSound fails if Verify finds anything.
func requireSound(tb testing.TB, s *Store) Report {
	tb.Helper()
	report, err := s.Verify(tb.Context())
	require.NoError(tb, err)
	require.Empty(tb, report.Details)
	return report
}

func TestClosed(t *testing.T) {
	s := tempStore(t, Options{})
	rev := touch(t, s, "client:c1#practitioner@user:anna")
	require.NoError(t, s.Close())

	_, err := s.HeadRevision(t.Context())
	require.ErrorIs(t, err, ErrClosed)
	_, err = s.OptimizedRevision(t.Context())
	require.ErrorIs(t, err, ErrClosed)
	require.ErrorIs(t, s.CheckRevision(t.Context(), rev), ErrClosed)
	_, err = s.SnapshotReader(rev).ReadStoredSchema(t.Context())
	require.ErrorIs(t, err, ErrClosed)
	_, err = update(t.Context(), s, tuple.UpdateOperationTouch, "client:c1#practitioner@user:anna")
	require.ErrorIs(t, err, ErrClosed)
	_, err = s.Statistics(t.Context())
	require.ErrorIs(t, err, ErrClosed)
	_, err = s.Stats(t.Context())
	require.ErrorIs(t, err, ErrClosed)
	_, err = s.Verify(t.Context())
	require.ErrorIs(t, err, ErrClosed)
	require.ErrorIs(t, s.Backup(t.Context(), nil, nil), ErrClosed)
	_, errs := s.Watch(t.Context(), rev, datastore.WatchJustRelationships())
	require.ErrorIs(t, <-errs, ErrClosed)
}

// TestWaitForTurnEnds: a writer that waits behind another one has a deadline.
func TestWaitForTurnEnds(t *testing.T) {
	s := tempStore(t, Options{})
	_, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
		if _, err := tx.LookupCounters(ctx); err != nil { // takes the turn
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, 20*time.Millisecond)
		defer cancel()
		_, err := update(ctx, s, tuple.UpdateOperationTouch, "client:c1#practitioner@user:anna")
		return err
	})
	require.ErrorIs(t, err, context.DeadlineExceeded)
	touch(t, s, "client:c1#practitioner@user:anna")
}

// TestPanicLeavesNothing: a function that panics must not keep its turn.
func TestPanicLeavesNothing(t *testing.T) {
	s := tempStore(t, Options{})
	require.Panics(t, func() {
		_, _ = s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
			require.NoError(t, tx.WriteRelationships(ctx, []tuple.RelationshipUpdate{tuple.Touch(tuple.MustParse("client:c1#practitioner@user:anna"))}))
			panic("oops")
		})
	})
	rev := touch(t, s, "client:c2#practitioner@user:anna")
	require.Equal(t, []string{"client:c2#practitioner@user:anna"}, linksAt(t, s, rev))
}

func TestRefusesWhatAKeyCannotHold(t *testing.T) {
	s := tempStore(t, Options{})
	_, err := s.ReadWriteTx(t.Context(), func(ctx context.Context, tx datastore.ReadWriteTransaction) error {
		rel := tuple.MustParse("client:c1#practitioner@user:anna")
		rel.Subject.ObjectID = "an\x00na"
		return tx.WriteRelationships(ctx, []tuple.RelationshipUpdate{tuple.Touch(rel)})
	})
	require.ErrorContains(t, err, "zero byte")
}

func TestStats(t *testing.T) {
	s := tempStore(t, Options{})
	touch(t, s, "client:c1#practitioner@user:anna", "client:c2#practitioner@user:anna", "tenant:t1#member@user:anna",
		"client:c3#emergency@user:anna[expiration:2020-01-01T00:00:00Z]")
	remove(t, s, "client:c2#practitioner@user:anna")
	stats, err := s.Stats(t.Context())
	require.NoError(t, err)
	require.Equal(t, map[string]uint64{"client": 1, "tenant": 1}, stats.RelationshipsByType)
	require.EqualValues(t, 2, stats.Relationships)
	require.Positive(t, stats.FileBytes)
	require.NotZero(t, stats.OldestRevision)
	require.Greater(t, stats.Head, stats.OldestRevision)
}
