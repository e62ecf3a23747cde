package boltstore

import (
	"context"
	"errors"
	"io"
	"os"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
)

// Backup writes the store as it is at this moment. Readers and writers go on
// meanwhile; the file grows by what they write until the backup is done. What is
// written is a store itself.
func (s *Store) Backup(ctx context.Context, w io.Writer, progress Progress) error {
	err := s.view(func(tx *bolt.Tx) error {
		_, err := tx.WriteTo(progress.Writer(untilDone{ctx, w}, tx.Size()))
		return err
	})
	if err = errors.Join(ctx.Err(), err); err != nil { // bbolt hides the cause
		return phrase.Errorf("store %s: the backup is not complete, do not keep it: %w", s.path, err)
	}
	return nil
}

// BackupFile is Backup into a file that does not exist yet. The file is there
// when it is complete, and not before.
func (s *Store) BackupFile(ctx context.Context, path string, progress Progress) error {
	return files.Create(path, func(f *os.File) error {
		if err := s.Backup(ctx, f, progress); err != nil {
			return err
		}
		// What was read may be damaged, and what was written. It is also
		// closed here: the store was open when it was copied.
		copied, err := Open(f.Name(), Options{})
		if err != nil {
			return phrase.Errorf("the backup is not good: %w", err)
		}
		return copied.Close()
	})
}

// Restore makes a store of what Backup wrote. The path is that of a new file,
// which is there when it is complete and checked, and not before. It gets a
// unique id of its own: tokens that were given out after the backup are not
// taken for revisions of it. It stops when the context ends. How many bytes are to be read
// is for progress only; 0 is not known.
func Restore(ctx context.Context, path string, r io.Reader, size int64, progress Progress) error {
	return files.Create(path, func(f *os.File) error {
		if _, err := io.Copy(progress.Writer(untilDone{ctx, f}, size), r); err != nil {
			return phrase.Errorf("store %s: the backup cannot be read: %w", path, err)
		}
		if err := checkRestored(ctx, f.Name(), progress); err != nil {
			var foreign *boltfile.ForeignError
			if errors.As(err, &foreign) {
				err = foreign // and not of which file: nobody knows the name that it has meanwhile
			}
			return phrase.Errorf("store %s was not made, use another backup: %w", path, err)
		}
		return nil
	})
}

// checkRestored makes sure that a file is a whole store.
func checkRestored(ctx context.Context, path string, progress Progress) error {
	if info, err := os.Stat(path); err != nil || info.Size() == 0 {
		return errors.Join(err, boltfile.Foreign(phrase.Of("the backup is empty")))
	}
	s, err := Open(path, Options{})
	if err != nil {
		return err
	}
	report, err := s.verify(ctx, progress)
	switch {
	case err == nil && !report.OK():
		err = report.Err()
	case err == nil:
		err = s.db.Update(boltfile.RenewID)
	}
	return errors.Join(err, s.Close())
}

// untilDone is a writer that fails when its context has ended.
type untilDone struct {
	ctx context.Context
	w   io.Writer
}

func (u untilDone) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.w.Write(p)
}
