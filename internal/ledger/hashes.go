package ledger

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
)

// hashFile is the tree on disk, each hash at 32 bytes times its stored index,
// with hashes on top that are not written yet.
type hashFile struct {
	file *os.File
	// pending follow what is written; the first has the index first.
	pending []tlog.Hash
	first   int64
}

var _ tlog.HashReader = (*hashFile)(nil)

// openHashes opens the tree of the log in a folder for reading.
func openHashes(folder string) (*hashFile, error) {
	f, err := os.Open(filepath.Join(folder, hashesFile))
	if err != nil {
		return nil, err
	}
	return &hashFile{file: f}, nil
}

// ReadHashes is tlog.HashReader's.
func (h *hashFile) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	found := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= h.first && index-h.first < int64(len(h.pending)) {
			found[i] = h.pending[index-h.first]
			continue
		}
		if _, err := h.file.ReadAt(found[i][:], index*tlog.HashSize); err != nil {
			return nil, fmt.Errorf("%s: hash %d cannot be read: %w", h.file.Name(), index, err)
		}
	}
	return found, nil
}

// add appends the hashes that the record with a number brings.
func (h *hashFile) add(number int64, leaf tlog.Hash) error {
	if len(h.pending) == 0 {
		h.first = tlog.StoredHashCount(number)
	}
	more, err := tlog.StoredHashesForRecordHash(number, leaf, h)
	h.pending = append(h.pending, more...)
	return err
}

// write puts what is pending into the file. It need not survive a crash: what
// is missing then is made anew.
func (h *hashFile) write() error {
	content := make([]byte, 0, len(h.pending)*tlog.HashSize)
	for _, hash := range h.pending {
		content = append(content, hash[:]...)
	}
	_, err := h.file.WriteAt(content, h.first*tlog.HashSize)
	h.drop()
	return err
}

// drop forgets what is pending.
func (h *hashFile) drop() { h.pending = h.pending[:0] }

// holds says whether the file has the tree of a checkpoint, at least.
func (h *hashFile) holds(c Checkpoint) (bool, error) {
	root, err := tlog.TreeHash(c.Size, h)
	switch {
	case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF):
		return false, nil
	case err != nil:
		return false, err
	}
	return root == c.Root, nil
}
