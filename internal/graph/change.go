package graph

import (
	"fmt"

	"github.com/remit-authz/remit/internal/relation"
)

// stage finds the numbers of everything that a change names.
func (g *Graph) stage(c *relation.Change) (forward, reverse patch, err error) {
	s, r := g.symbols, c.Relationship
	resource, subject := s.Type(r.Resource.Type), s.Type(r.Subject.Type)
	in := s.Defined(resource, r.Relation.Name())
	subjectRelation := s.Relation(subject, r.SubjectRelation)
	switch {
	case subject == 0, in == 0, r.Relation.Type() != r.Resource.Type:
		return patch{}, patch{}, fmt.Errorf("relationship %s: the schema does not define its relation or its subject's type", r)
	case subjectRelation == 0 && r.SubjectRelation != "":
		return patch{}, patch{}, fmt.Errorf("relationship %s: the schema does not define its subject's relation", r)
	case r.Caveat != "" && !s.caveats[r.Caveat]:
		return patch{}, patch{}, fmt.Errorf("relationship %s: the schema does not define caveat %s", r, r.Caveat)
	}
	condition, err := conditionOf(r.Terms)
	if err != nil {
		return patch{}, patch{}, fmt.Errorf("relationship %s: %w", r, err)
	}
	from, to := g.Intern(resource, r.Resource.ID), g.Intern(subject, r.Subject.ID)
	forward = patch{from, c.Gone, Edge{Key(in, subjectRelation, to), condition}}
	reverse = patch{to, c.Gone, Edge{Key(in, subjectRelation, from), condition}}
	return forward, reverse, nil
}

// Ends are the resource and the edge of a change as its resource has it: the
// numbers of everything that it names.
func (g *Graph) Ends(c relation.Change) (resource ObjectID, edge Edge, err error) {
	forward, _, err := g.stage(&c)
	return forward.object, forward.edge, err
}
