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

// Open opens the store in a file, and makes one if there is no file. The caller
// closes it. Errors say what is wrong with the file and what to do: see ErrInUse,
// ErrForeign and ErrLaterFormat. A file that is refused is left as it is.
func Open(path string, opts Options) (*Store, error) {
	opts = opts.withDefaults()
	if opts.Quantization > opts.GCWindow {
		return nil, fmt.Errorf("store %s: the quantization (%s) is longer than the window of garbage collection (%s): shorten it", path, opts.Quantization, opts.GCWindow)
	}
	isNew, err := probe(path)
	if err != nil {
		return nil, err
	}
	if isNew && opts.ReadOnly {
		return nil, fmt.Errorf("store %s: there is none to read: name an existing one, or open it for writing to make it", path)
	}
	db, err := openFile(path, opts)
	if err != nil {
		return nil, err
	}
	if isNew {
		err = errors.Join(create(db, path, opts), syncFolder(path))
	}
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	s, err := newStore(db, path, opts)
	if err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return s, nil
}

// probe looks at a file without writing to it. True means that there is no
// store yet and one may be made.
func probe(path string) (isNew bool, err error) {
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return true, nil
	case err != nil:
		return false, openError(path, err)
	case !info.Mode().IsRegular():
		return false, openError(path, foreign("not a file"))
	case info.Size() == 0:
		return true, nil
	}
	db, err := bolt.Open(path, fileMode, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return false, openError(path, err)
	}
	err = db.View(func(tx *bolt.Tx) (err error) {
		if err := checkLength(path, tx); err != nil {
			return err
		}
		isNew, err = checkFormat(tx)
		return err
	})
	if err != nil {
		err = openError(path, err)
	}
	return isNew, errors.Join(err, db.Close())
}

// checkLength refuses a file that was cut off, before a page that is missing
// makes the process fault.
func checkLength(path string, tx *bolt.Tx) error {
	info, err := os.Stat(path)
	if err == nil && info.Size() < tx.Size() {
		return foreign(fmt.Sprintf("it is cut off: %d of %d bytes", info.Size(), tx.Size()))
	}
	return err
}

func openFile(path string, opts Options) (*bolt.DB, error) {
	ahead := mapAhead
	if info, err := os.Stat(path); err == nil {
		ahead = max(ahead, 2*int(info.Size()))
	}
	db, err := bolt.Open(path, fileMode, &bolt.Options{
		OpenFile:        openPrivate,
		Timeout:         lockWait,
		ReadOnly:        opts.ReadOnly,
		PreLoadFreelist: true,
		FreelistType:    bolt.FreelistMapType,
		InitialMmapSize: ahead,
		NoSync:          opts.NoSync,
		NoGrowSync:      opts.NoSync,
	})
	if err != nil {
		return nil, openError(path, err)
	}
	db.AllocSize = growBy
	return db, nil
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
		blank, err := checkFormat(tx)
		if err != nil || !blank {
			return err
		}
		return initialize(tx, opts.now())
	})
	if err != nil {
		return writeError{path: path, err: err}
	}
	return nil
}

// syncFolder makes the name of a new file survive a crash of the machine.
func syncFolder(path string) error {
	folder, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	return errors.Join(folder.Sync(), folder.Close())
}

func newStore(db *bolt.DB, path string, opts Options) (*Store, error) {
	s := &Store{path: path, db: db, opts: opts, turn: make(chan struct{}, 1)}
	s.ctx, s.cancel = context.WithCancel(context.Background())
	err := db.View(func(tx *bolt.Tx) (err error) {
		s.id = string(tx.Bucket(metaBucket).Get(metaID))
		s.collected.Store(readNumber(tx, metaCollected))
		s.clock, err = newClock(opts, Revision(readNumber(tx, metaHead)), schemaHashes(tx), s.nextExpiration)
		return err
	})
	if err != nil {
		return nil, err
	}
	if !opts.ReadOnly {
		s.background.Go(func() {
			// It ends with the context, when the store is closed.
			_ = datastore.StartGarbageCollector(s.ctx, s, opts.GCInterval, opts.GCWindow, collectionTimeout)
		})
	}
	return s, nil
}
