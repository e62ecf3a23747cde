package verify

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"path"
	"sort"
	"strconv"
	"strings"
	"time"
)

// Report is what a log came to that is as it was signed.
type Report struct {
	Checkpoint
	// Kept are the sizes of the earlier checkpoints that it was held to as well.
	Kept []int64
	// Pruned is how many records are there by their hash only, each of which a
	// record says to have been pruned.
	Pruned int64
	// Snapshots are how many whole states are there beside the records, each as a
	// record says.
	Snapshots int64
	// Unsigned is how many whole records come after the checkpoint: a writer is
	// about to sign them, or was stopped before it did.
	Unsigned int64
	// Backwards are the numbers of records, 100 at most, whose time is before
	// that of the record in front of them: a clock was set back.
	Backwards []int64
}

// maxBackwards is how many records are named.
const maxBackwards = 100

// Folder holds the log in a folder to its checkpoint, to the public key that it
// must be signed by, and to earlier checkpoints that somebody kept, and what lies
// beside its records to that key. It reads all of it but the tree that is stored,
// which it makes anew. Any error means that the log is not what was signed.
func Folder(folder fs.FS, public string, kept ...[]byte) (Report, error) {
	if err := beside(folder, public); err != nil {
		return Report{}, err
	}
	message, err := fs.ReadFile(folder, "checkpoint")
	if err != nil {
		return Report{}, err
	}
	last, err := ParseCheckpoint(message, public)
	if err != nil {
		return Report{}, err
	}
	r := reading{Report: Report{Checkpoint: last}, folder: folder}
	for i, message := range kept {
		c, err := ParseCheckpoint(message, public)
		if err != nil {
			return Report{}, notAsSigned("kept checkpoint %d: %w", i+1, err)
		}
		if c.Size > last.Size {
			return Report{}, notAsSigned("kept checkpoint %d is of %d records, and the log has %d: its end was cut off", i+1, c.Size, last.Size)
		}
		r.kept = append(r.kept, c)
	}
	sort.Slice(r.kept, func(i, j int) bool { return r.kept[i].Size < r.kept[j].Size })
	if err := r.all(); err != nil {
		return Report{}, err
	}
	return r.Report, nil
}

// reading is a log so far.
type reading struct {
	Report
	tree
	folder fs.FS
	kept   []Checkpoint // still to come, by size
	ended  bool         // at the checkpoint
	time   time.Time    // of the record before
	holes  int64        // records before this one are there by their hash only
	told   int64        // records before this one are said to have been pruned
}

func (r *reading) all() error {
	entries, err := fs.ReadDir(r.folder, "records")
	if err != nil {
		return err
	}
	if err := r.reached(); err != nil {
		return err
	}
	for i, entry := range entries {
		name := path.Join("records", entry.Name())
		first, err := strconv.ParseInt(strings.TrimSuffix(entry.Name(), path.Ext(name)), 10, 64)
		if err != nil {
			return notAsSigned("%s is no part of a record: take it away", name)
		}
		switch half := i+1 < len(entries) && strings.TrimSuffix(entries[i+1].Name(), ".jsonl")+".hashes" == entry.Name(); {
		case half:
			continue // a crash while it was pruned: the records are still there
		case first != r.size+r.Unsigned:
			return notAsSigned("%s begins with record %d, and %d come before it: records are missing, or are there twice", name, first, r.size+r.Unsigned)
		}
		if err := r.file(name); err != nil {
			return notAsSigned("%s: %w", name, err)
		}
	}
	return r.whole()
}

func (r *reading) file(name string) error {
	f, err := r.folder.Open(name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was read
	switch path.Ext(name) {
	case ".jsonl":
		return r.lines(bufio.NewReaderSize(f, 1<<20))
	case ".hashes":
		return r.hashes(bufio.NewReader(f))
	}
	return notAsSigned("it is no part of a record: take it away")
}

func (r *reading) lines(lines *bufio.Reader) error {
	var long []byte
	for {
		line, err := lines.ReadSlice('\n')
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			long = append(long, line...)
			continue
		case errors.Is(err, io.EOF):
			return nil // half a line was never acknowledged
		case err != nil:
			return err
		}
		if long != nil {
			line, long = append(long, line...), nil
		}
		if err := r.record(line[:len(line)-1]); err != nil {
			return err
		}
	}
}

func (r *reading) hashes(content *bufio.Reader) error {
	var leaf hash
	for {
		switch _, err := io.ReadFull(content, leaf[:]); {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return notAsSigned("a hash is cut off: %w", err)
		case r.ended:
			return notAsSigned("records after the checkpoint are said to have been pruned")
		}
		r.Pruned++
		if err := r.leaf(leaf); err != nil {
			return err
		}
		r.holes = r.size
	}
}

func (r *reading) record(content []byte) error {
	if r.ended {
		r.Unsigned++
		return nil
	}
	r.chronology(content)
	r.prunes(content)
	if err := r.snapshot(content); err != nil {
		return err
	}
	return r.leaf(leafHash(content))
}

func (r *reading) leaf(leaf hash) error {
	r.add(leaf)
	return r.reached()
}

// reached holds the tree to the checkpoints of its size.
func (r *reading) reached() error {
	for len(r.kept) > 0 && r.kept[0].Size == r.size {
		if r.root() != r.kept[0].Root {
			return notAsSigned("the first %d records are not those of the checkpoint that was kept: something before there was changed, taken out or moved", r.size)
		}
		r.Kept, r.kept = append(r.Kept, r.size), r.kept[1:]
	}
	r.ended = r.size == r.Size
	return nil
}

// whole holds the end to the checkpoint.
func (r *reading) whole() error {
	switch {
	case r.size < r.Size:
		return notAsSigned("the checkpoint is of %d records, and %d are there: the end was cut off", r.Size, r.size)
	case r.root() != r.Root:
		return notAsSigned("the %d records are not those of the checkpoint: something was changed, taken out or moved", r.size)
	case r.told < r.holes:
		return notAsSigned("the first %d records are there by their hashes only, and no record says that they were pruned", r.holes)
	}
	return nil
}

// stamped is how a record begins that has a time.
var stamped = []byte(`{"time":"`)

// chronology notes a record whose time is before that of the one before.
func (r *reading) chronology(record []byte) {
	rest, ok := bytes.CutPrefix(record, stamped)
	end := bytes.IndexByte(rest, '"')
	if !ok || end < 0 {
		return
	}
	t, err := time.Parse(time.RFC3339Nano, string(rest[:end]))
	if err != nil {
		return
	}
	if t.Before(r.time) && len(r.Backwards) < maxBackwards {
		r.Backwards = append(r.Backwards, r.size)
	}
	r.time = t
}

// prunes notes what a record says was pruned.
func (r *reading) prunes(record []byte) {
	if !bytes.Contains(record, []byte(`"pruned"`)) {
		return
	}
	var said struct {
		Kind   string `json:"kind"`
		Before int64  `json:"before"`
	}
	if json.Unmarshal(record, &said) == nil && said.Kind == "pruned" {
		r.told = max(r.told, said.Before)
	}
}
