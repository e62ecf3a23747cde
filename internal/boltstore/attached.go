package boltstore

import (
	"errors"
	"fmt"
	"os"
)

// ErrDetached means that the file that is open has lost its name.
var ErrDetached = errors.New("its file was moved, deleted or replaced while it was open: nothing is written any more, stop this process and bring the file back or restore a backup")

// attached is an error if the path does not lead to the file that is open: who
// opens the store next would not find what is written to it.
func (s *Store) attached() error {
	info, err := os.Stat(s.path)
	if err != nil || !os.SameFile(info, s.info) {
		return errors.Join(fmt.Errorf("store %s: %w", s.path, ErrDetached), err)
	}
	return nil
}
