package loader

import (
	"maps"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// made are the objects that applications made and no source names: where they
// are placed is the applications', as are the links to them.
type made map[Object]bool

// madeIn finds the objects that say so, each in its own tenant.
func madeIn(relationships []Relationship) made {
	m := made{}
	for _, r := range relationships {
		if tellsOrigin(r) && r.Subject == relation.ObjectOf(schema.TenantRef(r.Resource.Tenant())) {
			m[r.Resource] = true
		}
	}
	return m
}

// without are those that a source does not name.
func (m made) without(desired []Relationship) made {
	if len(m) == 0 {
		return m
	}
	left := maps.Clone(m)
	for _, r := range desired {
		delete(left, r.Resource)
	}
	return left
}

// owned says whether the loader is the one that writes such a relationship for
// a source: an application's object is placed by the application alone.
func (m made) owned(r Relationship) bool {
	return ownedBySource(r) && !(len(m) > 0 && traitsOf(r).effect == schema.Places && m[r.Resource])
}

// ownedOf are those of some relationships that the loader writes: the same slice, to be
// left as it is, where that is all of them.
func (m made) ownedOf(relationships []Relationship) []Relationship {
	n := 0
	for i := range relationships {
		if m.owned(relationships[i]) {
			n++
		}
	}
	if n == len(relationships) {
		return relationships
	}
	found := make([]Relationship, 0, n)
	for _, r := range relationships {
		if m.owned(r) {
			found = append(found, r)
		}
	}
	return found
}

// placings say what the objects are, and where they are placed.
func (m made) placings(relationships []Relationship) []Relationship {
	var found []Relationship
	for _, r := range relationships {
		if m[r.Resource] && (tellsOrigin(r) || r.Relation.Facts().Effect == schema.Places) {
			found = append(found, r)
		}
	}
	return found
}

// tellsOrigin says whether the relationship is what tells an application's
// object from a source's.
func tellsOrigin(r Relationship) bool { return traitsOf(r).kind == schema.KindOrigin }
