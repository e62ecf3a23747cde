package boltstore

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/ledger"
)

// Record is who records the history of a store, as the store sees it.
type Record interface {
	// Needed is the revision, as nanoseconds, after which history may not be
	// recorded yet: it stays, whatever the window. Zero keeps all of it.
	Needed() int64
	// Written is which record it is, and how much of it is on disk at least; zero where
	// nobody knows. Each transaction remembers it, so that a copy of the record from before
	// is found out.
	Written() ledger.Known
	// Admit says why nothing may be written now; nil where it may.
	Admit() error
	// Await says whether what was just written at a revision is recorded, and
	// may wait for it.
	Await(ctx context.Context, revision int64) error
}

// UnrecordedError is a store that may not be written because that would not be
// recorded; or that was written, as the error says, and the record does not have it.
type UnrecordedError struct {
	Path    string
	Written bool
	Err     error
}

// Error says which store it is, and whether it was written.
func (e UnrecordedError) Error() string {
	if e.Written {
		return fmt.Sprintf("store %s: the write was made, and is not in the record yet: read before you write it again: %v", e.Path, e.Err)
	}
	return fmt.Sprintf("store %s: nothing is written that would not be recorded: %v", e.Path, e.Err)
}

// Unwrap is why it cannot be recorded.
func (e UnrecordedError) Unwrap() error { return e.Err }

// GRPCStatus is what a caller of the engine gets.
func (e UnrecordedError) GRPCStatus() *status.Status {
	return status.New(codes.ResourceExhausted, e.Error())
}

// remember has a transaction know the record that there was before it.
func (s *Store) remember(tx *bolt.Tx) error {
	if s.opts.Record == nil {
		return nil
	}
	now := s.opts.Record.Written()
	if now == (ledger.Known{}) {
		return nil
	}
	had, err := recordedIn(tx)
	if err != nil || had.History == now {
		return err
	}
	had.History = now
	return writeRecorded(tx, had)
}

// admit refuses a write that would not be recorded.
func (s *Store) admit() error {
	if s.opts.Record == nil {
		return nil
	}
	if err := s.opts.Record.Admit(); err != nil {
		return UnrecordedError{Path: s.path, Err: err}
	}
	return nil
}

// awaitRecord waits until a write is recorded, where that is asked for.
func (s *Store) awaitRecord(ctx context.Context, at clock.Revision) error {
	if s.opts.Record == nil {
		return nil
	}
	if err := s.opts.Record.Await(ctx, int64(at)); err != nil {
		return UnrecordedError{Path: s.path, Written: true, Err: err}
	}
	return nil
}

// collectable is the last revision that garbage collection may go up to.
func (s *Store) collectable(limit clock.Revision) clock.Revision {
	if s.opts.Record == nil {
		return limit
	}
	return min(limit, clock.Revision(s.opts.Record.Needed()))
}

// checkAge refuses a revision that is outside the window, or in the future. What is
// kept for the record can be read.
func (s *Store) checkAge(at clock.Revision) error {
	if s.opts.Record != nil && int64(at) >= s.opts.Record.Needed() {
		return s.clock.Readable(at)
	}
	return s.clock.Check(at)
}
