package boltstore

import (
	"context"
	"errors"
	"os"
	"sync"
	"sync/atomic"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// Store is a datastore in one file. It is safe for concurrent use: any number of
// readers, which never wait, and one writer at a time.
type Store struct {
	path  string
	id    string
	db    *bolt.DB
	file  *os.File    // that of db
	info  os.FileInfo // of the file when it was opened
	opts  Options
	clock *clock.Clock

	catalog     definition.Catalog
	interrupted bool                  // see Interrupted
	damage      atomic.Pointer[error] // what was found, nil for nothing
	stuck       atomic.Bool           // bbolt cannot be closed any more

	turn      chan struct{} // holds one token while somebody writes
	group     *group        // that is open, for whoever has the turn; nil for none
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
	if s.isClosed() {
		return nil
	}
	var err error
	if !s.opts.ReadOnly && s.usable() == nil && s.attached() == nil {
		err = s.takeTurn(context.Background())
		if err == nil {
			err = s.markOpen(false)
			s.endTurn()
		}
	}
	s.cancel()
	s.background.Wait()
	if s.stuck.Load() {
		return err // the end of the process closes it
	}
	return errors.Join(err, s.db.Close())
}

// Interrupted is true for a store that was not closed after it had been open for
// writing: its process was killed, or the file is a copy of a store in use. Open
// has found all of it to be there all the same.
func (s *Store) Interrupted() bool { return s.interrupted }

// view runs a function on the last committed state.
func (s *Store) view(fn func(*bolt.Tx) error) error {
	if err := s.usable(); err != nil {
		return err
	}
	return s.noted(boltfile.ClosedError(boltfile.Guard(func() error { return s.db.View(fn) })))
}

// update runs one transaction beside those of the users. The caller has the
// turn.
func (s *Store) update(fn func(*bolt.Tx, *boltfile.State) error) error {
	if err := errors.Join(s.usable(), s.attached()); err != nil {
		return err
	}
	tx, err := s.db.Begin(true)
	if err != nil {
		return boltfile.ClosedError(err)
	}
	defer s.giveUp(tx)
	return s.noted(boltfile.Guard(func() error {
		state, err := boltfile.ReadState(tx)
		if err != nil {
			return err
		}
		if err := fn(tx, &state); err != nil {
			return err
		}
		if err := state.Write(tx); err != nil {
			return err
		}
		return tx.Commit()
	}))
}

// giveUp ends a transaction that writes, unless it has ended.
func (s *Store) giveUp(tx *bolt.Tx) {
	// bbolt reads its list of free pages again. If that fails it keeps its
	// lock, and nobody is to wait for that. An error says that it has ended.
	if err := boltfile.Guard(tx.Rollback); errors.Is(err, ErrDamaged) {
		s.stuck.Store(true)
		_ = s.noted(err)
	}
}

func (s *Store) isClosed() bool { return s.ctx.Err() != nil }

// unlessClosed prefers to say that the store is closed.
func (s *Store) unlessClosed(err error) error {
	if s.isClosed() {
		return ErrClosed
	}
	return err
}

// takeTurn waits until the caller may write, alone. The caller gives the turn back with
// endTurn.
func (s *Store) takeTurn(ctx context.Context) error {
	if err := s.joinTurn(ctx); err != nil {
		return err
	}
	_ = s.seal() // it is told to those whose transactions it has
	return nil
}

// joinTurn is takeTurn for who may go on in the group that is open.
func (s *Store) joinTurn(ctx context.Context) error {
	if err := s.usable(); err != nil {
		return err
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
	if err := s.usable(); err != nil {
		return datastore.RevisionWithSchemaHash{}, err
	}
	return s.clock.Head()
}

// OptimizedRevision is at most Options.Quantization old, and never from before
// an expiration that has passed.
func (s *Store) OptimizedRevision(context.Context) (datastore.RevisionWithSchemaHash, error) {
	if err := s.usable(); err != nil {
		return datastore.RevisionWithSchemaHash{}, err
	}
	return s.clock.Optimized()
}

// CheckRevision says whether the store can be read at a revision: not before the
// window, unless nothing has changed since, and not in the future.
func (s *Store) CheckRevision(_ context.Context, rev datastore.Revision) error {
	if err := s.usable(); err != nil {
		return err
	}
	at, ok := clock.RevisionOf(rev)
	if !ok {
		return datastore.NewInvalidRevisionErr(rev, datastore.CouldNotDetermineRevision)
	}
	if err := s.checkAge(at); err != nil {
		return err
	}
	if int64(at) < s.collected.Load() {
		return datastore.NewInvalidRevisionErr(rev, datastore.RevisionStale)
	}
	return nil
}

// RevisionFromString reads a revision that this kind of store wrote.
func (s *Store) RevisionFromString(text string) (datastore.Revision, error) {
	rev, err := clock.ParseRevision(text)
	if err != nil {
		return datastore.NoRevision, err
	}
	return rev, nil
}

// ReadyState is ready as long as the store is open and sound.
func (s *Store) ReadyState(context.Context) (datastore.ReadyState, error) {
	if err := s.usable(); err != nil {
		return datastore.ReadyState{Message: err.Error()}, nil
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

// nextExpiration is the first expiration after the given time, or clock.Never.
func (s *Store) nextExpiration(after int64) (int64, error) {
	next := int64(clock.Never)
	err := s.view(func(tx *bolt.Tx) error {
		c := boltfile.Expirations.Cursor(tx)
		k, _ := c.Seek(index.Instant(time.Unix(0, after+1)))
		if k != nil {
			end, _ := index.SplitExpiration(k)
			next = clock.Nanos(end)
		}
		return c.Err()
	})
	return next, err
}
