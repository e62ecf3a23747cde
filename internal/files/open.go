package files

import (
	"io"
	"io/fs"
	"os"
	"syscall"

	"github.com/remit-authz/remit/internal/phrase"
)

// ErrTooLong means that there is more to read than anybody has a use for.
var ErrTooLong = phrase.Errorf("it is too long")

// atOnce is how a file is opened that may turn out to be a pipe, which would
// wait for whoever writes it.
const atOnce = os.O_RDONLY | syscall.O_NONBLOCK

// Open opens a regular file, or a link to one, for reading. Anything else is
// refused at once, such as a pipe or a device. The caller closes it.
func Open(name string) (*os.File, error) {
	f, err := os.OpenFile(name, atOnce, 0)
	if err != nil {
		return nil, err
	}
	return only(f, fs.FileMode.IsRegular)
}

// only closes a file that is not of the right kind.
func only(f *os.File, right func(fs.FileMode) bool) (*os.File, error) {
	info, err := f.Stat()
	if err == nil && !right(info.Mode()) {
		err = &fs.PathError{Op: "open", Path: f.Name(), Err: phrase.Errorf("it is not a regular file")}
	}
	if err != nil {
		_ = f.Close() // nothing was read
		return nil, err
	}
	return f, nil
}

// ReadAll reads to the end, and fails with ErrTooLong where that is more than
// limit bytes: before it reads any, if the reader is a file.
func ReadAll(r io.Reader, limit int64) ([]byte, error) {
	if f, ok := r.(fs.File); ok {
		if info, err := f.Stat(); err == nil && info.Size() > limit {
			return nil, tooLong(limit)
		}
	}
	content, err := io.ReadAll(io.LimitReader(r, limit+1))
	if err == nil && int64(len(content)) > limit {
		return nil, tooLong(limit)
	}
	return content, err
}

func tooLong(limit int64) error {
	if limit < 1<<20 {
		return phrase.Errorf("%w: more than %d KiB", ErrTooLong, limit>>10)
	}
	return phrase.Errorf("%w: more than %d MiB", ErrTooLong, limit>>20)
}
