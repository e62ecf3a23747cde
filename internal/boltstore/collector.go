package boltstore

import (
	"context"
	"errors"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/changelog"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// BuildGarbageCollector makes a collector for one run.
func (s *Store) BuildGarbageCollector(context.Context) (datastore.GarbageCollector, error) {
	return collector{s}, nil
}

// HasGCRun says whether a run was completed since ResetGCCompleted.
func (s *Store) HasGCRun() bool { return s.gcRan.Load() }

// MarkGCCompleted notes a completed run.
func (s *Store) MarkGCCompleted() { s.gcRan.Store(true) }

// ResetGCCompleted forgets that there was a run.
func (s *Store) ResetGCCompleted() { s.gcRan.Store(false) }

// collector removes what nobody can read any more, in many small transactions.
type collector struct{ store *Store }

var _ datastore.GarbageCollector = collector{}

// LockForGCRun is always granted: there is one process.
func (c collector) LockForGCRun(context.Context) (bool, error) { return true, nil }

// UnlockAfterGCRun has nothing to give back.
func (c collector) UnlockAfterGCRun() error { return nil }

// Close has nothing to release.
func (c collector) Close() {}

// Now is the time of the store.
func (c collector) Now(context.Context) (time.Time, error) { return c.store.opts.now(), nil }

// TxIDBefore is the revision of that time. After a clock that went back, revisions
// go on ahead of it, and the log says when those were written: without that their
// history would be kept until the clock is there again.
func (c collector) TxIDBefore(ctx context.Context, t time.Time) (datastore.Revision, error) {
	before := clock.Revision(t.UnixNano())
	err := c.store.view(func(tx *bolt.Tx) error {
		later, err := changelog.WrittenBy(ctx, tx, c.store.opts.now(), t)
		if later != 0 {
			before = later
		}
		return err
	})
	return before, err
}

// DeleteBeforeTx removes the versions that were superseded by then, and the log
// up to then, but for what is not recorded yet. The state at every later revision
// stays readable.
func (c collector) DeleteBeforeTx(ctx context.Context, before datastore.Revision) (datastore.DeletionCounts, error) {
	var total datastore.DeletionCounts
	limit, ok := clock.RevisionOf(before)
	if !ok {
		return total, datastore.NewInvalidRevisionErr(before, datastore.CouldNotDetermineRevision)
	}
	limit = c.store.collectable(limit)
	for more := true; more; {
		err := c.inTurn(ctx, func(tx *bolt.Tx, state *boltfile.State) error {
			collection := changelog.Collection{Tx: tx, State: state, Counts: &total}
			var err error
			more, err = collection.Run(limit, c.store.readableFrom)
			return err
		})
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// DeleteExpiredRels removes relationships that expired before the window. They
// are hidden from all readers already.
func (c collector) DeleteExpiredRels(ctx context.Context) (int64, error) {
	var total int64
	before := c.store.opts.now().Add(-c.store.opts.GCWindow)
	var from []byte
	for done := false; !done; {
		err := c.inTurn(ctx, func(tx *bolt.Tx, state *boltfile.State) error {
			next, removed, err := index.RemoveExpired(tx, state, before, from)
			total += removed
			from, done = next, next == nil
			return err
		})
		if err != nil {
			return total, err
		}
	}
	return total, nil
}

// inTurn runs one transaction of the collection.
func (c collector) inTurn(ctx context.Context, fn func(*bolt.Tx, *boltfile.State) error) error {
	if err := c.store.takeTurn(ctx); err != nil {
		return err
	}
	defer c.store.endTurn()
	if err := c.store.update(fn); !errors.Is(err, boltfile.ErrIdle) {
		return err
	}
	return nil
}

// readableFrom notes that revisions before this one are going. It comes before
// the commit that removes them, so that no reader misses it.
func (s *Store) readableFrom(rev clock.Revision) {
	if int64(rev) > s.collected.Load() {
		s.collected.Store(int64(rev))
	}
}
