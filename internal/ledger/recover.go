package ledger

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/internal/files"
)

// maxCheckpoint is more than any checkpoint has.
const maxCheckpoint = 4096

// readCheckpoint is the one that a folder has; zero where it has none.
func readCheckpoint(folder, public string) (Checkpoint, error) {
	f, err := files.Open(filepath.Join(folder, checkpointFile))
	if errors.Is(err, fs.ErrNotExist) {
		return Checkpoint{}, nil
	}
	if err != nil {
		return Checkpoint{}, err
	}
	defer func() { _ = f.Close() }() // it was read
	message, err := files.ReadAll(f, maxCheckpoint)
	if err != nil {
		return Checkpoint{}, err
	}
	return ParseCheckpoint(message, public)
}

// recover opens the last segment, so that the next record follows the last one
// that is whole.
func (l *Log) recover() error {
	said, err := readCheckpoint(l.folder, l.public)
	if err != nil {
		return err
	}
	all, err := segments(l.folder)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		if said.Size > 0 {
			return fmt.Errorf("its checkpoint is of %d records, and none are there: put them back from a copy", said.Size)
		}
		if err := l.begin(0); err != nil {
			return err
		}
		return l.checkpoint(0)
	}
	return l.resume(said, all)
}

// errTorn ends reading where a crash left what was never acknowledged.
var errTorn = errors.New("torn")

// resume goes on after a checkpoint. Of the segments before the last one it
// believes the tree, if that is the checkpoint's: to read them all is a
// verifier's work.
func (l *Log) resume(said Checkpoint, all []segment) error {
	start := int64(0)
	switch whole, err := l.hashes.holds(said); {
	case err != nil:
		return err
	case whole:
		start = min(said.Size/segmentSize, int64(len(all)))
	}
	next := start * segmentSize
	for _, s := range all[start:] {
		size, err := s.each(func(number int64, leaf tlog.Hash, record []byte) error {
			if number >= said.Size && valid(record) != nil {
				return errTorn
			}
			next = number + 1
			return l.again(number, leaf)
		})
		if err != nil && !errors.Is(err, errTorn) {
			return err
		}
		l.size = size
	}
	return l.settle(said, all[len(all)-1], next)
}

// again puts a record's hashes into the tree.
func (l *Log) again(number int64, leaf tlog.Hash) error {
	if err := l.hashes.add(number, leaf); err != nil {
		return err
	}
	if len(l.hashes.pending) < segmentSize {
		return nil
	}
	return l.hashes.write()
}

// settle holds what was read to the checkpoint, and signs what follows it.
func (l *Log) settle(said Checkpoint, last segment, size int64) error {
	if err := l.hashes.write(); err != nil {
		return err
	}
	if size < said.Size {
		return fmt.Errorf("its checkpoint is of %d records, and %d are there: put the rest back from a copy", said.Size, size)
	}
	if said.Size > 0 {
		root, err := tlog.TreeHash(said.Size, &l.hashes)
		if err != nil {
			return err
		}
		if root != said.Root {
			return fmt.Errorf("its first %d records are not those that its checkpoint was signed for: put them back from a copy", said.Size)
		}
	}
	if last.pruned || size == last.first+segmentSize {
		if err := l.begin(size); err != nil {
			return err
		}
		return l.checkpoint(size)
	}
	var err error
	if l.open, err = os.OpenFile(last.path, os.O_RDWR, private); err != nil {
		return err
	}
	// What follows was never acknowledged.
	if err := l.open.Truncate(l.size); err != nil {
		return err
	}
	if err := l.open.Sync(); err != nil {
		return err
	}
	return l.checkpoint(size)
}
