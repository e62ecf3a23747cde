package checker

import (
	"cmp"
	"errors"
	"io"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

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

// found is one item of a stream.
type found struct {
	id             string
	permissionship v1.LookupPermissionship
	at             *v1.ZedToken
}

// collector makes a List of a stream's items.
type collector struct {
	model    schema.Model
	kind     schema.Type
	tenant   schema.TenantID
	revision schema.Revision
	// allowed holds what was found: true where a check allows.
	allowed map[schema.Ref]bool
}

// collect reads a stream to its end. A stream without one, whatever it brought
// before it broke, is an error.
func (c *Checker) collect(kind schema.Type, tenant schema.TenantID, next func() (found, error)) (List, error) {
	all := collector{model: c.options.Model, kind: kind, tenant: tenant, allowed: map[schema.Ref]bool{}}
	for {
		item, err := next()
		if errors.Is(err, io.EOF) {
			list := all.list()
			list.Revision = cmp.Or(list.Revision, c.at)
			return list, nil
		}
		if err != nil {
			return List{}, err
		}
		if err := all.add(item); err != nil {
			return List{}, err
		}
	}
}

func (c *collector) add(item found) error {
	if err := c.addRevision(item.at); err != nil {
		return err
	}
	allowed, err := allows(item.permissionship)
	if err != nil {
		return err
	}
	// The wildcard "*" ends here too: nothing in the model gives a right to
	// everybody, and a list cannot say so.
	ref, err := c.model.RefOfObject(string(c.kind), item.id)
	if err != nil {
		return badAnswer("%v", err)
	}
	if ref.Tenant != c.tenant {
		return nil // A check denies it: see Question.
	}
	// An engine may name an id twice; one way to it without reserve suffices.
	c.allowed[ref] = c.allowed[ref] || allowed
	return nil
}

func (c *collector) addRevision(at *v1.ZedToken) error {
	revision := schema.Revision(at.GetToken())
	switch {
	case revision == "":
		return badAnswer("an item names no revision")
	case c.revision == "":
		c.revision = revision
	case c.revision != revision:
		return badAnswer("its items are of different revisions")
	}
	return nil
}

func allows(p v1.LookupPermissionship) (bool, error) {
	switch p {
	case v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_HAS_PERMISSION:
		return true, nil
	case v1.LookupPermissionship_LOOKUP_PERMISSIONSHIP_CONDITIONAL_PERMISSION:
		return false, nil
	}
	return false, badAnswer("outcome %d does not exist", p)
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
	byID := func(a, b schema.Ref) int { return cmp.Compare(a.ID, b.ID) }
	slices.SortFunc(l.Refs, byID)
	slices.SortFunc(l.Conditional, byID)
	return l
}
