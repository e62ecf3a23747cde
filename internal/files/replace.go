package files

import (
	"errors"
	"os"
	"path/filepath"
)

// Replace writes a file that others read while it is written again and again: they
// see the old content or the new, never a part. Like every file of the program it is
// for its owner only.
func Replace(path string, content []byte) (err error) {
	f, err := os.CreateTemp(filepath.Dir(path), ".remit-*.partial")
	if err != nil {
		return createError(path, err)
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, os.Remove(f.Name()))
		}
	}()
	_, err = f.Write(content)
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return createError(path, err)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return createError(path, err)
	}
	return nil
}
