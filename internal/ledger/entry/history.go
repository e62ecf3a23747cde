package entry

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"strconv"
	"time"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/schema"
)

// History reads the entries of a ledger, and what states they lead to, as of when it
// was opened.
type History struct {
	folder  string
	log     *ledger.Reader
	covered time.Time // nothing that happened until then is missing
	first   *int64    // the entry of the first snapshot that is there; nil where nobody asked
}

// Open opens the ledger in a folder for reading, also while another process writes
// it.
func Open(folder string) (*History, error) {
	log, err := ledger.Read(folder)
	if err != nil {
		return nil, err
	}
	return &History{folder: folder, log: log, covered: log.Covered().Until}, nil
}

// Covered is the moment up to which nothing that happened is missing but what a gap
// says, as far as that was said; zero where it was not.
func (h *History) Covered() time.Time { return h.covered }

// Checkpoint is what the log is read up to.
func (h *History) Checkpoint() ledger.Checkpoint { return h.log.Last() }

// Includes holds an earlier checkpoint to the log, as ledger.Reader.Includes does.
func (h *History) Includes(c ledger.Checkpoint) error { return h.log.Includes(c) }

// Size is how many entries there are.
func (h *History) Size() int64 { return h.log.Last().Size }

// Entries are those from a number on, in order, without those that were pruned. An
// error is the last that it gives: without one, all were given.
func (h *History) Entries(from int64) iter.Seq2[Entry, error] {
	return inOrder(h.records(from, always), h.decode)
}

// Since are the entries whose time is not before a moment.
func (h *History) Since(moment time.Time) iter.Seq2[Entry, error] {
	return inOrder(h.records(0, func(record []byte) bool {
		t, known := timeOf(record)
		return !known || !t.Before(moment)
	}), h.decode)
}

func always([]byte) bool { return true }

func (h *History) decode(r ledger.Record) (Entry, error) {
	e, err := Decode(r.Number, r.Content)
	e.Ledger = h.log.Last().Origin
	return e, err
}

// records are those that are wanted: there may be many, and to decode one takes long.
func (h *History) records(from int64, wanted func(record []byte) bool) iter.Seq2[ledger.Record, error] {
	return func(yield func(ledger.Record, error) bool) {
		for r, err := range h.log.Records(from) {
			if err == nil && (r.Content == nil || !wanted(r.Content)) {
				continue
			}
			if !yield(r, err) || err != nil {
				return
			}
		}
	}
}

// timeOf is a record's time, which comes first.
func timeOf(record []byte) (time.Time, bool) {
	rest, found := bytes.CutPrefix(record, []byte(`{"time":"`))
	text, _, ended := bytes.Cut(rest, []byte(`"`))
	if !found || !ended {
		return time.Time{}, false
	}
	t, err := time.Parse(time.RFC3339Nano, string(text))
	return t, err == nil
}

// moment is what a state is asked about.
type moment struct {
	// has says whether an entry was there by then.
	has func(Entry) bool
	// over says that what follows an entry, and the entries that were vouched for
	// with it, was not.
	over func(Entry) bool
	// inside says whether it lies in a gap after an entry; that of the gap was not
	// there by then.
	inside func(before, gap Entry) bool
	// reached says whether a log that ends with an entry goes that far.
	reached func(Entry) bool
	// unknown is the error of one that the log cannot tell of.
	unknown func(why string) error
}

// AtRevision is the state that the engine had at a revision.
func (h *History) AtRevision(revision string) (*State, error) {
	target := zedtoken.Parse(revision)
	over := func(e Entry) bool { return zedtoken.Parse(e.Through).Includes(target) }
	return h.at(moment{
		has:     func(e Entry) bool { return target.Includes(zedtoken.Parse(e.Revision)) },
		over:    over,
		inside:  func(_, _ Entry) bool { return true }, // or it would be over
		reached: over,
		unknown: func(why string) error {
			return fmt.Errorf("record %s cannot tell the state at revision %s: %s", h.folder, revision, why)
		},
	})
}

// AtTime is the state that the engine had at a moment, by the times of the entries. Its
// error is an *UncoveredError for one of which the ledger cannot tell it.
func (h *History) AtTime(t time.Time) (*State, error) {
	return h.at(moment{
		has:     func(e Entry) bool { return !e.From().After(t) },
		over:    func(e Entry) bool { return e.From().After(t) },
		inside:  func(before, gap Entry) bool { return t.After(later(before.From(), gap.Gap.Since)) },
		reached: func(last Entry) bool { return !t.After(h.until(last)) },
		unknown: func(why string) error { return h.uncovered(t, why) },
	})
}

// LastSnapshot is the entry of the last one; zero where there is none.
func (h *History) LastSnapshot() (Entry, error) {
	numbers, err := Snapshots(h.folder)
	for _, number := range slices.Backward(numbers) {
		if e, err := h.entry(number); err != nil || e.Snapshot != nil {
			return e, err
		}
	}
	return Entry{}, err
}

// at begins with the last snapshot that was there by then.
func (h *History) at(m moment) (*State, error) {
	numbers, err := Snapshots(h.folder)
	if err != nil {
		return nil, err
	}
	for _, number := range slices.Backward(numbers) {
		e, err := h.entry(number)
		if err != nil {
			return nil, err
		}
		if e.Snapshot == nil || !m.has(e) {
			continue
		}
		s, err := readSnapshot(h.folder, e)
		if err != nil {
			return nil, err
		}
		return h.replay(s, e, m)
	}
	return nil, m.unknown(whyBefore)
}

// entry is the one with a number; zero where there is none.
func (h *History) entry(number int64) (Entry, error) {
	if number < 0 || number >= h.Size() {
		return Entry{}, nil
	}
	r, err := h.log.Record(number)
	if err != nil || r.Content == nil {
		return Entry{}, err
	}
	return h.decode(r)
}

// replay applies to a snapshot's state what follows it.
func (h *History) replay(s *State, snapshot Entry, m moment) (*State, error) {
	last, over := snapshot, m.over(snapshot)
	for e, err := range h.Entries(snapshot.Number + 1) {
		switch {
		case err != nil:
			return nil, err
		case !e.Kind.OfEngine():
			continue
		case over && e.Through != last.Through:
			return s, nil
		case m.has(e) && e.Begins():
			if s, err = readSnapshot(h.folder, e); err != nil {
				return nil, err
			}
		case m.has(e):
			s.apply(e)
		case e.Kind == Gap && !over && m.inside(last, e):
			return nil, m.unknown(fmt.Sprintf("what changed before %s was never recorded (%s)", phrase.Time(e.Recorded), e.Gap.Why))
		}
		last, over = e, over || m.over(e)
	}
	if !m.reached(last) {
		return nil, m.unknown(whyAfter)
	}
	return s, nil
}

// Tail is where a recording stopped.
type Tail struct {
	// Resume is the revision to go on after: every change up to it is recorded.
	Resume string
	// Through is the last revision that was vouched for.
	Through string
	// Entries are those after Resume, which an engine tells again.
	Entries []Entry
}

// ErrEmpty means that a ledger has no entry yet.
var ErrEmpty = errors.New("the record is empty")

// Tail reads it from the last entries; ErrEmpty where there are none.
func (h *History) Tail() (Tail, error) {
	for window := int64(64); ; window *= 8 {
		from := max(0, h.Size()-window)
		var entries []Entry
		for e, err := range h.Entries(from) {
			if err != nil {
				return Tail{}, err
			}
			entries = append(entries, e)
		}
		if len(entries) == 0 {
			return Tail{}, ErrEmpty
		}
		if t, found := tailOf(entries); found {
			return t, nil
		}
		if from == 0 {
			return Tail{}, fmt.Errorf("record %s does not begin with a snapshot: %w", h.folder, fs.ErrInvalid)
		}
	}
}

// tailOf goes back to what was vouched for before the last entries were, or to where
// a recording began. A crash may have left only some of those of one checkpoint.
func tailOf(entries []Entry) (Tail, bool) {
	t := Tail{Through: entries[len(entries)-1].Through}
	for i, e := range slices.Backward(entries) {
		if e.Through != t.Through || e.Begins() {
			t.Resume = e.Through
			t.Entries = slices.DeleteFunc(slices.Clone(entries[i+1:]), func(e Entry) bool { return !e.Kind.OfEngine() })
			return t, true
		}
	}
	return t, false
}

// Found is the state that an entry of kind Snapshot or Gap names.
func (h *History) Found(e Entry) (*State, error) { return readSnapshot(h.folder, e) }

// FoundOf are those of some relations in the state that an entry of kind Snapshot or Gap
// names, of whatever number of others.
func (h *History) FoundOf(e Entry, relations ...schema.Relation) ([]relation.Relationship, error) {
	var named [][]byte
	for _, r := range relations {
		named = append(named, strconv.AppendQuote(nil, string(r)))
	}
	wanted := func(line []byte) bool {
		return slices.ContainsFunc(named, func(name []byte) bool { return bytes.Contains(line, name) })
	}
	var found []relation.Relationship
	err := scanSnapshot(h.folder, e, wanted, func(head) {}, func(r relation.Relationship) {
		if slices.Contains(relations, r.Relation) {
			found = append(found, r)
		}
	})
	if err != nil {
		return nil, err
	}
	return found, nil
}

// Begins says whether what an entry tells is a whole state that does not come of the entries
// before it: after a gap, or the first one of those that were not pruned.
func (h *History) Begins(e Entry) (bool, error) {
	if e.Kind != Snapshot || e.Begins() {
		return e.Begins(), nil
	}
	if h.first == nil {
		numbers, err := Snapshots(h.folder)
		if err != nil {
			return false, err
		}
		for _, number := range numbers { // a crash may have left one that is of no entry
			first, err := h.entry(number)
			if err != nil {
				return false, err
			}
			if first.Snapshot != nil {
				h.first = &number
				break
			}
		}
	}
	return h.first != nil && *h.first == e.Number, nil
}

// Schema is the newest one that the ledger tells of; blank where there is none, or nobody
// could read it in time.
func (h *History) Schema() (string, error) {
	text := ""
	for r, err := range h.records(0, func(record []byte) bool {
		return bytes.Contains(record, []byte(`"kind":"schema"`)) || bytes.Contains(record, []byte(`"snapshot":`))
	}) {
		if err != nil {
			return "", err
		}
		e, err := h.decode(r)
		if err != nil {
			return "", err
		}
		begins, err := h.Begins(e)
		switch {
		case err != nil:
			return "", err
		case e.Schema != nil:
			text = e.Schema.Text
		case begins:
			s, err := h.Found(e)
			if err != nil {
				return "", err
			}
			text = s.Schema
		}
	}
	return text, nil
}
