package entry

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// mostChanges is how many changes of one entry are spelled out in text.
const mostChanges = 20

// WriteText writes an entry for people, with the changes that a filter wants.
func (e Entry) WriteText(w io.Writer, changes []relation.Change) error {
	var b strings.Builder
	fmt.Fprintf(&b, "%s  %d  %s", e.Time.Local().Format(time.DateTime), e.Number, e.Kind)
	for _, said := range []struct{ name, text string }{
		{"by", e.Actor}, {"with", e.By}, {"to", e.Purpose}, {"because", e.Reason}, {"of", e.Source},
	} {
		if said.text != "" {
			fmt.Fprintf(&b, "  %s %s", said.name, schema.Quote(said.text))
		}
	}
	if e.Parts > 1 {
		fmt.Fprintf(&b, "  part %d of %d", e.Part, e.Parts)
	}
	b.WriteString(e.about())
	b.WriteByte('\n')
	for i, c := range changes {
		if i == mostChanges {
			fmt.Fprintf(&b, "    and %d more\n", len(changes)-i)
			break
		}
		fmt.Fprintf(&b, "    %s %s%s\n", sign(c), c, terms(c))
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// about is what an entry says that has no changes.
func (e Entry) about() string {
	switch e.Kind {
	case Schema:
		if e.Schema.Text == "" {
			return "  of which nothing is known: it was changed again at once"
		}
		return "  " + e.Schema.Digest
	case Snapshot:
		return fmt.Sprintf("  %d relationships, %s", e.Snapshot.Relationships, e.Snapshot.Digest)
	case Gap:
		return fmt.Sprintf("  %s; %d relationships were found, %s", e.Gap.Why, e.Snapshot.Relationships, e.Snapshot.Digest)
	}
	return ""
}

func sign(c relation.Change) string {
	if c.Gone {
		return "-"
	}
	return "+"
}

// terms are those of a change that comes, for people.
func terms(c relation.Change) string {
	if c.Gone {
		return ""
	}
	given, _ := c.Given() // what is no context says nothing
	if until, ok := given["until"].(string); ok {
		return "  until " + schema.Shown(until)
	}
	if c.Caveat != "" {
		return "  under " + schema.Shown(string(c.Caveat))
	}
	return ""
}

// Table writes entries as CSV, a row for each change, for a spreadsheet: no cell of it
// is taken for a formula. Flush ends it.
type Table struct{ w *csv.Writer }

var columns = []string{
	"entry", "time", "kind", "actor", "with", "purpose", "reason", "source", "plan", "revision",
	"change", "resource", "relation", "subject", "subject_relation", "caveat", "context", "expires", "about",
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
		return t.row(append(common, "", "", "", "", "", "", "", "", strings.TrimSpace(e.about()))...)
	}
	for _, c := range changes {
		change := "comes"
		if c.Gone {
			change = "goes"
		}
		resource, _ := c.Resource.MarshalText() // never fails
		subject, _ := c.Subject.MarshalText()
		if err := t.row(append(common[:len(common):len(common)], change, string(resource), string(c.Relation), string(subject),
			c.SubjectRelation, string(c.Caveat), c.Context, c.Expires, "")...); err != nil {
			return err
		}
	}
	return nil
}

// Flush writes what is left.
func (t *Table) Flush() error {
	t.w.Flush()
	return t.w.Error()
}

func (t *Table) row(cells ...string) error {
	for i, cell := range cells {
		cells[i] = harmless(cell)
	}
	return t.w.Write(cells)
}

// harmless has no program take a cell for a formula: OWASP's way, an apostrophe in
// front of what could begin one.
func harmless(cell string) string {
	if strings.IndexAny(cell, "=+-@\t\r\n") == 0 {
		return "'" + cell
	}
	return cell
}
