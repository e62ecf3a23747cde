package source

import (
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// Problem is one thing wrong, or worth a look, in a source.
type Problem struct {
	At Position
	// Field is the field of the row that it is about, or blank.
	Field   string
	Message string
	// Invisible says that Options.AllowInvisible takes it.
	Invisible bool
}

// String is "links.csv:17: what is wrong": one line, whatever the source has in
// its names and fields.
func (p Problem) String() string { return p.At.at(p.Field) + ": " + schema.Escape(p.Message) }

// maxProblems is how many problems are told: nobody reads more, and a file of
// another kind has one on every line.
const maxProblems = 100

// problems are what is wrong with a source, by kind of row. The zero value has
// none.
type problems map[Kind]*someProblems

// someProblems are the first of them, and how many there are besides.
type someProblems struct {
	first []Problem
	more  int
}

func (p *problems) of(k Kind) *someProblems {
	if *p == nil {
		*p = problems{}
	}
	if (*p)[k] == nil {
		(*p)[k] = &someProblems{}
	}
	return (*p)[k]
}

// clone has room of its own for more.
func (p problems) clone() problems {
	own := problems{}
	for k, some := range p {
		own[k] = &someProblems{slices.Clone(some.first), some.more}
	}
	return own
}

// full says whether no further problem of a kind is told.
func (p *problems) full(k Kind) bool { return len(p.of(k).first) == maxProblems }

func (p *problems) add(k Kind, at Position, field, format string, args ...any) {
	if p.full(k) {
		p.of(k).more++ // without the words, of which there can be millions
		return
	}
	p.addProblem(k, Problem{At: at, Field: field, Message: fmt.Sprintf(format, args...)})
}

func (p *problems) addProblem(k Kind, one Problem) {
	if p.full(k) {
		p.of(k).more++
		return
	}
	p.of(k).first = append(p.of(k).first, one)
}

// err is all of them in the order of kinds, or nil.
func (p problems) err() error {
	e := &Error{}
	for _, k := range append([]Kind{""}, Kinds()...) {
		if some := p[k]; some != nil {
			e.Problems = append(e.Problems, some.first...)
			e.More += some.more
		}
	}
	if len(e.Problems) == 0 {
		return nil
	}
	kept := e.Problems[:min(len(e.Problems), maxProblems)]
	e.More += len(e.Problems) - len(kept)
	e.Problems = kept
	return e
}

// Error is a source that cannot be loaded, with what is wrong with it, by kind of
// row. Nothing of such a source is used.
type Error struct {
	// Problems are the first hundred.
	Problems []Problem
	// More is how many there are besides.
	More int
}

// Count is how many problems there are.
func (e *Error) Count() int { return len(e.Problems) + e.More }

// Error prints one problem a line, and then how many there are besides.
func (e *Error) Error() string {
	lines := make([]string, len(e.Problems))
	for i, p := range e.Problems {
		lines[i] = p.String()
	}
	if e.More > 0 {
		lines = append(lines, fmt.Sprintf("and %d more", e.More))
	}
	return strings.Join(lines, "\n")
}
