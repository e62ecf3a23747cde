package checker

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/schema"
)

// List is a complete list of references of one type: there is no part of a
// list, a stream that breaks is an error. The zero value is empty.
type List struct {
	// Refs are those that a check allows, each once, sorted by id.
	Refs []schema.Ref
	// Conditional are those that a check would answer with Conditional, each
	// once, sorted by id; none of them is in Refs.
	Conditional []schema.Ref
	// Revision is the state of the data that the list holds for. An engine
	// names it with the items only: it is blank for an empty answer, unless
	// the checker was bound to it by At.
	Revision schema.Revision
}

func byID(a, b schema.Ref) int { return cmp.Compare(a.ID, b.ID) }

// collector makes a List of items.
type collector struct {
	// allowed holds what was found: true where a check allows.
	allowed  map[schema.Ref]bool
	revision schema.Revision
}

func (c *collector) add(i item) {
	// An engine may name an id twice; one way to it without reserve suffices.
	c.allowed[i.ref] = c.allowed[i.ref] || i.allowed
	c.revision = i.revision
}

func (c *collector) list() List {
	l := List{Revision: c.revision}
	for ref, allowed := range c.allowed {
		if allowed {
			l.Refs = append(l.Refs, ref)
		} else {
			l.Conditional = append(l.Conditional, ref)
		}
	}
	slices.SortFunc(l.Refs, byID)
	slices.SortFunc(l.Conditional, byID)
	return l
}
