package graph

import (
	"iter"

	"github.com/remit-authz/remit/internal/relation"
)

// Of are the relationships of one resource in one relation, or in all for a
// blank relation, in no order that means anything.
func (g *Graph) Of(resource relation.Object, name string) iter.Seq[relation.Relationship] {
	o := g.Find(g.TypeNamed(resource.Type), resource.ID)
	return g.read(g.forward.at(o), name, func(x Edge) (relation.Object, relation.Object) { return resource, g.Object(x.Other()) })
}

// To are the relationships that a subject stands in, itself, in one relation
// of any resource, or in all for a blank relation.
func (g *Graph) To(subject relation.Object, name string) iter.Seq[relation.Relationship] {
	o := g.Find(g.TypeNamed(subject.Type), subject.ID)
	return g.read(g.reverse.at(o), name, func(x Edge) (relation.Object, relation.Object) { return g.Object(x.Other()), subject })
}

func (g *Graph) read(list Edges, name string, ends func(Edge) (resource, subject relation.Object)) iter.Seq[relation.Relationship] {
	return func(yield func(relation.Relationship) bool) {
		for _, x := range list {
			if name != "" && g.symbols.RelationName(x.Relation()) != name {
				continue
			}
			resource, subject := ends(x)
			if !yield(g.relationship(resource, x, subject)) {
				return
			}
		}
	}
}

// Relationship is the one that an edge of a resource stands for.
func (g *Graph) Relationship(resource ObjectID, x Edge) relation.Relationship {
	return g.relationship(g.Object(resource), x, g.Object(x.Other()))
}

func (g *Graph) relationship(resource relation.Object, x Edge, subject relation.Object) relation.Relationship {
	return relation.Relationship{
		Resource: resource, Relation: g.symbols.FullName(x.Relation()),
		Subject: subject, SubjectRelation: g.symbols.RelationName(x.SubjectRelation()),
		Terms: x.Condition.written(),
	}
}

// Has says whether a relationship exists, whatever its condition.
func (g *Graph) Has(resource relation.Object, name string, subject relation.Object) bool {
	from, to := g.Find(g.TypeNamed(resource.Type), resource.ID), g.Find(g.TypeNamed(subject.Type), subject.ID)
	list, other := g.forward.at(from), to
	// A tenant may have thousands of relationships where its user has a few.
	if back := g.reverse.at(to); len(back) < len(list) {
		list, other = back, from
	}
	for _, x := range list {
		if x.Other() == other && g.symbols.RelationName(x.Relation()) == name && g.symbols.RelationName(x.SubjectRelation()) == "" {
			return true
		}
	}
	return false
}
