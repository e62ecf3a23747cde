package graph

import "iter"

// Of are the relationships of one resource in one relation, or in all for a
// blank relation, in no order that means anything.
func (g *Graph) Of(resource Object, relation string) iter.Seq[Relationship] {
	o := g.dictionary.find(g.program.symbols.types[resource.Type], resource.ID)
	return g.read(g.forward.at(o), relation, func(x edge) (Object, Object) { return resource, g.object(x.other()) })
}

// To are the relationships that a subject stands in, itself, in one relation
// of any resource, or in all for a blank relation.
func (g *Graph) To(subject Object, relation string) iter.Seq[Relationship] {
	o := g.dictionary.find(g.program.symbols.types[subject.Type], subject.ID)
	return g.read(g.reverse.at(o), relation, func(x edge) (Object, Object) { return g.object(x.other()), subject })
}

func (g *Graph) read(list edges, relation string, ends func(edge) (resource, subject Object)) iter.Seq[Relationship] {
	return func(yield func(Relationship) bool) {
		for _, x := range list {
			if relation != "" && g.program.symbols.relationNames[x.relation()].name != relation {
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
func (g *Graph) relationship(resource Object, r relationID, subject Object, subjectRelation relationID, c *condition) Relationship {
	names := g.program.symbols.relationNames
	rel := Relationship{Resource: resource, Relation: names[r].name, Subject: subject, SubjectRelation: names[subjectRelation].name}
	c.restore(&rel)
	return rel
}

// Has says whether a relationship exists, whatever its condition.
func (g *Graph) Has(resource Object, relation string, subject Object) bool {
	for r := range g.Of(resource, relation) {
		if r.Subject == subject && r.SubjectRelation == "" {
			return true
		}
	}
	return false
}
