package ledger

import (
	"bytes"
	"errors"
	"fmt"
	"iter"
	"os"
	"path/filepath"

	"golang.org/x/mod/sumdb/tlog"
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
// it. It trusts the folder: package ledger/verify does not.
type Reader struct {
	folder   string
	segments []segment
	last     Checkpoint
}

// Read opens the log in a folder for reading.
func Read(folder string) (*Reader, error) {
	public, err := ReadPublic(folder)
	if err != nil {
		return nil, fmt.Errorf("record %s: %w", folder, err)
	}
	r := &Reader{folder: folder}
	if r.last, err = readCheckpoint(folder, public); err != nil { // first: what it counts is there
		return nil, fmt.Errorf("record %s: %w", folder, err)
	}
	r.segments, err = segments(folder)
	return r, err
}

// Last is the checkpoint that the log is read up to.
func (r *Reader) Last() Checkpoint { return r.last }

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
			_, err := s.each(func(number int64, _ tlog.Hash, content []byte) error {
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
			yield(Record{}, fmt.Errorf("record %s: its checkpoint is of %d records, and %d are there: put the rest back from a copy", r.folder, r.last.Size, next))
		}
	}
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
	if number < 0 || number >= r.last.Size {
		return Proof{}, fmt.Errorf("record %s has %d entries, numbered from 0: there is no %d", r.folder, r.last.Size, number)
	}
	p := Proof{Number: number}
	for record, err := range r.Records(number) {
		if err != nil {
			return Proof{}, err
		}
		if record.Content == nil {
			return Proof{}, fmt.Errorf("entry %d of record %s was pruned: its content is kept nowhere", number, r.folder)
		}
		p.Record = string(record.Content)
		break
	}
	f, err := os.Open(filepath.Join(r.folder, hashesFile))
	if err != nil {
		return Proof{}, err
	}
	defer func() { _ = f.Close() }() // it was read
	if p.Hashes, err = tlog.ProveRecord(r.last.Size, number, &hashFile{file: f}); err != nil {
		return Proof{}, err
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
