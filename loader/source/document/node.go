package document

import (
	"github.com/remit-authz/remit/internal/phrase"
)

// maxDepth is how deep a document may be nested: three times what one has is enough
// for any slip.
const maxDepth = 100

type shape int

const (
	anEntry shape = iota
	aText
	aNumber
	aTruth
	nothing
	aList
)

// Say is what it is called.
func (s shape) Say(in phrase.Printer) string {
	switch s {
	case aText:
		return in.Say("a text")
	case aNumber:
		return in.Say("a number")
	case aTruth:
		return in.Say("true or false")
	case nothing:
		return "null"
	case aList:
		return in.Say("a list")
	}
	return in.Say("an entry with fields")
}

// String is Say in English.
func (s shape) String() string { return s.Say(phrase.Printer{}) }

// place is where something stands, from 1; the column counts bytes in JSON and
// characters in YAML.
type place struct{ line, column int }

// node is a value of a document.
type node struct {
	at    place
	shape shape
	text  string
	// items are those of a list; members those of an entry, in the order of the file.
	items   []*node
	members []member
}

type member struct {
	at    place
	name  string
	value *node
}

// member is the value under a name, or nil.
func (n *node) member(name string) *node {
	for _, m := range n.members {
		if m.name == name {
			return m.value
		}
	}
	return nil
}

// add adds a member. Its error says that it is there twice: which of the two holds
// cannot be known.
func (n *node) add(m member, seen map[string]place) error {
	if first, twice := seen[m.name]; twice {
		return &syntaxError{m.at, phrase.Of("%q is there twice: first on line %d", m.name, first.line)}
	}
	seen[m.name] = m.at
	n.members = append(n.members, m)
	return nil
}

// syntaxError is why a document cannot be read.
type syntaxError struct {
	at      place
	message phrase.Phrase
}

func (e *syntaxError) Error() string { return e.message.String() }

func tooDeep(at place) error {
	return &syntaxError{at, phrase.Of("is nested more than %d deep", maxDepth)}
}
