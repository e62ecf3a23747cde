package ledger

import (
	"errors"
	"fmt"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// signed is what the checkpoint says of each segment, the last one up to it.
type signed struct {
	says []peaks
	held []bool // those whose records were found to be as it says
}

// peaks are the hashes of the whole subtrees of a tree that grows to the right, the
// largest first.
type peaks []peak

type peak struct {
	level int
	hash  tlog.Hash
}

func (p *peaks) push(level int, hash tlog.Hash) {
	for n := len(*p); n > 0 && (*p)[n-1].level == level; n-- {
		level, hash, *p = level+1, tlog.NodeHash((*p)[n-1].hash, hash), (*p)[:n-1]
	}
	*p = append(*p, peak{level, hash})
}

// root is the hash of the whole tree (RFC 6962, 2.1); that of none is not asked for.
func (p peaks) root() tlog.Hash {
	hash := p[len(p)-1].hash
	for i := len(p) - 2; i >= 0; i-- {
		hash = tlog.NodeHash(p[i].hash, hash)
	}
	return hash
}

// hold finds what the checkpoint says of each segment: in the tree that is stored, or,
// where that is not there or another, of the records themselves.
func (r *Reader) hold() error {
	if r.last.Size == 0 {
		return nil
	}
	n := int((r.last.Size + segmentSize - 1) / segmentSize)
	if n > len(r.segments) {
		return r.short(int64(len(r.segments)) * segmentSize)
	}
	r.signed = signed{r.storedPeaks(n), make([]bool, n)}
	if r.isSigned() {
		return nil
	}
	for i := range n {
		var err error
		if r.signed.says[i], err = r.leaves(r.segments[i], r.end(r.segments[i])); err != nil {
			return err
		}
		r.signed.held[i] = true
	}
	if !r.isSigned() {
		return r.forged(0, r.last.Size)
	}
	return nil
}

// end is the number after the last record of a segment that the checkpoint is of.
func (r *Reader) end(s segment) int64 { return min(s.first+segmentSize, r.last.Size) }

// storedPeaks are those of the first segments in the stored tree; zero where it is not
// there.
func (r *Reader) storedPeaks(n int) []peaks {
	all := make([]peaks, n)
	stored, err := openHashes(r.folder)
	if err != nil {
		return all
	}
	defer func() { _ = stored.file.Close() }() // it was read
	for i, s := range r.segments[:n] {
		for at, end := s.first, r.end(s); at < end; {
			level := bits.Len64(uint64(end-at)) - 1
			found, err := stored.ReadHashes([]int64{tlog.StoredHashIndex(level, at>>level)})
			if err != nil {
				return all
			}
			all[i] = append(all[i], peak{level, found[0]})
			at += 1 << level
		}
	}
	return all
}

// isSigned says whether the checkpoint is of what is said of the segments.
func (r *Reader) isSigned() bool {
	var all peaks
	for _, says := range r.signed.says {
		for _, p := range says {
			all.push(p.level, p.hash)
		}
	}
	return len(all) > 0 && all.root() == r.last.Root
}

// leaves are the peaks of a segment's records before a number.
func (r *Reader) leaves(s segment, end int64) (all peaks, err error) {
	next := s.first
	_, err = s.each(func(number int64, leaf tlog.Hash, _ []byte) error {
		if number >= end {
			return errEnough
		}
		all.push(0, leaf)
		next = number + 1
		return nil
	})
	if err != nil && !errors.Is(err, errEnough) {
		return nil, err
	}
	if next < end {
		return nil, r.short(next)
	}
	return all, nil
}

// holdSegment refuses a segment whose records are not those that the checkpoint signs.
func (r *Reader) holdSegment(s segment) error {
	i := s.first / segmentSize
	if i >= int64(len(r.signed.held)) || r.signed.held[i] {
		return nil
	}
	all, err := r.leaves(s, r.end(s))
	if err != nil {
		return err
	}
	if !slices.Equal(all, r.signed.says[i]) {
		return r.forged(s.first, r.end(s))
	}
	r.signed.held[i] = true
	return nil
}

// holdRecord refuses a record that the checkpoint does not sign: by its way through the
// stored tree, or, where there is none, with its whole segment.
func (r *Reader) holdRecord(s segment, record Record) error {
	if r.signed.held[s.first/segmentSize] || r.leadsUp(s, record) {
		return nil
	}
	return r.holdSegment(s)
}

// leadsUp says whether the stored tree leads from a record to what the checkpoint says of
// its segment.
func (r *Reader) leadsUp(s segment, record Record) bool {
	stored, err := openHashes(r.folder)
	if err != nil {
		return false
	}
	defer func() { _ = stored.file.Close() }() // it was read
	at, hash := s.first, tlog.RecordHash(record.Content)
	for _, p := range r.signed.says[s.first/segmentSize] {
		if at += 1 << p.level; record.Number >= at {
			continue
		}
		for level := range p.level {
			place := record.Number >> level
			other, err := stored.ReadHashes([]int64{tlog.StoredHashIndex(level, place^1)})
			switch {
			case err != nil:
				return false
			case place&1 == 1:
				hash = tlog.NodeHash(other[0], hash)
			default:
				hash = tlog.NodeHash(hash, other[0])
			}
		}
		return hash == p.hash
	}
	return false
}

// ErrForged means that records are not those that the checkpoint signs.
var ErrForged = errors.New("not as they were signed")

func (r *Reader) forged(from, to int64) error {
	return fmt.Errorf("record %s: of the entries %d to %d some are %w: see `remit log verify`, and put them back from a copy", r.folder, from, to-1, ErrForged)
}

func (r *Reader) short(there int64) error {
	return fmt.Errorf("record %s: its checkpoint is of %d records, and %d are there: put the rest back from a copy", r.folder, r.last.Size, there)
}
