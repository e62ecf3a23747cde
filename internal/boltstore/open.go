package boltstore

import (
	"context"
	"errors"
	"fmt"
	"os"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
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
	format, report, err := probe(context.Background(), path)
	if err = errors.Join(err, report.err()); err != nil {
		return nil, openError(path, err)
	}
	switch {
	case format == blankFormat && opts.ReadOnly:
		return nil, fmt.Errorf("store %s: there is none to read: name an existing one, or open it for writing to make it", path)
	case format == blankFormat:
		err = withFile(path, opts.access(), func(db *bolt.DB) error { return create(db, path, opts.now()) })
	case format == unsealedFormat:
		err = withFile(path, access{noSync: opts.NoSync}, func(db *bolt.DB) error { return migrate(db, path, compareIndexes) })
	}
	if err != nil {
		return nil, err
	}
	db, file, err := openFile(path, opts.access())
	if err != nil {
		return nil, err
	}
	s, err := newStore(db, file, path, opts)
	if err != nil {
		return nil, errors.Join(openError(path, err), db.Close())
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
	id, err := metaBucket.get(tx, metaID)
	if err != nil {
		return err
	}
	held, err := readState(tx)
	if err != nil {
		return err
	}
	hashes, err := schemaHashes(tx)
	if err != nil {
		return err
	}
	if err := s.catalog.read(tx); err != nil {
		return err
	}
	if s.info, err = s.file.Stat(); err != nil {
		return err
	}
	s.id, s.interrupted = string(id), held.open
	s.collected.Store(int64(held.collected))
	s.clock, err = newClock(timing{now: s.opts.now, quantization: s.opts.Quantization, window: s.opts.GCWindow}, held.head, hashes, s.nextExpiration)
	return err
}

// markOpen says in the file that it is open for writing, or not any more.
func (s *Store) markOpen(open bool) error {
	err := s.update(func(_ *bolt.Tx, state *state) error {
		if state.open == open {
			return errIdle
		}
		state.open = open
		return nil
	})
	switch {
	case err == nil, errors.Is(err, errIdle):
		return nil
	default:
		return writeError{path: s.path, err: err}
	}
}
