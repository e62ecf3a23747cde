package graph

import (
	"iter"

	"github.com/remit-authz/remit/internal/relation"
)

// Of are the relationships of one resource in one relation, or in all for a
// blank relation, in no order that means anything.
func (g *Graph) Of(resource relation.Object, name string) iter.Seq[relation.Relationship] {
	o := g.dictionary.find(g.program.symbols.types[resource.Type], resource.ID)
	return g.read(g.forward.at(o), name, func(x edge) (relation.Object, relation.Object) { return resource, g.object(x.other()) })
}

// To are the relationships that a subject stands in, itself, in one relation
// of any resource, or in all for a blank relation.
func (g *Graph) To(subject relation.Object, name string) iter.Seq[relation.Relationship] {
	o := g.dictionary.find(g.program.symbols.types[subject.Type], subject.ID)
	return g.read(g.reverse.at(o), name, func(x edge) (relation.Object, relation.Object) { return g.object(x.other()), subject })
}

func (g *Graph) read(list edges, name string, ends func(edge) (resource, subject relation.Object)) iter.Seq[relation.Relationship] {
	return func(yield func(relation.Relationship) bool) {
		for _, x := range list {
			if name != "" && g.program.symbols.relationNames[x.relation()].name != name {
				continue
			}
			resource, subject := ends(x)
			if !yield(g.relationship(resource, x.relation(), subject, x.subjectRelation(), x.condition)) {
				return
			}
		}
	}
}

// relationship is one in words.
func (g *Graph) relationship(resource relation.Object, r relationID, subject relation.Object, subjectRelation relationID, c *condition) relation.Relationship {
	symbols := g.program.symbols
	return relation.Relationship{
		Resource: resource, Relation: symbols.fullNames[r],
		Subject: subject, SubjectRelation: symbols.relationNames[subjectRelation].name,
		Terms: c.written(),
	}
}

// Has says whether a relationship exists, whatever its condition.
func (g *Graph) Has(resource relation.Object, name string, subject relation.Object) bool {
	for r := range g.Of(resource, name) {
		if r.Subject == subject && r.SubjectRelation == "" {
			return true
		}
	}
	return false
}
