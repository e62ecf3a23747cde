package source

import (
	"maps"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
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

	// group is what problems of one kind have alike, in one part and field.
	group string
	said  phrase.Phrase // Message
}

// String is "links.csv:17: what is wrong": one line, whatever the source has in
// its names and fields.
func (p Problem) String() string { return p.Say(phrase.Printer{}) }

// Say is String in the language of a printer.
func (p Problem) Say(in phrase.Printer) string {
	return p.At.at(p.Field) + ": " + schema.Escape(p.said.Or(p.Message).Say(in))
}

func problemAt(at Position, field, format string, args ...any) Problem {
	said := phrase.Of(format, args...)
	return Problem{At: at, Field: field, Message: said.String(), group: format, said: said}
}

const (
	// maxProblems is how many problems of a kind of rows are kept: a file of another
	// kind has one on every line.
	maxProblems = 100_000
	// maxLines is how many lines are told: nobody reads more. maxAlike is how many of
	// them are about the same.
	maxLines, maxAlike = 100, 5
)

// problems are what is wrong with a source, by kind of row. The zero value has
// none.
type problems map[Kind]*someProblems

// someProblems are the first of them, how many there are besides, and how many
// there are in all that are alike.
type someProblems struct {
	first []Problem
	more  int
	alike map[groupKey]int
}

type groupKey struct {
	part         *Part
	field, group string
}

func (p Problem) key() groupKey { return groupKey{p.At.Part, p.Field, p.group} }

func (p *problems) of(k Kind) *someProblems {
	if *p == nil {
		*p = problems{}
	}
	if (*p)[k] == nil {
		(*p)[k] = &someProblems{alike: map[groupKey]int{}}
	}
	return (*p)[k]
}

// clone has room of its own for more.
func (p problems) clone() problems {
	own := problems{}
	for k, some := range p {
		own[k] = &someProblems{slices.Clone(some.first), some.more, maps.Clone(some.alike)}
	}
	return own
}

// full says whether no further problem of a kind is kept.
func (p *problems) full(k Kind) bool { return len(p.of(k).first) == maxProblems }

func (p *problems) add(k Kind, at Position, field, format string, args ...any) {
	if p.full(k) { // there can be millions of the words
		p.addProblem(k, Problem{At: at, Field: field, group: format})
		return
	}
	p.addProblem(k, problemAt(at, field, format, args...))
}

func (p *problems) addProblem(k Kind, one Problem) {
	some := p.of(k)
	some.alike[one.key()]++
	if p.full(k) {
		some.more++
		return
	}
	some.first = append(some.first, one)
}

// err is all of them in the order of kinds, or nil.
func (p problems) err() error {
	e := &Error{alike: map[groupKey]int{}}
	for _, k := range append([]Kind{""}, Kinds()...) {
		if some := p[k]; some != nil {
			e.Problems = append(e.Problems, some.first...)
			e.More += some.more
			for key, n := range some.alike {
				e.alike[key] += n
			}
		}
	}
	if len(e.Problems) == 0 {
		return nil
	}
	return e
}

// Error is a source that cannot be loaded, with what is wrong with it, by kind of
// row. Nothing of such a source is used.
type Error struct {
	// Problems are the first hundred thousand of each kind of row.
	Problems []Problem
	// More is how many there are besides.
	More int

	alike map[groupKey]int
}

// Count is how many problems there are.
func (e *Error) Count() int { return len(e.Problems) + e.More }

// Error prints one problem a line, of those that are alike the first, and how many
// there are besides: a hundred lines at most.
func (e *Error) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *Error) Say(in phrase.Printer) string {
	return e.Text(in, func(p Problem) string { return p.Say(in) })
}

// Text is Say with the line of a problem as somebody writes it.
func (e *Error) Text(in phrase.Printer, line func(Problem) string) string {
	var lines []string
	told, met := 0, map[groupKey]int{}
	for _, p := range e.Problems {
		key := p.key()
		if met[key]++; met[key] > maxAlike {
			continue
		}
		if len(lines) >= maxLines {
			break
		}
		lines, told = append(lines, line(p)), told+1
		if n := e.alike[key] - maxAlike; met[key] == maxAlike && n > 0 {
			lines, told = append(lines, in.Say("%s: and %d more like that", Position{Part: p.At.Part}, n)), told+n
		}
	}
	if rest := e.Count() - told; rest > 0 {
		lines = append(lines, in.Say("and %d more", rest))
	}
	return strings.Join(lines, "\n")
}

// All are all problems that are kept, a line each, and how many there are besides.
func (e *Error) All() string { return e.SayAll(phrase.Printer{}) }

// SayAll is All in the language of a printer.
func (e *Error) SayAll(in phrase.Printer) string {
	var b strings.Builder
	for _, p := range e.Problems {
		b.WriteString(p.Say(in) + "\n")
	}
	if e.More > 0 {
		b.WriteString(in.Say("and %d more", e.More) + "\n")
	}
	return b.String()
}
