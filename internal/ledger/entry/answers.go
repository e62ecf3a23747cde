package entry

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/schema"
)

// Recording is the kind of an entry that says which answers are recorded from then on.
const Recording Kind = "recording"

// What is recorded of answers, as Answers has it.
const (
	RecordOff     = "off"
	RecordDenials = "denials"
	RecordNamed   = "named"
	RecordAll     = "all"
	// RecordClosed says that nothing is answered any more, until another entry.
	RecordClosed = "closed"
)

// Answers are those that are recorded.
type Answers struct {
	Record      string              `json:"record"`
	Permissions []schema.Permission `json:"permissions,omitempty"` // for named
	// Share is which part of the checks that are allowed is recorded.
	Share float64 `json:"share,omitempty"`
}

// tells says whether every answer about a permission is recorded: all, or denials.
func (a Answers) tells(p schema.Permission, denials bool) bool {
	switch a.Record {
	case RecordClosed:
		return true // there are none
	case RecordAll:
		return denials || a.Share == 1
	case RecordNamed:
		return denials || a.Share == 1 && slices.Contains(a.Permissions, p)
	case RecordDenials:
		return denials
	}
	return false
}

// Telling is of which times a record of decisions tells every answer of whoever writes
// it. What was answered elsewhere no record tells. The zero value is of none.
type Telling struct {
	all  []stretch
	last time.Time // up to which everything was written, as far as that is known
}

// stretch is a time in which the same was recorded; a zero Answers is of nobody knows what.
type stretch struct {
	from    time.Time
	answers Answers
}

// Take takes up the next entry of the record.
func (t *Telling) Take(e Entry) {
	switch {
	case e.Answers != nil:
		if n := len(t.all); n > 0 && e.Answers.Record != RecordClosed && t.all[n-1].answers.Record != RecordClosed {
			// It was stopped before it could say so: what it had not written is lost.
			t.all = append(t.all, stretch{from: t.last})
		}
		t.all = append(t.all, stretch{e.Time, *e.Answers})
	case e.Replaced != nil && len(t.all) > 0:
		// What was written after t.last is gone, if only that somebody answered again.
		t.all = append(t.all, stretch{from: t.last})
	case e.Dropped != nil && len(t.all) > 0:
		t.lost(e.Dropped.Since, e.Time)
	}
	if e.Refused == nil { // which others than whoever answers write too
		t.Reaches(e.Time)
	}
}

// Reaches takes up that everything that was answered until a moment is written.
func (t *Telling) Reaches(until time.Time) {
	if until.After(t.last) {
		t.last = until
	}
}

// Until is up to when the record tells, of a time until a moment: until then where nothing
// is answered any more, and as far as was written where something may be.
func (t *Telling) Until(to time.Time) time.Time {
	if n := len(t.all); n > 0 && t.all[n-1].answers.Record == RecordClosed || t.last.After(to) {
		return to
	}
	return t.last
}

// lost takes out a time until now.
func (t *Telling) lost(from, to time.Time) {
	after := t.all[len(t.all)-1].answers
	t.all = slices.DeleteFunc(t.all, func(s stretch) bool { return !s.from.Before(from) })
	t.all = append(t.all, stretch{from: from}, stretch{to, after})
}

// How much a record tells of a time.
const (
	TellsNothing = "none"
	TellsPart    = "part"
	TellsAll     = "whole"
)

// Lag is how much later than what was written last a time may end that is told: whoever
// answers says in a shorter time that they still do.
const Lag = time.Minute

// Of says how much is told of the answers about a permission, or of the denials alone,
// from one moment to another. Whoever was killed, or is gone without a word, tells nothing
// after what they wrote last.
func (t *Telling) Of(p schema.Permission, denials bool, from, to time.Time) string {
	told, missing := false, len(t.all) == 0 || t.all[0].from.After(from) || t.Until(to).Before(to.Add(-Lag))
	for i, s := range t.all {
		ends := i+1 == len(t.all) || t.all[i+1].from.After(from)
		switch {
		case s.from.After(to) || !ends:
		case s.answers.tells(p, denials):
			told = true
		default:
			missing = true
		}
	}
	switch {
	case told && !missing:
		return TellsAll
	case told:
		return TellsPart
	}
	return TellsNothing
}
