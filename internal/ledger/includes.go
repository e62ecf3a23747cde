package ledger

import (
	"fmt"

	"golang.org/x/mod/sumdb/tlog"
)

// Includes holds an earlier checkpoint, as somebody wrote it down, to the log: an error
// says that it is none of this log's, or that what it counts is not what is there.
func (r *Reader) Includes(c Checkpoint) error {
	if c.Origin != r.last.Origin || c.Size < 1 || c.Size > r.last.Size {
		return fmt.Errorf("%w: %s %d is no checkpoint of %s, which has %d entries", ErrForged, c.Origin, c.Size, r.last.Origin, r.last.Size)
	}
	return r.begins(c.Size, c.Root)
}

// begins says whether the first entries of the log, as many as there are or fewer, have a
// root: by the tree that is stored, or, where that proves nothing, by themselves. ErrForged
// means that they have another.
func (r *Reader) begins(size int64, root tlog.Hash) error {
	if isPrefix(r.folder, r.last.Size, r.last.Root, size, root) {
		return nil
	}
	is, err := r.rootOf(size)
	if err == nil && is != root {
		err = fmt.Errorf("%w: the first %d entries of %s do not have the root %s", ErrForged, size, r.last.Origin, root)
	}
	return err
}

// isPrefix says whether the tree that is stored in a folder proves that of a root's entries
// the first ones have another root (RFC 6962, 2.1.2).
func isPrefix(folder string, size int64, root tlog.Hash, first int64, of tlog.Hash) bool {
	stored, err := openHashes(folder)
	if err != nil {
		return false
	}
	defer func() { _ = stored.file.Close() }() // it was read
	proof, err := tlog.ProveTree(size, first, stored)
	return err == nil && tlog.CheckTree(proof, size, root, first, of) == nil
}

// rootOf is the root of the first entries, as many as there are or fewer, by what the
// checkpoint says of the segments before the last of them, and by that one's own entries.
func (r *Reader) rootOf(size int64) (tlog.Hash, error) {
	var all peaks
	for _, says := range r.signed.says[:size/segmentSize] {
		for _, p := range says {
			all.push(p.level, p.hash)
		}
	}
	if size%segmentSize == 0 {
		return all.root(), nil
	}
	s := r.segments[size/segmentSize]
	if err := r.holdSegment(s); err != nil {
		return tlog.Hash{}, err
	}
	rest, err := r.leaves(s, size)
	if err != nil {
		return tlog.Hash{}, err
	}
	for _, p := range rest {
		all.push(p.level, p.hash)
	}
	return all.root(), nil
}
