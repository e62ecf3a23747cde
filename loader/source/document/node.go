package document

import "fmt"

// maxDepth is how deep a document may be nested: three times what one has is enough
// for any slip.
const maxDepth = 100

type shape string

const (
	aText   shape = "a text"
	aNumber shape = "a number"
	aTruth  shape = "true or false"
	nothing shape = "null"
	aList   shape = "a list"
	anEntry shape = "an entry with fields"
)

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
		return &syntaxError{m.at, fmt.Sprintf("%q is there twice: first on line %d", m.name, first.line)}
	}
	seen[m.name] = m.at
	n.members = append(n.members, m)
	return nil
}

// syntaxError is why a document cannot be read.
type syntaxError struct {
	at      place
	message string
}

func (e *syntaxError) Error() string { return e.message }

func tooDeep(at place) error {
	return &syntaxError{at, fmt.Sprintf("is nested more than %d deep", maxDepth)}
}
