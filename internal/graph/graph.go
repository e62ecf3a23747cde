// Package graph is an immutable set of relationships, indexed by both of their
// ends.
//
// It knows the names that a schema defines and not what they mean: package eval
// evaluates permissions on it.
package graph

import (
	"iter"

	"golang.org/x/sync/errgroup"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/schema"
)

// Graph is a set of relationships under the names of a schema. It never changes:
// With and Under make another one, which shares what is the same. So a reader
// takes no lock, and a graph of a few changes costs as much as those.
type Graph struct {
	symbols    *Symbols
	dictionary *dictionary
	forward    table // by resource
	reverse    table // by subject
	count      int
	revision   zedtoken.Token
}

// New is a graph of no relationships.
func New(symbols *Symbols) *Graph {
	return &Graph{symbols: symbols, dictionary: newDictionary()}
}

// Symbols are the names that the graph's schema defines.
func (g *Graph) Symbols() *Symbols { return g.symbols }

// Len is the number of relationships, expired ones included.
func (g *Graph) Len() int { return g.count }

// Revision is the revision of the engine that the graph is of, as a ZedToken;
// blank for a graph that is of none: an engine may never have held it.
func (g *Graph) Revision() string { return g.revision.String() }

// Includes says whether the graph is of a revision or of a later one of the same
// engine; false where that cannot be told.
func (g *Graph) Includes(revision string) bool {
	if revision == g.Revision() {
		return revision != "" // and nothing to read
	}
	return g.revision.Includes(zedtoken.Parse(revision))
}

// Related says whether two graphs come of one another, by With or Under: then
// their objects have the same numbers.
func (g *Graph) Related(other *Graph) bool { return g.dictionary == other.dictionary }

// Under is the graph under the names of another schema, which must extend this
// one's. Relationships that the other schema does not define stay.
func (g *Graph) Under(symbols *Symbols) *Graph {
	next := *g
	next.symbols = symbols
	return next.at("")
}

// With is the graph after changes, in their order: of two on the same
// relationship, the later one wins. A change that names a type, relation or
// caveat that the schema does not define is an error.
func (g *Graph) With(changes []relation.Change) (*Graph, error) {
	forward, reverse := make([]patch, len(changes)), make([]patch, len(changes))
	for i := range changes {
		var err error
		if forward[i], reverse[i], err = g.stage(&changes[i]); err != nil {
			return nil, err
		}
	}
	return g.with(forward, reverse), nil
}

// with is the graph after changes that are staged, which are its to sort.
func (g *Graph) with(forward, reverse []patch) *Graph {
	next := *g
	var more int
	var both errgroup.Group
	both.Go(func() error { next.forward, more = g.forward.with(forward); return nil })
	next.reverse, _ = g.reverse.with(reverse)
	_ = both.Wait() // it cannot fail
	next.count += more
	return next.at("")
}

// Advance is the graph after the changes that the engine made up to a revision,
// in their order; it is of that revision.
func (g *Graph) Advance(changes []relation.Change, revision string) (*Graph, error) {
	if len(changes) == 0 {
		next := *g
		return next.at(revision), nil
	}
	next, err := g.With(changes)
	if err != nil {
		return nil, err
	}
	return next.at(revision), nil
}

// at makes g, which nobody else has yet, one of a revision.
func (g *Graph) at(revision string) *Graph {
	g.revision = zedtoken.Parse(revision)
	return g
}

// Forward are the edges of an object as the resource.
func (g *Graph) Forward(o ObjectID) Edges { return g.forward.at(o) }

// Reverse are the edges of an object as the subject.
func (g *Graph) Reverse(o ObjectID) Edges { return g.reverse.at(o) }

// Resources are the objects that have edges as resources, in no order.
func (g *Graph) Resources() iter.Seq[ObjectID] { return g.forward.objects() }

// Subjects are the objects that have edges as subjects, in no order.
func (g *Graph) Subjects() iter.Seq[ObjectID] { return g.reverse.objects() }

// Find is the number of an object; zero for one that nothing ever named.
func (g *Graph) Find(t TypeID, id string) ObjectID { return g.dictionary.find(t, id) }

// Intern is the number of an object, which it gets if it has none: it has no
// edges in this graph, and may have in one that comes of it.
func (g *Graph) Intern(t TypeID, id string) ObjectID { return g.dictionary.intern(t, id) }

// TypeOf is the type of an object that has a number.
func (g *Graph) TypeOf(o ObjectID) TypeID { return g.dictionary.name(o).typ }

// ID is the id of an object that has a number.
func (g *Graph) ID(o ObjectID) string { return g.dictionary.name(o).id() }

// Object is what a number stands for.
func (g *Graph) Object(o ObjectID) relation.Object {
	return relation.Object{Type: g.symbols.TypeName(g.TypeOf(o)), ID: g.ID(o)}
}

// TypeNamed is the number of a type; zero for one that no schema had.
func (g *Graph) TypeNamed(t schema.Type) TypeID { return g.symbols.types[t] }
