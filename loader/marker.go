package loader

import (
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// addMarkers writes what follows from the rest: on each object the markers of
// its type, as their facts say.
func (d *Desired) addMarkers() {
	stands := standing(d.Relationships)
	for _, r := range d.Relationships {
		if r.Relation.Facts().Kind != schema.KindTenant {
			continue
		}
		d.addMarkersOf(r.Resource, r.Subject, stands)
		if r.Resource.Type == schema.TypeAccount {
			d.addMarkersOf(Object{Type: schema.TypeUser, ID: r.Resource.ID}, r.Subject, stands)
		}
	}
}

func (d *Desired) addMarkersOf(o, tenant Object, stands map[Object][]schema.Relation) {
	for _, marker := range schema.Relations(o.Type) {
		facts := marker.Facts()
		if !marks(facts, stands[o]) {
			continue
		}
		subject := tenant
		if facts.Wildcard {
			subject = Object{Type: schema.TypeUser, ID: relation.Wildcard}
		}
		d.Relationships = append(d.Relationships, Relationship{Resource: o, Relation: marker, Subject: subject})
	}
}

// marks says whether an object that stands in some relations has a marker.
func marks(marker schema.RelationFacts, stands []schema.Relation) bool {
	among := func(relations []schema.Relation) bool {
		return slices.ContainsFunc(relations, func(r schema.Relation) bool { return slices.Contains(stands, r) })
	}
	switch {
	case len(marker.While) > 0:
		return among(marker.While)
	case len(marker.Unless) > 0:
		return !among(marker.Unless)
	}
	return marker.Always
}

// standing are the relations that objects stand in, as far as a marker asks
// for them: as the resource, and an account also as its user.
func standing(relationships []Relationship) map[Object][]schema.Relation {
	asked := map[schema.Relation][]schema.Type{}
	for _, t := range schema.Types() {
		for _, marker := range schema.Relations(t) {
			for _, r := range slices.Concat(marker.Facts().While, marker.Facts().Unless) {
				asked[r] = append(asked[r], t)
			}
		}
	}
	stands := map[Object][]schema.Relation{}
	for _, r := range relationships {
		if slices.Contains(asked[r.Relation], r.Resource.Type) {
			stands[r.Resource] = append(stands[r.Resource], r.Relation)
		}
		if r.Subject.Type == schema.TypeUser && slices.Contains(asked[r.Relation], schema.TypeAccount) {
			account := Object{Type: schema.TypeAccount, ID: r.Subject.ID}
			stands[account] = append(stands[account], r.Relation)
		}
	}
	return stands
}
