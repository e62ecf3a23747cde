package source

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// twins are the references of a type by what people take for the same: one of each.
type twins map[schema.Type]map[schema.Ref]schema.Ref

// alike is a reference without what people overlook: capitals, blanks, and how an
// accent is put together.
func alike(ref schema.Ref) schema.Ref {
	ref.ID = strings.Join(strings.Fields(strings.ToLower(norm.NFC.String(ref.ID))), "")
	return ref
}

// twinHint names the record that may be meant by a reference that finds none. Rows
// refer to kinds that were met whole, so that these are gone through once.
func (a at) twinHint(ref schema.Ref) phrase.Phrase {
	if a.records.problems.full(a.kind) {
		return phrase.Phrase{}
	}
	if a.twins[ref.Type] == nil {
		all := map[schema.Ref]schema.Ref{}
		for there := range a.places {
			if other, met := all[alike(there)]; there.Type == ref.Type && (!met || there.ID < other.ID) {
				all[alike(there)] = there
			}
		}
		a.twins[ref.Type] = all
	}
	if there, ok := a.twins[ref.Type][alike(ref)]; ok {
		return phrase.Of("; %s %s differs only in capitals, blanks or how an accent is put together", schema.Quote(there.ID), a.places[there].from(a.position))
	}
	return phrase.Phrase{}
}

// warnTwins says that two records are one at a glance.
func (c *check) warnTwins(ref schema.Ref, met map[schema.Ref]schema.Ref) {
	key := alike(ref)
	if first, ok := met[key]; ok {
		c.warning(c.places[ref].Position, "%s and %s %s differ only in capitals, blanks or how an accent is put together: they are two", schema.Quote(ref.ID), schema.Quote(first.ID), c.places[first].from(c.places[ref].Position))
		return
	}
	met[key] = ref
}
