package loader

import (
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// keeping is the state with what an engine holds of the kinds that no source owns:
// it stays, as long as what it names is there. What follows from other
// relationships follows from these too.
func (d Desired) keeping(observed Observed) Desired {
	if len(d.Unowned) == 0 {
		return d
	}
	kept := slices.DeleteFunc(slices.Clone(owned(observed.Relationships)), func(r Relationship) bool {
		return !slices.Contains(d.Unowned[r.Resource.Tenant()], rowKind(r)) || derived(r) || r.StoresQuestion()
	})
	own := slices.DeleteFunc(slices.Clone(d.Relationships), derived)
	d.Relationships = append(own, placed(kept, own)...)
	d.addMarkers()
	slices.SortFunc(d.Relationships, Relationship.Compare)
	d.Unowned, d.packed = nil, nil
	return d
}

// rowKind is the kind of row that asks for a relationship.
func rowKind(r Relationship) source.Kind {
	switch kind := traitsOf(r).kind; {
	case kind == schema.KindLink:
		return source.Links
	case kind == schema.KindSwitch:
		return source.Tenants
	case r.Resource.Type == schema.TypeTenant:
		return source.Users
	}
	return source.KindOf(r.Resource.Type)
}

func derived(r Relationship) bool { return r.Relation.Facts().WrittenBy(schema.ByDerivation) }

// placed are those of some relationships of which both ends are there, beside
// others. An object whose parent is not is not there itself.
func placed(some, others []Relationship) []Relationship {
	for {
		there := existing(slices.Concat(some, others)).objects
		missing := func(o Object) bool {
			return o.Type != schema.TypeTenant && o.ID != relation.Wildcard && !there[o]
		}
		lost := map[Object]bool{}
		for _, r := range some {
			if r.Relation.Facts().Kind == schema.KindParent && missing(r.Subject) {
				lost[r.Resource] = true
			}
		}
		left := slices.DeleteFunc(slices.Clone(some), func(r Relationship) bool {
			return missing(r.Resource) || missing(r.Subject) || lost[r.Resource]
		})
		if len(left) == len(some) {
			return left
		}
		some = left
	}
}
