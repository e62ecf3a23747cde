// Package graph is an exact picture of one engine's relationships in memory,
// at a known revision, on which permissions are evaluated as SpiceDB evaluates
// them.
//
// It is built from SpiceDB's public API alone, so it works the same over every
// engine, and it works for every schema. SpiceDB is the reference: the tests
// demand the same answers of both. What the graph cannot decide it says, and
// then SpiceDB has to be asked.
package graph

import (
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// Graph is a set of relationships under a schema. It never changes: With and
// WithSchema make another one, which shares what is the same. So a reader
// takes no lock, and a graph that might be costs as much as its difference.
type Graph struct {
	program    *program
	dictionary *dictionary
	forward    table // by resource
	reverse    table // by subject
	count      int
	revision   zedtoken.Token
}

// New is a graph of no relationships under a schema.
func New(schema string) (*Graph, error) {
	parsed, err := parse(schema)
	if err != nil {
		return nil, err
	}
	p, err := compile(schema, parsed, newSymbols())
	if err != nil {
		return nil, err
	}
	return &Graph{program: p, dictionary: newDictionary()}, nil
}

// Schema is the text of the schema that the graph is evaluated under.
func (g *Graph) Schema() string { return g.program.text }

// Len is the number of relationships, expired ones included.
func (g *Graph) Len() int { return g.count }

// Revision is the engine's state that the graph is a picture of, as a
// ZedToken; blank for a graph that might be.
func (g *Graph) Revision() string { return g.revision.String() }

// WithSchema is the graph with its relationships under another schema, which
// must be one that an engine takes: what does not compile, or names what it
// does not define, is an error. Relationships that the other schema has no
// place for stay, unseen: Unplaced tells them.
func (g *Graph) WithSchema(schema string) (*Graph, error) {
	parsed, err := parse(schema)
	if err != nil {
		return nil, err
	}
	p, err := compile(schema, parsed, g.program.symbols)
	if err != nil {
		return nil, err
	}
	if err := errors.Join(validate(parsed, p.caveats), p.follows(g.program)); err != nil {
		return nil, err
	}
	next := *g
	next.program = p
	return next.at(""), nil
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
	next := *g
	var more int
	var both errgroup.Group
	both.Go(func() error { next.forward, more = g.forward.with(forward); return nil })
	next.reverse, _ = g.reverse.with(reverse)
	_ = both.Wait() // it cannot fail
	next.count += more
	return next.at(""), nil
}

// Advance is the graph after the changes that the engine made up to a
// revision, in their order, and a picture of that revision.
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

// at makes g, which nobody else has yet, a picture of a revision.
func (g *Graph) at(revision string) *Graph {
	g.revision = zedtoken.Parse(revision)
	return g
}

// Includes says whether the graph is a picture of a revision or of a later one
// of the same engine; false where that cannot be told.
func (g *Graph) Includes(revision string) bool {
	if revision == g.Revision() {
		return revision != "" // and nothing to read
	}
	return g.revision.Includes(zedtoken.Parse(revision))
}

// stage finds the numbers of everything that a change names.
func (g *Graph) stage(c *relation.Change) (forward, reverse patch, err error) {
	symbols := g.program.symbols
	resource, subject := symbols.types[c.Resource.Type], symbols.types[c.Subject.Type]
	relation := symbols.relations[relationName{resource, c.Relation.Name()}]
	subjectRelation := symbols.relations[relationName{subject, c.SubjectRelation}]
	_, caveated := g.program.caveats[string(c.Caveat)]
	switch {
	case c.Relation.Type() != c.Resource.Type, subject == 0, !g.program.definition(relation).defined:
		return patch{}, patch{}, fmt.Errorf("relationship %s: the schema does not define its relation or its subject's type", c.Relationship)
	case subjectRelation == 0 && c.SubjectRelation != "":
		return patch{}, patch{}, fmt.Errorf("relationship %s: the schema does not define its subject's relation", c.Relationship)
	case !caveated && c.Caveat != "":
		return patch{}, patch{}, fmt.Errorf("relationship %s: the schema does not define caveat %s", c.Relationship, c.Caveat)
	}
	condition, err := conditionOf(c.Terms)
	if err != nil {
		return patch{}, patch{}, fmt.Errorf("relationship %s: %w", c.Relationship, err)
	}
	from, to := g.dictionary.intern(resource, c.Resource.ID), g.dictionary.intern(subject, c.Subject.ID)
	forward = patch{from, c.Gone, edge{keyOf(relation, subjectRelation, to), condition}}
	reverse = patch{to, c.Gone, edge{keyOf(relation, subjectRelation, from), condition}}
	return forward, reverse, nil
}
