package boltfile

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"time"
	"unsafe"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

const (
	// fileMode: who may do what to whom is for the owner only.
	fileMode = 0o600

	// growBy is the step in which the file grows.
	growBy = 1 << 20

	// lockWait is the shortest that bbolt has: a locked file is an error at
	// once.
	lockWait = time.Nanosecond
)

// Access is how a file is opened.
type Access struct {
	ReadOnly bool // several processes can have it open then
	NoSync   bool // no commit is synced; for tests only
}

// BlankFormat is that of a file that is not there or has nothing in it.
const BlankFormat = 0

// Probe reads a file without writing to it. Nothing of it has gone through
// bbolt then but its heads.
func Probe(ctx context.Context, path string) (format uint32, report Report, err error) {
	switch info, err := os.Stat(path); {
	case errors.Is(err, fs.ErrNotExist):
		return BlankFormat, report, nil
	case err != nil:
		return 0, report, err
	case !info.Mode().IsRegular():
		return 0, report, Foreign(phrase.Of("not a file"))
	case info.Size() == 0:
		return BlankFormat, report, nil
	}
	db, file, err := openBolt(path, &bolt.Options{ReadOnly: true, Timeout: lockWait})
	if err != nil {
		return 0, report, err
	}
	err = Guard(func() error {
		return db.View(func(tx *bolt.Tx) (err error) {
			if err := CheckLength(file, tx); err != nil {
				return err
			}
			newest, err := ReadHeads(file, db.Info().PageSize)
			if err != nil {
				return err
			}
			w := WalkOf(ctx, db, newest, &report)
			if err := readAhead(w.Data); err != nil {
				return err
			}
			format, err = w.Store()
			return err
		})
	})
	return format, report, errors.Join(err, db.Close())
}

// WalkOf is a walk through what is mapped of a file, for as long as a transaction
// keeps it so. Its length is one that CheckLength has found.
func WalkOf(ctx context.Context, db *bolt.DB, newest Head, report *Report) Walk {
	info := db.Info()
	// bbolt gives the address as a number; the mapping does not move.
	mapped := *(*unsafe.Pointer)(unsafe.Pointer(&info.Data))
	size := int(newest.top) * info.PageSize
	return Walk{Ctx: ctx, Data: unsafe.Slice((*byte)(mapped), size), PageSize: info.PageSize, Head: newest, Report: report}
}

// CheckLength refuses a file that was cut off, before a page that is missing
// makes the process fault.
func CheckLength(file *os.File, tx *bolt.Tx) error {
	info, err := file.Stat()
	if err == nil && info.Size() < tx.Size() {
		return Foreign(phrase.Of("it is cut off: %d of %d bytes", info.Size(), tx.Size()))
	}
	return err
}

// openBolt also gives the file that bbolt has open, which bbolt closes.
func openBolt(path string, opts *bolt.Options) (db *bolt.DB, file *os.File, err error) {
	opts.OpenFile = func(name string, flag int, mode fs.FileMode) (*os.File, error) {
		file, err = openPrivate(name, flag, mode)
		return file, err
	}
	err = Guard(func() error {
		db, err = bolt.Open(path, fileMode, opts)
		return err
	})
	return db, file, err
}

// Open opens what Probe has found sound. The file is the one that bbolt has open,
// and closes.
func Open(path string, opts Access) (*bolt.DB, *os.File, error) {
	var size int
	if info, err := os.Stat(path); err == nil {
		size = int(info.Size())
	}
	db, file, err := openBolt(path, &bolt.Options{
		Timeout:         lockWait,
		ReadOnly:        opts.ReadOnly,
		PreLoadFreelist: true,
		// The list is written with each commit: kept as an array it is sorted already.
		FreelistType:    bolt.FreelistArrayType,
		InitialMmapSize: mapAhead(size),
		NoSync:          opts.NoSync,
		NoGrowSync:      opts.NoSync,
	})
	if err != nil {
		return nil, nil, OpenError(path, err)
	}
	db.AllocSize = growBy
	return db, file, nil
}

// With runs what is done to a file before it is opened as a store.
func With(path string, opts Access, fn func(*bolt.DB) error) error {
	db, _, err := Open(path, opts)
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
			err = phrase.Errorf("the file is empty, and %w: remove it, and a new one is made", err)
		}
	}
	if err != nil {
		_ = f.Close() // nothing was written
		return nil, err
	}
	return f, nil
}

// Create makes a store of a new file. Another process may have done so since
// the probe.
func Create(db *bolt.DB, path string, now time.Time) error {
	err := db.Update(func(tx *bolt.Tx) error {
		if k, _ := tx.Cursor().First(); k != nil {
			return nil
		}
		return initialize(tx, now)
	})
	if err != nil {
		return WriteError{Path: path, Err: err}
	}
	return files.SyncFolder(filepath.Dir(path))
}
