package files

import (
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/remit-authz/remit/internal/phrase"
)

// ErrExists means that one file would have been written over another.
var ErrExists = phrase.Errorf("the file exists")

// private is the mode of every file that the program makes: who may do what to
// whom is for its owner only.
const private = 0o600

// Create makes a new file, which is there when it is whole and on disk, and not
// before. A file that has the name already is never touched: that is
// ErrExists. Until it is whole it has a name of its own beside it, which no
// other call has; only a process that is killed leaves one behind, as
// .remit-*.partial. What write returns is returned as it is.
func Create(path string, write func(*os.File) error) (err error) {
	if err := Absent(path); err != nil {
		return err
	}
	folder, err := openRoot(filepath.Dir(path))
	if err != nil {
		return createError(path, err)
	}
	defer func() { err = errors.Join(err, folder.Close()) }()
	name, partial := filepath.Base(path), ".remit-"+rand.Text()+".partial"
	f, err := folder.OpenFile(partial, os.O_RDWR|os.O_CREATE|os.O_EXCL, private)
	if err != nil {
		return createError(path, err)
	}
	defer func() {
		_ = f.Close() // closed already where that matters
		err = errors.Join(err, folder.Remove(partial))
	}()
	if err := write(f); err != nil {
		return err
	}
	if err := errors.Join(f.Sync(), publish(folder, f, partial, name)); err != nil {
		return createError(path, err)
	}
	return f.Close()
}

// Absent refuses a name that a file has already, or that is in no folder, as Create does.
func Absent(path string) error {
	switch _, err := os.Lstat(path); {
	case err == nil:
		return createError(path, fs.ErrExist)
	case !errors.Is(err, fs.ErrNotExist):
		return createError(path, err)
	}
	return HasFolder(path)
}

// HasFolder refuses the name of a file whose folder is not there: it may be a slip.
func HasFolder(path string) error {
	folder := filepath.Dir(path)
	switch info, err := os.Stat(folder); {
	case errors.Is(err, fs.ErrNotExist):
		return phrase.Errorf("file %s: its folder is not there: make it first, or name another", path)
	case err != nil:
		return createError(path, err)
	case !info.IsDir():
		return createError(path, &fs.PathError{Op: "stat", Path: folder, Err: syscall.ENOTDIR})
	}
	return nil
}

// publish gives a file its name and makes that survive a crash of the machine.
func publish(folder *os.Root, f *os.File, partial, name string) error {
	written, err := f.Stat()
	if err != nil {
		return err
	}
	named, err := folder.Lstat(partial)
	if err != nil {
		return err
	}
	if !os.SameFile(written, named) {
		return phrase.Errorf("somebody put another file in its place while it was written")
	}
	// A link, unlike a rename, fails if the name was taken meanwhile.
	if err := folder.Link(partial, name); err != nil {
		return err
	}
	self, err := folder.Open(".")
	if err != nil {
		return err
	}
	return errors.Join(syncNames(self), self.Close())
}

func createError(path string, err error) error {
	if errors.Is(err, fs.ErrExist) {
		return phrase.Errorf("file %s: %w: name a new one", path, ErrExists)
	}
	return phrase.Errorf("file %s: cannot be written: %w", path, err)
}
