package entry

import (
	"bytes"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// Coverage is of which times a ledger can tell the state. The zero value is of none.
type Coverage struct {
	// From and Until are the first and the last.
	From, Until time.Time
	// Gaps are those in between of which it cannot tell it, in their order.
	Gaps []Span
}

// Span is what lies after From and before To, and why nobody recorded it.
type Span struct {
	From, To time.Time
	Why      string
}

// String is for people.
func (c Coverage) String() string { return c.Say(phrase.Printer{}) }

// Say is String in the language of a printer.
func (c Coverage) Say(in phrase.Printer) string {
	if c.From.IsZero() {
		return in.Say("nothing yet")
	}
	var b strings.Builder
	// The last second that is covered whole.
	until := c.Until.Add(1).Truncate(time.Second).Add(-time.Second)
	b.WriteString(in.Say("%s to %s", phrase.Time(c.From), phrase.Time(later(until, c.From))))
	for i, g := range c.Gaps {
		if i == 0 {
			b.WriteString(in.Say(", but not"))
		} else {
			b.WriteString(in.Say(" and"))
		}
		b.WriteString(" " + in.Say("%s to %s", phrase.Time(g.From), phrase.Time(g.To)))
	}
	return b.String()
}

// Why a ledger cannot tell the state at a time, where no gap says so.
const (
	whyBefore = "it had not begun yet, or that was pruned"
	whyAfter  = "it does not go as far: see that something records"
)

func whyWord(why string) phrase.Phrase {
	switch why {
	case whyBefore:
		return phrase.Of("it had not begun yet, or that was pruned")
	case whyAfter:
		return phrase.Of("it does not go as far: see that something records")
	}
	return phrase.Literal(why)
}

// UncoveredError is a time of which a ledger cannot tell the state.
type UncoveredError struct {
	Folder  string
	Time    time.Time
	Why     string
	Covered Coverage
}

// Error says why, and what is covered.
func (e *UncoveredError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *UncoveredError) Say(in phrase.Printer) string {
	return in.Say("record %s cannot tell what was so at %s: %s; it covers %s", e.Folder, phrase.Time(e.Time), whyWord(e.Why), e.Covered)
}

func (h *History) uncovered(t time.Time, why string) error {
	covered, err := h.Coverage()
	if err != nil {
		return err
	}
	return &UncoveredError{h.folder, t, why, covered}
}

// Coverage reads all of the ledger.
func (h *History) Coverage() (Coverage, error) {
	var c Coverage
	var last time.Time // of the entry before
	for r, err := range h.records(0, always) {
		if err != nil {
			return Coverage{}, err
		}
		if bytes.Contains(r.Content, []byte(`"kind":"pruned"`)) {
			continue // which is not of the engine
		}
		at, _ := timeOf(r.Content)
		if c.From.IsZero() || bytes.Contains(r.Content, []byte(`"kind":"gap"`)) {
			e, err := h.decode(r)
			if err != nil {
				return Coverage{}, err
			}
			c.add(e, last)
			at = e.From()
		}
		last = at
	}
	if c.From.IsZero() {
		return c, nil
	}
	c.Until = later(last, h.covered)
	return c, nil
}

// add takes up an entry that may begin to tell a state, after one of a time.
func (c *Coverage) add(e Entry, last time.Time) {
	switch {
	case c.From.IsZero() && e.Snapshot != nil:
		c.From = e.From()
	case e.Kind == Gap && !c.From.IsZero():
		c.Gaps = append(c.Gaps, Span{later(last, e.Gap.Since), e.From(), e.Gap.Why})
	}
}

// until is how far a ledger goes that ends with an entry.
func (h *History) until(last Entry) time.Time { return later(last.From(), h.covered) }

// Holds tells the history that an engine's newest revision was some one at a moment. A
// ledger that goes exactly that far covers the moment: nothing more happened. One that
// goes further is of another history than the engine's, which was put back from a copy.
func (h *History) Holds(newest string, at time.Time) error {
	last, err := h.entry(h.Size() - 1)
	if err != nil {
		return err
	}
	head := zedtoken.Parse(newest)
	for _, known := range []string{last.Revision, last.Through, h.log.Covered().Revision} {
		if zedtoken.Parse(known).SameRevision(head) {
			h.covered = later(h.covered, at)
		}
	}
	return nil
}

// Has says whether all that the engine did up to a revision is in the ledger; false where
// that cannot be told.
func (h *History) Has(revision string) (bool, error) {
	last, err := h.entry(h.Size() - 1)
	if err != nil {
		return false, err
	}
	for _, known := range []string{last.Revision, last.Through, h.log.Covered().Revision} {
		if zedtoken.Parse(known).Includes(zedtoken.Parse(revision)) {
			return true, nil
		}
	}
	return false, nil
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}
