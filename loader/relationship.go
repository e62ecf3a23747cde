package loader

import (
	"sync"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Relationship is one relationship with its terms: a plain value, compared
// with ==. Terms are the conditions that it carries, and Object is an object or
// a user as an engine holds it.
type (
	Relationship = relation.Relationship
	Terms        = relation.Terms
	Object       = relation.Object
)

// traits are what is asked of the facts of every relationship's relation, which are too
// many to be copied a million times. The zero value is that of a relation that the
// model does not have.
type traits struct {
	kind     schema.Kind
	effect   schema.Effect
	bySource bool // by a source's row, or by what follows from others
	ends     bool // always, as an invitation does
}

func traitsOf(r Relationship) traits { return traitsAt(r.Relation) }

func traitsAt(r schema.Relation) traits { return allTraits()[r] }

var allTraits = sync.OnceValue(func() map[schema.Relation]traits {
	all := map[schema.Relation]traits{}
	for _, t := range schema.Types() {
		for _, r := range schema.Relations(t) {
			f := r.Facts()
			all[r] = traits{f.Kind, f.Effect, f.WrittenBy(schema.BySource) || f.WrittenBy(schema.ByDerivation), source.Ends(r)}
		}
	}
	return all
})
