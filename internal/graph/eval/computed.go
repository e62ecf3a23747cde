package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// computed is a relation or permission of the same object, by its name.
type computed graph.RelationID

func (c computed) relation() graph.RelationID { return graph.RelationID(c) }

func (c computed) check(e *Evaluation, o graph.ObjectID, depth int) Outcome {
	return e.relation(c.relation(), o, depth-1)
}

func (c computed) resources(r *resources) *set { return r.relation(c.relation()) }

func (c computed) manyResources(r *resources, depth int) int { return r.many(c.relation(), depth) }

func (c computed) subjects(s *subjects, o graph.ObjectID) *set {
	return s.relation(visit{c.relation(), o})
}

func (c computed) manySubjects(s *subjects, o graph.ObjectID, depth int) int {
	return s.many(visit{c.relation(), o}, depth)
}

func (c computed) paths(f *finder, o graph.ObjectID) []paths.Path {
	return f.relation(c.relation(), o)
}

// absences of a relation are that whatever puts the subject there goes.
func (c computed) absences(f *finder, o graph.ObjectID) []paths.Path {
	if found := f.alreadyAbsent(c, o); found != nil {
		return found
	}
	if f.evaluation.snapshot.schema.definition(c.relation()).rewrite != nil {
		return nil
	}
	return f.taken(c.relation(), o)
}

func (c computed) references(*Schema) []graph.RelationID {
	return []graph.RelationID{c.relation()}
}
func (c computed) follows() []graph.RelationID     { return nil }
func (c computed) cost(s *Schema, known costs) int { return s.cost(c.relation(), known) }
func (c computed) sort(*Schema, costs)             {}
