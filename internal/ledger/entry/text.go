package entry

import (
	"cmp"
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/cell"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// mostChanges is how many changes of one entry are spelled out in text.
const mostChanges = 20

// WriteText writes an entry for people, with the changes that a filter wants, each
// followed by what names says of it, in the language of a printer.
func (e Entry) WriteText(w io.Writer, in phrase.Printer, changes []relation.Change, names func(relation.Relationship) string) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %d  %s", phrase.Time(e.Time), e.Number, kindLabels[e.Kind].Say(in))
	for _, said := range Terms(e.Actor, e.By, e.Purpose, e.Reason, e.Source, "") {
		b.WriteString("  " + said.Say(in))
	}
	if e.Caller != "" {
		b.WriteString("  " + in.Say("for %s", schema.Shown(e.Caller)))
	}
	if e.Parts > 1 {
		b.WriteString("  " + in.Say("part %d of %d", e.Part, e.Parts))
	}
	if about := e.About(in); about != "" {
		b.WriteString("  " + about)
	}
	b.WriteByte('\n')
	for i, c := range changes {
		if i == mostChanges {
			fmt.Fprintf(&b, "    %s\n", in.Say("and %d more", len(changes)-i))
			break
		}
		fmt.Fprintf(&b, "    %s %s%s%s\n", sign(c), c, terms(in, c), names(c.Relationship))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Terms say who answers for an act, with what, to what end, why, from which source and
// under which plan; each that is not blank.
func Terms(actor, with, purpose, reason, source, plan string) []phrase.Phrase {
	var all []phrase.Phrase
	add := func(text string, said phrase.Phrase) {
		if text != "" {
			all = append(all, said)
		}
	}
	add(actor, phrase.Of("by %s", schema.Quote(actor)))
	add(with, phrase.Of("with %s", schema.Quote(with)))
	add(purpose, phrase.Of("to %s", quoted(PurposeWord(purpose))))
	add(reason, phrase.Of("because %s", schema.Quote(reason)))
	add(source, phrase.Of("of %s", schema.Quote(source)))
	add(plan, phrase.Of("plan %s", schema.Quote(plan)))
	return all
}

// About is what an entry says that has no changes; blank for one that has.
func (e Entry) About(in phrase.Printer) string {
	switch e.Kind {
	case Schema:
		if e.Schema.Text == "" {
			return in.Say("of which nothing is known: it was changed again at once")
		}
		return e.Schema.Digest
	case Snapshot:
		return in.Say("%d {relationship|relationships}, %s", e.Snapshot.Relationships, e.Snapshot.Digest)
	case Gap:
		return in.Say("%s; %d {relationship was|relationships were} found, %s", phrase.Recorded(e.Gap.Why), e.Snapshot.Relationships, e.Snapshot.Digest)
	}
	return e.deed(in)
}

func sign(c relation.Change) string {
	if c.Gone {
		return "-"
	}
	return "+"
}

// terms are those of a change that comes, for people.
func terms(in phrase.Printer, c relation.Change) string {
	if c.Gone {
		return ""
	}
	given, _ := c.Given() // what is no context says nothing
	if until, ok := given["until"].(string); ok {
		return "  " + in.Say("until %s", schema.Shown(until))
	}
	if c.Caveat != "" {
		return "  " + in.Say("under %s", schema.Shown(string(c.Caveat)))
	}
	return ""
}

// Table writes entries as CSV, a row for each change, for a spreadsheet: no cell of it
// is taken for a formula. Flush ends it.
type Table struct{ w *csv.Writer }

var columns = []string{
	"entry", "time", "kind", "actor", "with", "purpose", "reason", "source", "plan", "revision",
	"change", "resource", "relation", "subject", "subject_relation", "caveat", "context", "expires", "about", "caller",
}

// NewTable writes the row of names.
func NewTable(w io.Writer) (*Table, error) {
	t := &Table{csv.NewWriter(w)}
	return t, t.row(columns...)
}

// Write writes an entry, with the changes that a filter wants.
func (t *Table) Write(e Entry, changes []relation.Change) error {
	common := []string{
		fmt.Sprint(e.Number), e.Time.UTC().Format(time.RFC3339Nano), string(e.Kind),
		e.Actor, e.By, e.Purpose, e.Reason, e.Source, e.Plan, e.Revision,
	}
	if len(changes) == 0 {
		var resources []string
		var permission, subject string
		caller := e.Caller
		switch {
		case e.Decision != nil:
			resources, permission, subject = []string{textOf(e.Decision.Object)}, string(e.Decision.Permission), textOf(e.Decision.User)
			caller = cmp.Or(caller, e.Decision.Caller)
		case e.Refused != nil:
			for _, o := range e.Refused.Objects {
				resources = append(resources, textOf(o))
			}
			subject, caller = textOf(e.Refused.User), cmp.Or(caller, e.Refused.Caller)
		}
		return t.row(append(common, "", strings.Join(resources, " "), permission, subject, "", "", "", "", e.About(phrase.Printer{}), caller)...)
	}
	for _, c := range changes {
		change := "comes"
		if c.Gone {
			change = "goes"
		}
		if err := t.row(append(common[:len(common):len(common)], change, textOf(c.Resource), string(c.Relation), textOf(c.Subject),
			c.SubjectRelation, string(c.Caveat), c.Context, c.Expires, "", e.Caller)...); err != nil {
			return err
		}
	}
	return nil
}

// textOf is an object for machines; blank for none.
func textOf(o relation.Object) string {
	if o == (relation.Object{}) {
		return ""
	}
	text, _ := o.MarshalText() // never fails
	return string(text)
}

// Flush writes what is left.
func (t *Table) Flush() error {
	t.w.Flush()
	return t.w.Error()
}

func (t *Table) row(cells ...string) error {
	for i, text := range cells {
		cells[i] = cell.Harmless(text)
	}
	return t.w.Write(cells)
}
