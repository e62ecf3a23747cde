package boltstore

import (
	"context"
	"errors"
	"time"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// Watch tells what transactions after a revision did, in their order. A revision
// whose history is gone is an error rather than a gap.
func (s *Store) Watch(ctx context.Context, after datastore.Revision, opts datastore.WatchOptions) (<-chan datastore.RevisionChanges, <-chan error) {
	setDefault(&opts.WatchBufferLength, s.opts.WatchBufferLength)
	setDefault(&opts.WatchBufferWriteTimeout, s.opts.WatchWriteTimeout)
	w := &watcher{
		store: s,
		opts:  opts,
		out:   make(chan datastore.RevisionChanges, opts.WatchBufferLength),
	}
	errs := make(chan error, 1)
	at, ok := clock.RevisionOf(after)
	switch {
	case !ok:
		errs <- datastore.NewInvalidRevisionErr(after, datastore.CouldNotDetermineRevision)
	case opts.EmissionStrategy == datastore.EmitImmediatelyStrategy && opts.Content&datastore.WatchCheckpoints == 0:
		errs <- errors.New("changes cannot be sent at once without checkpoints: ask for checkpoints too")
	default:
		go func() {
			defer close(errs)
			defer close(w.out)
			errs <- w.run(ctx, at)
		}()
		return w.out, errs
	}
	close(w.out)
	close(errs)
	return w.out, errs
}

// watcher is one call of Watch.
type watcher struct {
	store *Store
	opts  datastore.WatchOptions
	out   chan datastore.RevisionChanges
}

// run never returns nil: a watch ends when it is canceled, when the store is
// closed, or on a fault.
func (w *watcher) run(ctx context.Context, at clock.Revision) error {
	for {
		// Before the log is read, so that no transaction slips in between.
		head, moved := w.store.clock.Next()
		var err error
		if at, err = w.tell(ctx, at); err != nil {
			return err
		}
		if at, err = w.advance(ctx, at, head); err != nil {
			return err
		}
		select {
		case <-moved:
		case <-ctx.Done():
			return datastore.NewWatchCanceledErr()
		case <-w.store.ctx.Done():
			return ErrClosed
		}
	}
}

// tell sends what the log has after a revision, and returns the last one.
func (w *watcher) tell(ctx context.Context, at clock.Revision) (clock.Revision, error) {
	for {
		events, last, err := w.read(at)
		if err != nil {
			return at, err
		}
		for _, event := range events {
			if err := w.send(ctx, event); err != nil {
				return at, err
			}
		}
		if last <= at {
			return at, nil
		}
		at = last
	}
}

// advance sends a head that no transaction made, such as that of an expiration:
// who waits for it to come by has all there is.
func (w *watcher) advance(ctx context.Context, at, head clock.Revision) (clock.Revision, error) {
	if head <= at || w.opts.Content&datastore.WatchCheckpoints == 0 {
		return at, nil
	}
	return head, w.send(ctx, datastore.RevisionChanges{Revision: head, IsCheckpoint: true})
}

// send waits for a reader that is behind, but not for long.
func (w *watcher) send(ctx context.Context, event datastore.RevisionChanges) error {
	select {
	case w.out <- event:
		return nil
	default:
	}
	timer := time.NewTimer(w.opts.WatchBufferWriteTimeout)
	defer timer.Stop()
	select {
	case w.out <- event:
		return nil
	case <-timer.C:
		return datastore.NewWatchDisconnectedErr()
	case <-ctx.Done():
		return datastore.NewWatchCanceledErr()
	case <-w.store.ctx.Done():
		return ErrClosed
	}
}
