package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"

	"github.com/remit-authz/remit/internal/phrase"
)

// Record is one record of a log.
type Record struct {
	// Number counts from 0.
	Number int64
	// Content is the record's line; nil for one that was pruned. It is the
	// caller's.
	Content []byte
}

// Reader reads a log up to its checkpoint, also while another process writes
// it. What it gives is what the checkpoint signs; that the key is the right one, and the
// checkpoint not an older one, is for package ledger/verify to say.
type Reader struct {
	folder   string
	segments []segment
	last     Checkpoint
	covered  Covered
	signed   signed
}

// Read opens the log in a folder for reading.
func Read(folder string) (*Reader, error) {
	public, err := ReadPublic(folder)
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", folder, err)
	}
	r := &Reader{folder: folder}
	covered, size := readCovered(folder, public)                  // before what it counts
	if r.last, err = readCheckpoint(folder, public); err != nil { // before what it counts, too
		return nil, fmt.Errorf("record %s: %w", folder, err)
	}
	if size <= r.last.Size {
		r.covered = covered
	}
	if r.segments, err = segments(folder); err != nil {
		return nil, err
	}
	return r, r.hold()
}

// Last is the checkpoint that the log is read up to.
func (r *Reader) Last() Checkpoint { return r.last }

// Covered is how far the log was last said to go. It is zero where that was never said,
// or was not signed, or is of records that are not there: then the last record is as far
// as it goes.
func (r *Reader) Covered() Covered { return r.covered }

// errEnough ends reading where the caller or the checkpoint does.
var errEnough = errors.New("enough")

// Records are those from a number on, in order, pruned ones without their
// content. An error is the last that it gives: without one, all were given.
func (r *Reader) Records(from int64) iter.Seq2[Record, error] {
	return func(yield func(Record, error) bool) {
		next := from
		for _, s := range r.segments {
			if s.first+segmentSize <= from {
				continue
			}
			if err := r.holdSegment(s); err != nil {
				yield(Record{}, err)
				return
			}
			err := s.contents(func(number int64, content []byte) error {
				switch {
				case number < from:
					return nil
				case number >= r.last.Size, !yield(Record{number, bytes.Clone(content)}, nil):
					return errEnough
				}
				next = number + 1
				return nil
			})
			if errors.Is(err, errEnough) {
				return
			}
			if err != nil {
				yield(Record{}, err)
				return
			}
		}
		if next < r.last.Size {
			yield(Record{}, r.short(next))
		}
	}
}

// Record is the one with a number, and no more is read than its file, and hashed than its
// way to the checkpoint. One that is not there is an error, and one that was pruned has no
// content.
func (r *Reader) Record(number int64) (Record, error) {
	if number < 0 || number >= r.last.Size {
		return Record{}, phrase.Errorf("record %s has %d {entry|entries}, numbered from 0: there is no %d", r.folder, r.last.Size, number)
	}
	s := r.segments[number/segmentSize]
	found := Record{Number: -1}
	err := s.contents(func(n int64, content []byte) error {
		if n < number {
			return nil
		}
		found = Record{n, bytes.Clone(content)}
		return errEnough
	})
	switch {
	case err != nil && !errors.Is(err, errEnough):
		return Record{}, err
	case found.Number < 0:
		return Record{}, r.short(number)
	case found.Content == nil:
		return found, nil
	}
	return found, r.holdRecord(s, found)
}

// Proof shows that one record is part of a log whose checkpoint somebody has.
type Proof struct {
	Number int64  `json:"number"`
	Record string `json:"record"`
	// Hashes are the way from the record to the root (RFC 6962, 2.1.1).
	Hashes tlog.RecordProof `json:"hashes"`
	// Checkpoint is the signed note, and Public the key that it is held to.
	Checkpoint string `json:"checkpoint"`
	Public     string `json:"public"`
}

// Prove makes the proof of one record under the log's checkpoint.
func (r *Reader) Prove(number int64) (Proof, error) {
	record, err := r.Record(number)
	switch {
	case err != nil:
		return Proof{}, err
	case record.Content == nil:
		return Proof{}, fmt.Errorf("entry %d of record %s was pruned: its content is kept nowhere", number, r.folder)
	}
	p := Proof{Number: number, Record: string(record.Content)}
	stored, err := openHashes(r.folder)
	if err != nil {
		return Proof{}, err
	}
	defer func() { _ = stored.file.Close() }() // it was read
	if p.Hashes, err = tlog.ProveRecord(r.last.Size, number, stored); err != nil {
		return Proof{}, err
	}
	if err := tlog.CheckRecord(p.Hashes, r.last.Size, r.last.Root, number, tlog.RecordHash(record.Content)); err != nil {
		return Proof{}, fmt.Errorf("record %s: its file %q leads to no proof of entry %d: take that file away, and whoever writes the record next makes it anew", r.folder, hashesFile, number)
	}
	signed, public, err := r.Signed()
	p.Checkpoint, p.Public = string(signed), public
	return p, err
}

// Signed is the checkpoint that the log is read up to, as it was signed, and the
// public key. A writer may have gone on, so that it is no longer in the folder: that
// is an error.
func (r *Reader) Signed() (checkpoint []byte, public string, err error) {
	if public, err = ReadPublic(r.folder); err != nil {
		return nil, "", err
	}
	signed, err := os.ReadFile(filepath.Join(r.folder, checkpointFile))
	if err != nil {
		return nil, "", err
	}
	if now, err := ParseCheckpoint(signed, public); err != nil || now != r.last {
		return nil, "", errors.Join(err, fmt.Errorf("record %s went on meanwhile: try again", r.folder))
	}
	return signed, public, nil
}
