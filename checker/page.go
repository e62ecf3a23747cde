package checker

import (
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

const (
	defaultLimit = 100
	mostLimit    = 10_000
)

// Paging says which part of a list is wanted. The zero value is the beginning.
type Paging struct {
	// Limit is how many references a page has at most: 100 by default, and no
	// more than 10,000.
	Limit int
	// After is the last reference of the page before; the zero Ref begins. It
	// need not be in the list any more.
	After schema.Ref
}

// Page is a part of a list, in the order of the ids. Pages of a list that
// changes meanwhile lack nothing that stayed, and have nothing twice; those of a
// checker that is bound by At are of one revision. The zero value is an empty
// part, after which there is nothing.
type Page struct {
	// Refs are those that a check allows, each once, sorted by id; what it would
	// answer with Conditional is left out.
	Refs []schema.Ref
	// More says that others come after them.
	More bool
	// Revision is the state of the data that the page holds for, as in List.
	Revision schema.Revision
}

func (p Paging) validate(m schema.Model, l lookup) error {
	invalid := func(err error) error { return &InvalidError{Part: PartPaging, Err: err} }
	if p.Limit < 0 || p.Limit > mostLimit {
		return invalid(phrase.Errorf("limit %d: a page has from 1 to %d references; 0 is %d", p.Limit, mostLimit, defaultLimit))
	}
	if p.After == (schema.Ref{}) {
		return nil
	}
	if err := m.ValidateRef(p.After); err != nil {
		return invalid(err)
	}
	if p.After.Type != l.kind(m) || p.After.Tenant != l.tenant() {
		return invalid(phrase.Errorf("%s is not in the list, which is of type %s in tenant %s: take the last reference of a page", p.After, l.kind(m), l.tenant()))
	}
	return nil
}

func (p Paging) limit() int {
	if p.Limit == 0 {
		return defaultLimit
	}
	return p.Limit
}

// cut takes the page out of a whole list, and holds nothing else of it.
func (p Paging) cut(list List) Page {
	begin, there := slices.BinarySearchFunc(list.Refs, p.After, byID)
	if there {
		begin++
	}
	rest := list.Refs[begin:]
	n := min(len(rest), p.limit())
	return Page{Refs: slices.Clone(rest[:n]), More: n < len(rest), Revision: list.Revision}
}

// pager finds the page among items that come in any order, and holds never more
// than some pages of them.
type pager struct {
	paging   Paging
	refs     []schema.Ref
	revision schema.Revision
}

func (p *pager) add(i item) {
	p.revision = i.revision
	if !i.allowed || p.paging.After != (schema.Ref{}) && i.ref.ID <= p.paging.After.ID {
		return
	}
	p.refs = append(p.refs, i.ref)
	if len(p.refs) >= 4*p.paging.limit() {
		p.trim()
	}
}

// trim leaves the first references, each once, one more than a page has.
func (p *pager) trim() {
	p.refs = sortedOnce(p.refs) // an engine may name an id twice
	n := min(len(p.refs), p.paging.limit()+1)
	clear(p.refs[n:]) // so that their ids are held no longer
	p.refs = p.refs[:n]
}

func (p *pager) page() Page {
	p.trim()
	return p.paging.cut(List{Refs: p.refs, Revision: p.revision})
}
