package boltstore

import (
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/index"
)

// collect runs a garbage collection as the store does by itself.
func collect(tb testing.TB, s *Store) {
	tb.Helper()
	require.NoError(tb, datastore.RunGarbageCollection(tb.Context(), s, s.opts.GCWindow))
}

// movable is a clock that a test moves.
type movable struct{ time time.Time }

func (m *movable) options(window time.Duration) Options {
	return Options{GCWindow: window, GCInterval: time.Hour, Quantization: -1, now: func() time.Time { return m.time }}
}

func TestCollectionKeepsTheWindow(t *testing.T) {
	clock := &movable{time: time.Now()}
	s := tempStore(t, clock.options(time.Hour))
	const a, b, c = "client:c1#practitioner@user:a", "client:c1#practitioner@user:b", "client:c1#practitioner@team:c#member"

	before := touch(t, s, a, b, c)
	clock.time = clock.time.Add(time.Minute)
	atStart := remove(t, s, a, c)
	clock.time = clock.time.Add(30 * time.Minute)
	inWindow := remove(t, s, b)
	clock.time = clock.time.Add(31 * time.Minute)
	collect(t, s)

	require.Empty(t, linksAt(t, s, inWindow))
	require.Equal(t, []string{b}, linksAt(t, s, atStart), "it was so until the window began and after")
	_, err := s.SnapshotReader(before).LegacyListAllNamespaces(t.Context())
	require.ErrorAs(t, err, &datastore.InvalidRevisionError{}, "a revision whose history is gone answers nothing")
	_, errs := s.Watch(t.Context(), before, datastore.WatchJustRelationships())
	require.ErrorAs(t, <-errs, &datastore.InvalidRevisionError{}, "nor does it leave a gap in a watch")
	require.EqualValues(t, 2, requireSound(t, s).Versions, "b and its deletion")

	clock.time = clock.time.Add(time.Hour)
	collect(t, s)
	require.Zero(t, requireSound(t, s).Versions)
}

func TestCollectionOfExpired(t *testing.T) {
	clock := &movable{time: time.Now()}
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := Open(path, clock.options(time.Hour))
	require.NoError(t, err)
	for i := range 2500 { // more than fit into one transaction of the collection
		touch(t, s, fmt.Sprintf("client:c%d#emergency@user:a[expiration:%s]", i, clock.time.Add(time.Minute).UTC().Format(time.RFC3339)))
		if i == 0 {
			s.db.NoSync = true
		}
	}
	kept := touch(t, s, "client:keep#emergency@user:a[expiration:2900-01-01T00:00:00Z]")
	clock.time = clock.time.Add(50 * time.Minute)
	collect(t, s)
	require.EqualValues(t, 2501, requireSound(t, s).Relationships, "within the window they are in the file")
	require.Equal(t, []string{"client:keep#emergency@user:a"}, linksAt(t, s, kept), "and hidden")
	clock.time = clock.time.Add(time.Hour)
	collect(t, s)
	require.EqualValues(t, 1, requireSound(t, s).Relationships)
	require.NoError(t, s.Close())
}

// TestCollectionAfterAJumpOfTheClock: the clock was a year ahead for an hour.
// Revisions go on from there, and history was kept for that year.
func TestCollectionAfterAJumpOfTheClock(t *testing.T) {
	clock := &movable{time: time.Now()}
	opts := clock.options(time.Hour)
	opts.NoSync = true
	s := tempStore(t, opts)
	write := func() datastore.Revision {
		remove(t, s, "client:c1#practitioner@user:a")
		return touch(t, s, "client:c1#practitioner@user:a")
	}
	write()
	clock.time = clock.time.Add(365 * 24 * time.Hour)
	write()
	clock.time = clock.time.Add(-365*24*time.Hour + time.Minute)
	early := write()
	for range 30 {
		clock.time = clock.time.Add(10 * time.Minute)
		write()
		collect(t, s)
	}
	versions := requireSound(t, s).Versions
	require.LessOrEqual(t, versions, int64(2*7), "an hour of history, in steps of ten minutes")
	require.Greater(t, versions, int64(2*5), "and not less than the window")
	require.Error(t, s.CheckRevision(t.Context(), early))
	head, err := s.HeadRevision(t.Context())
	require.NoError(t, err)
	require.Len(t, linksAt(t, s, head.Revision), 1)
}

// TestCollectionUnderReaders: a slow reader at a revision that is collected
// meanwhile gets an error, not a part of the answer.
func TestCollectionUnderReaders(t *testing.T) {
	clock := &movable{time: time.Now()}
	opts := clock.options(time.Hour)
	opts.NoSync = true
	s := tempStore(t, opts)
	links := manyLinks(3 * index.PageSize)
	rev := touch(t, s, links...)
	it, err := s.SnapshotReader(rev).QueryRelationships(t.Context(), datastore.RelationshipsFilter{OptionalResourceType: "client"})
	require.NoError(t, err)
	seen, failed := 0, error(nil)
	for _, err := range it {
		if err != nil {
			failed = err
			break
		}
		if seen++; seen == 1 {
			clock.time = clock.time.Add(time.Minute)
			remove(t, s, links...)
			clock.time = clock.time.Add(2 * time.Hour)
			collect(t, s)
		}
	}
	require.ErrorAs(t, failed, &datastore.InvalidRevisionError{})
	require.Less(t, seen, len(links))
}
