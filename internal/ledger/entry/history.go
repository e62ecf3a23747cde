package entry

import (
	"bytes"
	"fmt"
	"io/fs"
	"iter"
	"slices"
	"time"

	"errors"

	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// History reads the entries of a ledger, and what states they lead to, as of when it
// was opened.
type History struct {
	folder string
	log    *ledger.Reader
}

// Open opens the ledger in a folder for reading, also while another process writes
// it.
func Open(folder string) (*History, error) {
	log, err := ledger.Read(folder)
	if err != nil {
		return nil, err
	}
	return &History{folder, log}, nil
}

// Size is how many entries there are.
func (h *History) Size() int64 { return h.log.Last().Size }

// Entries are those from a number on, in order, without those that were pruned. An
// error is the last that it gives: without one, all were given.
func (h *History) Entries(from int64) iter.Seq2[Entry, error] { return h.entries(from, always) }

// Since are the entries whose time is not before a moment.
func (h *History) Since(moment time.Time) iter.Seq2[Entry, error] {
	return h.entries(0, func(record []byte) bool {
		t, known := timeOf(record)
		return !known || !t.Before(moment)
	})
}

func always([]byte) bool { return true }

// entries decodes only what is wanted: there may be many.
func (h *History) entries(from int64, wanted func(record []byte) bool) iter.Seq2[Entry, error] {
	return func(yield func(Entry, error) bool) {
		for r, err := range h.log.Records(from) {
			if err != nil {
				yield(Entry{}, err)
				return
			}
			if r.Content == nil || !wanted(r.Content) {
				continue
			}
			if e, err := Decode(r.Number, r.Content); !yield(e, err) || err != nil {
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
	name string
	// has says whether an entry was there by then.
	has func(Entry) bool
	// over says that what follows an entry, and the entries that were vouched for
	// with it, was not.
	over func(Entry) bool
	// inside says whether it lies in the gap after an entry; that of the gap was not
	// there by then.
	inside func(before Entry) bool
	// reached says whether a log that ends with an entry goes that far.
	reached func(Entry) bool
}

// AtRevision is the state that the engine had at a revision.
func (h *History) AtRevision(revision string) (*State, error) {
	target := zedtoken.Parse(revision)
	over := func(e Entry) bool { return zedtoken.Parse(e.Through).Includes(target) }
	return h.at(moment{
		name:    "revision " + revision,
		has:     func(e Entry) bool { return target.Includes(zedtoken.Parse(e.Revision)) },
		over:    over,
		inside:  func(Entry) bool { return true }, // or it would be over
		reached: over,
	})
}

// AtTime is the state that the engine had at a moment, by the times of the entries;
// for one after the last of them, that one's.
func (h *History) AtTime(t time.Time) (*State, error) {
	return h.at(moment{
		name:    t.Format(time.RFC3339),
		has:     func(e Entry) bool { return !e.Time.After(t) },
		over:    func(e Entry) bool { return e.Time.After(t) },
		inside:  func(before Entry) bool { return t.After(before.Time) },
		reached: func(Entry) bool { return true },
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
	return nil, fmt.Errorf("record %s has no snapshot of %s or before: it was not begun yet, or that was pruned", h.folder, m.name)
}

// entry is the one with a number; zero where there is none.
func (h *History) entry(number int64) (Entry, error) {
	for e, err := range h.Entries(number) {
		if err != nil || e.Number != number {
			return Entry{}, err
		}
		return e, nil
	}
	return Entry{}, nil
}

// replay applies to a snapshot's state what follows it.
func (h *History) replay(s *State, snapshot Entry, m moment) (*State, error) {
	last, over := snapshot, m.over(snapshot)
	for e, err := range h.Entries(snapshot.Number + 1) {
		switch {
		case err != nil:
			return nil, err
		case over && e.Through != last.Through:
			return s, nil
		case m.has(e) && e.begins():
			if s, err = readSnapshot(h.folder, e); err != nil {
				return nil, err
			}
		case m.has(e):
			s.apply(e)
		case e.Kind == Gap && !over && m.inside(last):
			return nil, fmt.Errorf("record %s cannot tell the state at %s: what changed before %s was never recorded (%s)",
				h.folder, m.name, e.Time.Format(time.RFC3339), e.Gap.Why)
		}
		last, over = e, over || m.over(e)
	}
	if !m.reached(last) {
		return nil, fmt.Errorf("record %s does not go as far as %s: see that something records", h.folder, m.name)
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
		if e.Through != t.Through || e.begins() {
			t.Resume = e.Through
			t.Entries = slices.Clone(entries[i+1:])
			return t, true
		}
	}
	return t, false
}
