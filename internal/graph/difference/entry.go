package difference

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Entry is one permission that one subject gains, or loses, on some resources.
type Entry struct {
	Subject    relation.Object
	Type       schema.Type
	Permission string
	Gained     bool
	pile       *pile
}

// pile is some resources, whole classes of them as they are: an emergency
// procedure gives every practitioner every client.
type pile struct {
	graph   *eval.Snapshot
	classes []*class
	except  map[graph.ObjectID]bool // of the classes
	single  []graph.ObjectID
	len     int
}

// Len is the number of resources, which is never zero.
func (s Entry) Len() int { return s.pile.len }

// Resources are the resources, sorted by id.
func (s Entry) Resources() []relation.Object {
	ids := make([]string, 0, s.Len())
	name := s.pile.graph.ID
	for _, class := range s.pile.classes {
		for _, o := range class.members {
			if !s.pile.except[o] {
				ids = append(ids, name(o))
			}
		}
	}
	for _, o := range s.pile.single {
		ids = append(ids, name(o))
	}
	slices.SortFunc(ids, strings.Compare)
	objects := make([]relation.Object, len(ids))
	for i, id := range ids {
		objects[i] = relation.Object{Type: s.Type, ID: id}
	}
	return objects
}
