package eval

import (
	"slices"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/relation"
)

// Unplaced are the relationships that the schema has no place for: a
// type, a relation, a kind of subject or a condition that it does not know. An
// engine refuses a schema while it holds such relationships. It returns their
// number, and the first few that it met.
func (s *Snapshot) Unplaced(atMost int) (int, []relation.Relationship) {
	count, examples := 0, []relation.Relationship(nil)
	for o := range s.Graph.Resources() {
		for _, x := range s.Forward(o) {
			if s.placed(x) {
				continue
			}
			if count++; len(examples) < atMost {
				examples = append(examples, s.Relationship(o, x))
			}
		}
	}
	return count, examples
}

// placed says whether the schema takes a relationship.
func (s *Snapshot) placed(x graph.Edge) bool {
	d := s.schema.definition(x.Relation())
	if !d.defined || d.rewrite != nil {
		return false
	}
	kind := subjectKind{typ: s.TypeOf(x.Other()), relation: x.SubjectRelation(), wildcard: s.ID(x.Other()) == relation.Wildcard}
	if x.Condition != nil {
		kind.caveat, kind.expires = string(x.Condition.Terms.Caveat), x.Condition.Expires != nil
	}
	return slices.Contains(d.allowed, kind)
}
