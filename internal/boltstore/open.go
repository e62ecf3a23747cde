package boltstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
)

// collectionTimeout ends a garbage collection that takes too long; the next one
// goes on where it stopped.
const collectionTimeout = 10 * time.Minute

// Open opens the store in a file, and makes one if there is no file. It reads the
// whole file first and refuses one that is not as it was written. A store of an
// older format is brought up to this one, also where it is opened read-only. The
// caller closes it. Errors say what is wrong with the file and what to do: see
// ErrInUse, ErrForeign, ErrDamaged and ErrLaterFormat. A file that is refused is
// left as it is.
func Open(path string, opts Options) (*Store, error) {
	opts = opts.withDefaults()
	if opts.Quantization > opts.GCWindow {
		return nil, fmt.Errorf("store %s: the quantization (%s) is longer than the window of garbage collection (%s): shorten it", path, opts.Quantization, opts.GCWindow)
	}
	format, report, err := boltfile.Probe(context.Background(), path)
	if err = errors.Join(err, report.Err()); err != nil {
		return nil, boltfile.OpenError(path, err)
	}
	switch {
	case format == boltfile.BlankFormat && opts.ReadOnly:
		return nil, fmt.Errorf("store %s: there is none to read: name an existing one, or open it for writing to make it", path)
	case format == boltfile.BlankFormat:
		err = boltfile.With(path, opts.access(), func(db *bolt.DB) error { return boltfile.Create(db, path, opts.now()) })
	case format == boltfile.UnsealedFormat:
		err = boltfile.With(path, boltfile.Access{NoSync: opts.NoSync}, func(db *bolt.DB) error { return boltfile.Migrate(db, path, compareIndexes) })
	}
	if err != nil {
		return nil, err
	}
	db, file, err := boltfile.Open(path, opts.access())
	if err != nil {
		return nil, err
	}
	s, err := newStore(db, file, path, opts)
	if err != nil {
		return nil, errors.Join(boltfile.OpenError(path, err), db.Close())
	}
	return s, nil
}

func newStore(db *bolt.DB, file *os.File, path string, opts Options) (*Store, error) {
	s := &Store{path: path, db: db, file: file, opts: opts, turn: make(chan struct{}, 1)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	err := s.view(s.load)
	if err == nil && !opts.ReadOnly {
		err = s.markOpen(true)
	}
	if err != nil {
		return nil, err
	}
	if !opts.ReadOnly {
		s.background.Go(func() {
			// It ends with the context, when the store is closed.
			_ = datastore.StartGarbageCollector(s.ctx, s, opts.GCInterval, opts.GCWindow, collectionTimeout)
		})
		s.background.Go(s.scrub)
	}
	return s, nil
}

// load takes into memory what the file says of itself.
func (s *Store) load(tx *bolt.Tx) error {
	id, err := boltfile.Meta.Get(tx, boltfile.MetaID)
	if err != nil {
		return err
	}
	held, err := boltfile.ReadState(tx)
	if err != nil {
		return err
	}
	hashes, err := definition.SchemaHashes(tx)
	if err != nil {
		return err
	}
	if err := s.catalog.Read(tx); err != nil {
		return err
	}
	if s.info, err = s.file.Stat(); err != nil {
		return err
	}
	s.id, s.interrupted = string(id), held.Open
	s.collected.Store(int64(held.Collected))
	s.clock, err = clock.New(clock.Timing{Now: s.opts.now, Quantization: s.opts.Quantization, Window: s.opts.GCWindow}, held.Head, hashes, s.nextExpiration)
	return err
}

// markOpen says in the file that it is open for writing, or not any more.
func (s *Store) markOpen(open bool) error {
	err := s.update(func(_ *bolt.Tx, state *boltfile.State) error {
		if state.Open == open {
			return boltfile.ErrIdle
		}
		state.Open = open
		return nil
	})
	switch {
	case err == nil, errors.Is(err, boltfile.ErrIdle):
		return nil
	default:
		return boltfile.WriteError{Path: s.path, Err: err}
	}
}
