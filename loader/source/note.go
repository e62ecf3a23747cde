package source

import (
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Note is one way in which a source was understood otherwise than it is written.
type Note struct {
	// First is the first row that was, and Field its field; blank for the whole row.
	First Position
	Field string
	// Message says how: one for all rows.
	Message string
	// Rows is how many there are, from 1.
	Rows int

	said phrase.Phrase // Message
}

// String is "users.csv:2: status "Actief" is read as active; and so in 12 further
// rows": one line, whatever the source has in its fields.
func (n Note) String() string { return n.Say(phrase.Printer{}) }

// Say is String in the language of a printer.
func (n Note) Say(in phrase.Printer) string {
	text := n.First.at(n.Field) + ": " + schema.Escape(n.said.Or(n.Message).Say(in))
	if n.Rows == 1 {
		return text
	}
	return text + phrase.Of("; and so in %d further {row|rows}", n.Rows-1).Say(in)
}

// maxNotes is how many are kept; further ones are of one kind.
const maxNotes = 1000

// notes are those of records, in the order in which they were met first.
type notes struct {
	all   []Note
	index map[noteKey]int
}

// noteKey is what notes that are one have alike.
type noteKey struct {
	part           *Part
	field, message string
}

// Note notes that a row was understood otherwise than it is written. Rows of one
// part for which the same is to be said are counted.
func (r *Records) Note(at Position, field, format string, args ...any) {
	said := phrase.Of(format, args...)
	r.notes.add(Note{at, field, said.String(), 1, said})
}

func (n *notes) add(one Note) {
	if n.index == nil {
		n.index = map[noteKey]int{}
	}
	key := noteKey{one.First.Part, one.Field, one.Message}
	i, met := n.index[key]
	if !met && len(n.all) >= maxNotes {
		one.Field, one.said = "", phrase.Of("is read otherwise than it is written")
		one.Message = one.said.String()
		key = noteKey{one.First.Part, "", one.Message}
		i, met = n.index[key]
	}
	if met {
		n.all[i].Rows += one.Rows
		return
	}
	n.index[key] = len(n.all)
	n.all = append(n.all, one)
}
