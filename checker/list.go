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

// collector makes a List of items, of which an engine may name one twice: one way to it
// without reserve suffices.
type collector struct {
	allowed, conditional []schema.Ref
	revision             schema.Revision
}

func (c *collector) add(i item) {
	if c.revision = i.revision; i.allowed {
		c.allowed = append(c.allowed, i.ref)
	} else {
		c.conditional = append(c.conditional, i.ref)
	}
}

func (c *collector) list() List {
	l := List{Refs: sortedOnce(c.allowed), Conditional: sortedOnce(c.conditional), Revision: c.revision}
	l.Conditional = slices.DeleteFunc(l.Conditional, func(r schema.Ref) bool {
		_, allowed := slices.BinarySearchFunc(l.Refs, r, byID)
		return allowed
	})
	if len(l.Conditional) == 0 {
		l.Conditional = nil
	}
	return l
}

// sortedOnce are references of one type and tenant, sorted, each once.
func sortedOnce(refs []schema.Ref) []schema.Ref {
	if !slices.IsSortedFunc(refs, byID) {
		slices.SortFunc(refs, byID)
	}
	return slices.Compact(refs)
}
