package graph

import "github.com/remit-authz/remit/internal/relation"

// Unplaced are the relationships that the graph's schema has no place for: a
// type, a relation, a kind of subject or a condition that it does not know. An
// engine refuses a schema while it holds such relationships. It returns their
// number, and the first few that it met.
func (g *Graph) Unplaced(atMost int) (int, []relation.Relationship) {
	count, examples := 0, []relation.Relationship(nil)
	for o := range g.forward.objects() {
		for _, x := range g.forward.at(o) {
			if g.placed(x) {
				continue
			}
			if count++; len(examples) < atMost {
				examples = append(examples, g.relationship(g.object(o), x.relation(), g.object(x.other()), x.subjectRelation(), x.condition))
			}
		}
	}
	return count, examples
}

// placed says whether the schema takes a relationship.
func (g *Graph) placed(x edge) bool {
	d, subject := g.program.definition(x.relation()), g.dictionary.name(x.other())
	if !d.defined || d.rewrite != nil {
		return false
	}
	kind := subjectKind{typ: subject.typ, relation: x.subjectRelation(), everybody: subject.id() == relation.Wildcard}
	if x.condition != nil {
		kind.caveat, kind.expires = string(x.condition.terms.Caveat), x.condition.expires != nil
	}
	for _, allowed := range d.allowed {
		if allowed == kind {
			return true
		}
	}
	return false
}

// objects are those that have edges.
func (t table) objects() func(yield func(objectID) bool) {
	return func(yield func(objectID) bool) {
		for p, page := range t.pages {
			if page == nil {
				continue
			}
			for i := range page {
				if page[i] != nil && !yield(objectID(p*objectsPerPage+i)) {
					return
				}
			}
		}
	}
}
