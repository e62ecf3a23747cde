package ledger

import (
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/internal/files"
)

// Prune takes the content of all records before a number away, by whole files:
// those whose every record comes before it. Their hashes stay, so that nothing
// of the log's proof is lost. It returns the first number whose content is kept.
// That records were pruned, and why, the caller appends first: a verifier asks
// for it.
func (l *Log) Prune(before int64) (kept int64, err error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.err != nil {
		return 0, l.err
	}
	all, err := segments(l.folder)
	if err != nil {
		return 0, err
	}
	for _, s := range all {
		if s.first+segmentSize > min(before, l.last.Size) {
			break
		}
		if !s.pruned {
			if err := s.prune(l.folder); err != nil {
				return kept, err
			}
		}
		kept = s.first + segmentSize
	}
	return kept, files.SyncFolder(filepath.Join(l.folder, recordsFolder))
}

// Prunable is the first number that Prune would keep.
func (l *Log) Prunable(before int64) int64 { return Whole(min(before, l.Last().Size)) }

// Whole is how many of so many records fill whole files.
func Whole(records int64) int64 { return records / segmentSize * segmentSize }

// prune has the hashes on disk before the records go.
func (s segment) prune(folder string) error {
	var hashes []byte
	if _, err := s.each(func(_ int64, leaf tlog.Hash, _ []byte) error {
		hashes = append(hashes, leaf[:]...)
		return nil
	}); err != nil {
		return err
	}
	path := segmentPath(folder, s.first, hashesSuffix)
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) { // of a crash
		return err
	}
	if err := files.Create(path, func(f *os.File) error {
		_, err := f.Write(hashes)
		return err
	}); err != nil {
		return err
	}
	return os.Remove(s.path)
}
