package boltstore

import (
	"context"
	"sync"
	"sync/atomic"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
)

// Store is a datastore in one file. It is safe for concurrent use: any number of
// readers, which never wait, and one writer at a time.
type Store struct {
	path  string
	id    string
	db    *bolt.DB
	opts  Options
	clock *clock

	turn      chan struct{} // holds one token while somebody writes
	collected atomic.Int64  // revisions before it cannot be read any more
	gcRan     atomic.Bool

	ctx        context.Context // ends with Close
	cancel     context.CancelFunc
	background sync.WaitGroup
}

var (
	_ datastore.Datastore                   = (*Store)(nil)
	_ datastore.GarbageCollectableDatastore = (*Store)(nil)
)

// Close ends what runs in the background and closes the file, after the
// transactions that run. A second call does nothing.
func (s *Store) Close() error {
	s.cancel()
	s.background.Wait()
	return s.db.Close()
}

func (s *Store) isClosed() bool { return s.ctx.Err() != nil }

// unlessClosed prefers to say that the store is closed.
func (s *Store) unlessClosed(err error) error {
	if s.isClosed() {
		return ErrClosed
	}
	return err
}

// takeTurn waits until the caller may write. The caller gives the turn back with
// endTurn.
func (s *Store) takeTurn(ctx context.Context) error {
	if s.isClosed() {
		return ErrClosed
	}
	select {
	case s.turn <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	case <-s.ctx.Done():
		return ErrClosed
	}
}

func (s *Store) endTurn() { <-s.turn }

// MetricsID is the name of this kind of datastore.
func (s *Store) MetricsID() (string, error) { return "boltstore", nil }

// UniqueID stays the same for the life of the file.
func (s *Store) UniqueID(context.Context) (string, error) { return s.id, nil }

// HeadRevision is the newest revision.
func (s *Store) HeadRevision(context.Context) (datastore.RevisionWithSchemaHash, error) {
	if s.isClosed() {
		return datastore.RevisionWithSchemaHash{}, ErrClosed
	}
	return s.clock.head()
}

// OptimizedRevision is at most Options.Quantization old, and never from before
// an expiration that has passed.
func (s *Store) OptimizedRevision(context.Context) (datastore.RevisionWithSchemaHash, error) {
	if s.isClosed() {
		return datastore.RevisionWithSchemaHash{}, ErrClosed
	}
	return s.clock.optimized()
}

// CheckRevision says whether the store can be read at a revision: not before the
// window, unless nothing has changed since, and not in the future.
func (s *Store) CheckRevision(_ context.Context, rev datastore.Revision) error {
	if s.isClosed() {
		return ErrClosed
	}
	at, ok := revisionOf(rev)
	if !ok {
		return datastore.NewInvalidRevisionErr(rev, datastore.CouldNotDetermineRevision)
	}
	if err := s.clock.check(at); err != nil {
		return err
	}
	if int64(at) < s.collected.Load() {
		return datastore.NewInvalidRevisionErr(rev, datastore.RevisionStale)
	}
	return nil
}

// RevisionFromString reads a revision that this kind of store wrote.
func (s *Store) RevisionFromString(text string) (datastore.Revision, error) {
	rev, err := parseRevision(text)
	if err != nil {
		return datastore.NoRevision, err
	}
	return rev, nil
}

// ReadyState is ready as long as the store is open.
func (s *Store) ReadyState(context.Context) (datastore.ReadyState, error) {
	if s.isClosed() {
		return datastore.ReadyState{Message: ErrClosed.Error()}, nil
	}
	return datastore.ReadyState{IsReady: true}, nil
}

// Features is OfflineFeatures: nothing depends on the file.
func (s *Store) Features(context.Context) (*datastore.Features, error) { return s.OfflineFeatures() }

// OfflineFeatures are those of the package.
func (s *Store) OfflineFeatures() (*datastore.Features, error) {
	supported := datastore.Feature{Status: datastore.FeatureSupported}
	return &datastore.Features{
		Watch:                 supported,
		WatchEmitsImmediately: supported,
		IntegrityData:         supported,
		ContinuousCheckpointing: datastore.Feature{
			Status: datastore.FeatureUnsupported,
			Reason: "checkpoints come with transactions",
		},
	}, nil
}
