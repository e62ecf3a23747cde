package source

import (
	"fmt"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Part is one file, sheet or page of a source. Two positions are in the same part
// if they point at the same Part.
type Part struct {
	// Name is how people find it: "links.csv", "Links", "https://…/users?page=2".
	Name string
	// Place writes where a row of it, or a field of the row, stands: as a whole,
	// such as "Links!C17", and for a sentence that has named the part, such as "in
	// C17". The field is blank for the row as a whole. Nil writes "links.csv:17"
	// and "on line 17".
	Place func(name string, row int, field string) (whole string, inside fmt.Stringer)
}

// Position is where a row stands. The zero value is nowhere: a row that no
// source wrote.
type Position struct {
	Part *Part
	// Row counts from 1, in lines or rows or what the part has; zero is the part
	// as a whole.
	Row int
}

// String is "links.csv:17", or as the part writes it: one line, whatever names a
// source has.
func (p Position) String() string { return p.at("") }

// at is where a field of the row stands.
func (p Position) at(field string) string {
	switch {
	case p.Part == nil:
		return ""
	case p.Row == 0:
		return schema.Shown(p.Part.Name)
	}
	whole, _ := p.place(field)
	return whole
}

// from is the position for a sentence about another one: "on line 17", or as a
// whole where that is in another part.
func (p Position) from(other Position) fmt.Stringer {
	if p.Part == nil || p.Part != other.Part {
		return phrase.Of("at %s", p)
	}
	_, inside := p.place("")
	return inside
}

func (p Position) place(field string) (whole string, inside fmt.Stringer) {
	if p.Part.Place == nil {
		return fmt.Sprintf("%s:%d", schema.Shown(p.Part.Name), p.Row), phrase.Of("on line %d", p.Row)
	}
	whole, inside = p.Part.Place(p.Part.Name, p.Row, field)
	if plain := inside.String(); schema.Shown(plain) != plain {
		inside = phrase.Literal(schema.Shown(plain))
	}
	return schema.Shown(whole), inside
}
