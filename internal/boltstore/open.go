package boltstore

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/files"
)

const (
	// fileMode: who may do what to whom is for the owner only.
	fileMode = 0o600

	// mapAhead is how much address space is taken for the file at least. bbolt
	// stops all readers to take more, which a long backup would prolong.
	mapAhead = 1 << 30

	// growBy is the step in which the file grows.
	growBy = 1 << 20

	// lockWait is the shortest that bbolt has: a locked file is an error at
	// once.
	lockWait = time.Nanosecond

	// collectionTimeout ends a garbage collection that takes too long; the next
	// one goes on where it stopped.
	collectionTimeout = 10 * time.Minute
)

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
		err = withFile(path, opts, func(db *bolt.DB) error { return create(db, path, opts) })
	case format == unsealedFormat:
		err = withFile(path, Options{NoSync: opts.NoSync}, func(db *bolt.DB) error { return migrate(db, path) })
	}
	if err != nil {
		return nil, err
	}
	db, file, err := openFile(path, opts)
	if err != nil {
		return nil, err
	}
	s, err := newStore(db, file, path, opts)
	if err != nil {
		return nil, errors.Join(openError(path, err), db.Close())
	}
	return s, nil
}

// blankFormat is that of a file that is not there or has nothing in it.
const blankFormat = 0

// probe reads a file without writing to it. Nothing of it has gone through
// bbolt then but its heads.
func probe(ctx context.Context, path string) (format uint32, report Report, err error) {
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return blankFormat, report, nil
	case err != nil:
		return 0, report, err
	case !info.Mode().IsRegular():
		return 0, report, foreign("not a file")
	case info.Size() == 0:
		return blankFormat, report, nil
	}
	db, file, err := openBolt(path, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return 0, report, err
	}
	err = guard(func() error {
		return db.View(func(tx *bolt.Tx) (err error) {
			if err := checkLength(file, tx); err != nil {
				return err
			}
			newest, err := readHeads(file, db.Info().PageSize)
			if err != nil {
				return err
			}
			w := walk{ctx: ctx, file: file, pageSize: db.Info().PageSize, head: newest, report: &report}
			format, err = w.store()
			return err
		})
	})
	return format, report, errors.Join(err, db.Close())
}

// checkLength refuses a file that was cut off, before a page that is missing
// makes the process fault.
func checkLength(file *os.File, tx *bolt.Tx) error {
	info, err := file.Stat()
	if err == nil && info.Size() < tx.Size() {
		return foreign(fmt.Sprintf("it is cut off: %d of %d bytes", info.Size(), tx.Size()))
	}
	return err
}

// openBolt also gives the file that bbolt has open, which bbolt closes.
func openBolt(path string, opts *bolt.Options) (db *bolt.DB, file *os.File, err error) {
	opts.OpenFile = func(name string, flag int, mode fs.FileMode) (*os.File, error) {
		file, err = openPrivate(name, flag, mode)
		return file, err
	}
	err = guard(func() error {
		db, err = bolt.Open(path, fileMode, opts)
		return err
	})
	return db, file, err
}

func openFile(path string, opts Options) (*bolt.DB, *os.File, error) {
	ahead := mapAhead
	if info, err := os.Stat(path); err == nil {
		ahead = max(ahead, 2*int(info.Size()))
	}
	db, file, err := openBolt(path, &bolt.Options{
		Timeout:         lockWait,
		ReadOnly:        opts.ReadOnly,
		PreLoadFreelist: true,
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: ahead,
		NoSync:          opts.NoSync,
		NoGrowSync:      opts.NoSync,
	})
	if err != nil {
		return nil, nil, openError(path, err)
	}
	db.AllocSize = growBy
	return db, file, nil
}

// withFile runs what is done to a file before it is opened as a store.
func withFile(path string, opts Options, fn func(*bolt.DB) error) error {
	db, _, err := openFile(path, opts)
	if err != nil {
		return err
	}
	return errors.Join(fn(db), db.Close())
}

// openPrivate refuses an empty file, which would become a store, if somebody
// else may read it: or may have opened it already, so that its mode is not
// changed and the file used all the same.
func openPrivate(path string, flag int, mode os.FileMode) (*os.File, error) {
	f, err := os.OpenFile(path, flag, mode)
	if err != nil {
		return nil, err
	}
	info, err := f.Stat()
	if err == nil && info.Size() == 0 {
		if err = files.Private(info); err != nil {
			err = fmt.Errorf("the file is empty, and %w: remove it, and a new one is made", err)
		}
	}
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// create makes a store of a new file. Another process may have done so since
// the probe.
func create(db *bolt.DB, path string, opts Options) error {
	err := db.Update(func(tx *bolt.Tx) error {
		if k, _ := tx.Cursor().First(); k != nil {
			return nil
		}
		return initialize(tx, opts.now())
	})
	if err != nil {
		return writeError{path: path, err: err}
	}
	return syncFolder(path)
}

// syncFolder makes the name of a new file survive a crash of the machine.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
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
	s.clock, err = newClock(s.opts, held.head, hashes, s.nextExpiration)
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
