package loader

import (
	"sync"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// addMarkers writes what follows from the rest: on each object the markers of
// its type, as their facts say.
func (d *Desired) addMarkers() {
	m := newMaking()
	for _, r := range d.Relationships {
		m.add(m.object(r.Resource), r.Relation, m.object(r.Subject))
	}
	m.addMarkers()
	for i := len(d.Relationships); i < len(m.rows); i++ {
		d.Relationships = append(d.Relationships, m.at(i))
	}
}

// addMarkers is Desired.addMarkers of what is made.
func (m *making) addMarkers() {
	stands := m.standing()
	for _, r := range m.rows[:len(m.rows):len(m.rows)] {
		if m.about[r.relation].kind != schema.KindTenant {
			continue
		}
		m.addMarkersOf(r.resource, r.subject, stands)
		if m.objects[r.resource].Type == schema.TypeAccount {
			m.addMarkersOf(r.resource-1, r.subject, stands) // of its user
		}
	}
}

func (m *making) addMarkersOf(o, tenant int32, stands []relationSet) {
	for _, marker := range allMarkers().of[m.objects[o].Type] {
		if !marker.marks(stands[o]) {
			continue
		}
		subject := tenant
		if marker.wildcard {
			subject = m.object(Object{Type: schema.TypeUser, ID: relation.Wildcard})
		}
		m.add(o, marker.relation, subject)
	}
}

// standing are the relations that each object stands in, as far as a marker asks
// for them: as the resource, and an account also as its user.
func (m *making) standing() []relationSet {
	stands := make([]relationSet, len(m.objects))
	for _, r := range m.rows {
		about := &m.about[r.relation]
		if about.ofResource {
			stands[r.resource] |= about.asked
		}
		if about.ofAccount && m.objects[r.subject].Type == schema.TypeUser {
			stands[r.subject+1] |= about.asked
		}
	}
	return stands
}

// relationSet are some of the relations that markers ask for.
type relationSet uint64

// marker is a relation that is written on what its facts say.
type marker struct {
	relation      schema.Relation
	while, unless relationSet
	wildcard      bool
}

// marks says whether an object that stands in some relations has the marker.
func (m marker) marks(stands relationSet) bool {
	switch {
	case m.while != 0:
		return stands&m.while != 0
	case m.unless != 0:
		return stands&m.unless == 0
	}
	return true
}

// relationMarkers are what markers ask of a relation.
type relationMarkers struct {
	kind schema.Kind
	// asked is the relation itself, or none.
	asked relationSet
	// ofResource says that a marker of its resource asks, and ofAccount one of its subject's
	// account.
	ofResource, ofAccount bool
}

// markersAt are what markers ask of a relation: nothing of one that the model does not
// have.
func markersAt(r schema.Relation) relationMarkers { return allMarkers().at[r] }

// markers are those of each type, and what they ask of each relation.
type markers struct {
	of map[schema.Type][]marker
	at map[schema.Relation]relationMarkers
}

var allMarkers = sync.OnceValue(func() markers {
	all, n := markers{map[schema.Type][]marker{}, map[schema.Relation]relationMarkers{}}, 0
	for _, t := range schema.Types() {
		for _, r := range schema.Relations(t) {
			all.at[r] = relationMarkers{kind: r.Facts().Kind}
		}
	}
	ask := func(of schema.Type, relations []schema.Relation) (asked relationSet) {
		for _, r := range relations {
			about := all.at[r]
			if about.asked == 0 {
				about.asked = 1 << n
				n++
			}
			about.ofResource = about.ofResource || r.Type() == of
			about.ofAccount = about.ofAccount || of == schema.TypeAccount
			all.at[r], asked = about, asked|about.asked
		}
		return asked
	}
	for _, t := range schema.Types() {
		for _, r := range schema.Relations(t) {
			if f := r.Facts(); f.Always || len(f.While)+len(f.Unless) > 0 {
				all.of[t] = append(all.of[t], marker{r, ask(t, f.While), ask(t, f.Unless), f.Wildcard})
			}
		}
	}
	if n > 64 {
		panic("the markers of the model ask for more relations than a relationSet has")
	}
	return all
})
