package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"syscall"

	"github.com/remit-authz/remit/internal/files"
)

const (
	reserveFile = "reserve"
	reserveSize = MaxRecord
)

// Reserve keeps room on the disk for what was done and is not appended yet when the
// disk becomes full: an Append that finds no room gives it up, so that the log, opened
// anew, has it. An error says that there is no room to keep.
func (l *Log) Reserve() error {
	if l.Reserved() {
		return nil
	}
	err := files.Create(filepath.Join(l.folder, reserveFile), func(f *os.File) error {
		_, err := f.Write(make([]byte, reserveSize)) // not a hole in a file: it takes its room
		return err
	})
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("record %s: there is no room for much more: free some space: %w", l.folder, err)
	}
	return nil
}

// Reserved says whether there is the room that Reserve keeps.
func (l *Log) Reserved() bool {
	_, err := os.Lstat(filepath.Join(l.folder, reserveFile))
	return err == nil
}

// giveUpReserve makes room, after an error that says that there is none.
func (l *Log) giveUpReserve(err error) {
	if errors.Is(err, syscall.ENOSPC) || errors.Is(err, syscall.EDQUOT) {
		_ = os.Remove(filepath.Join(l.folder, reserveFile)) // at worst nothing is gained
	}
}
