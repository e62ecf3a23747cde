package main

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
)

// past is the time that a question is about, and the record that tells of it. The zero
// value is now.
type past struct {
	text, folder string
	recorded     bool      // a question about now is answered by the record too
	at           time.Time // what text says
}

// timeText is a time in a flag. A blank one, as of a variable that nobody has set, is no
// other than the one that was meant: the answer would be of now.
type timeText string

func (t *timeText) Set(text string) error {
	if text == "" {
		return phrase.Errorf("the time is blank: leave it out, or say which")
	}
	*t = timeText(text)
	return nil
}

func (t *timeText) String() string { return string(*t) }
func (*timeText) Type() string     { return "string" }

// givenText is a flag that narrows or ends something: blank, as of a variable that nobody
// has set, it would stand for all, or for never.
type givenText string

func (t *givenText) Set(text string) error {
	if strings.TrimSpace(text) == "" {
		return phrase.Errorf("it is blank: leave it out, or say which")
	}
	*t = givenText(text)
	return nil
}

func (t *givenText) String() string { return string(*t) }
func (*givenText) Type() string     { return "string" }

// asked says whether a question is about the past; a record may also be named to tell of now.
func (p past) asked() bool { return p.text != "" }

// addPast gives a verb that asks the flags for the past.
func (p *program) addPast(verb *cobra.Command) *cobra.Command {
	flags := verb.Flags()
	flags.Var((*timeText)(&p.past.text), "at", "as it was at this `TIME`: a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)")
	p.addLedger(verb, &p.past.folder)
	return verb
}

// addLedger gives a verb the flag that says where the record is.
func (p *program) addLedger(verb *cobra.Command, folder *string) {
	verb.Flags().StringVar(folder, "ledger", "", "read the record in this `FOLDER` (default beside the store)")
}

// moment is the one that --at says.
func (p *program) moment(ctx context.Context) (*history.Moment, error) {
	now := time.Now()
	at, err := entry.ParseMoment(p.past.text, now)
	if err != nil {
		return nil, err
	}
	p.past.at = at.UTC()
	return p.momentAt(ctx, p.past.folder, over(at, now))
}

// over is the end of a second that was given to the second: what is printed is cut to it,
// and had happened by then.
func over(t, now time.Time) time.Time {
	if t.Nanosecond() != 0 || t.After(now) {
		return t
	}
	if end := t.Add(time.Second - 1); end.Before(now) {
		return end
	}
	return now
}

// momentAt is what the record in a folder, or beside the store, tells of a time.
func (p *program) momentAt(ctx context.Context, named string, at time.Time) (*history.Moment, error) {
	switch {
	case p.place.isOther():
		return nil, phrase.Errorf("--schema and --data have no past: it is read from a record")
	case p.place.flags.Changed("model"):
		return nil, phrase.Errorf("--model is for the schema of now: the past is asked under the schema of then, which the record has")
	case at.After(time.Now()):
		return nil, phrase.Errorf("%s is to come: nobody knows who may do what then", phrase.Time(at))
	}
	folder, err := p.place.ledger(named)
	if err != nil {
		return nil, err
	}
	h, err := history.Open(folder, history.Options{})
	if err != nil {
		return nil, noRecord(folder, err)
	}
	then, err := h.At(ctx, at)
	var uncovered *history.UncoveredError
	if !errors.As(err, &uncovered) || !at.After(uncovered.Covered.Until) {
		return then, err
	}
	// Nothing may have happened since: whoever has the data knows.
	conn, closeAll, cannot := p.place.open(ctx, reading)
	if cannot != nil {
		return nil, phrase.Errorf("%w; whether anything happened since cannot be told: %w", err, cannot)
	}
	if h, err = history.Open(folder, history.Options{Engine: conn}); err == nil {
		then, err = h.At(ctx, at)
	}
	return then, errors.Join(err, closeAll())
}
