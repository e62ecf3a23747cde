package graph

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Shift is one permission that one subject gains, or loses, on some resources.
type Shift struct {
	Subject    relation.Object
	Type       schema.Type
	Permission string
	Gained     bool
	pile       *pile
}

// pile is some resources, whole classes of them as they are: an emergency
// procedure gives everybody every client.
type pile struct {
	graph   *Graph
	classes []*class
	except  map[objectID]bool // of the classes
	single  []objectID
	len     int
}

// Len is the number of resources, which is never zero.
func (s Shift) Len() int { return s.pile.len }

// Resources are the resources, sorted by id.
func (s Shift) Resources() []relation.Object {
	ids := make([]string, 0, s.Len())
	name := s.pile.graph.dictionary.name
	for _, class := range s.pile.classes {
		for _, o := range class.members {
			if !s.pile.except[o] {
				ids = append(ids, name(o).id())
			}
		}
	}
	for _, o := range s.pile.single {
		ids = append(ids, name(o).id())
	}
	slices.SortFunc(ids, strings.Compare)
	objects := make([]relation.Object, len(ids))
	for i, id := range ids {
		objects[i] = relation.Object{Type: s.Type, ID: id}
	}
	return objects
}
