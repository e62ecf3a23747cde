package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// unionOf allows what any of its operands allows: a + b.
type unionOf struct{ operands []operator }

func union(operands []operator) operator { return combined(operands, &unionOf{operands}) }

// check begins a list's next object with the operand that allowed the last one: many
// are there for the same reason. In what order operands are asked changes no outcome.
func (u *unionOf) check(e *Evaluation, o graph.ObjectID, depth int) Outcome {
	outcome, last := Denied, e.by
	if last.union == u {
		if outcome = u.operands[last.operand].check(e, o, depth); outcome == Allowed {
			e.by = last // whatever unions were on the way
			return Allowed
		}
	}
	for i, operand := range u.operands {
		if last.union == u && i == last.operand {
			continue
		}
		if outcome = outcome.or(operand.check(e, o, depth)); outcome == Allowed {
			if e.last != nil {
				e.by = allowedBy{u, i}
			}
			break
		}
	}
	return outcome
}

// allowedBy is the operand of a union that allowed.
type allowedBy struct {
	union   *unionOf
	operand int
}

func (u *unionOf) resources(r *resources) *set {
	found := newSet()
	for _, operand := range u.operands {
		found.addAll(operand.resources(r))
	}
	return found.settle()
}

func (u *unionOf) manyResources(r *resources, depth int) int {
	most := 0
	for _, operand := range u.operands {
		most = max(most, operand.manyResources(r, depth))
	}
	return most
}

func (u *unionOf) subjects(s *subjects, o graph.ObjectID) *set {
	found := newSet()
	for _, operand := range u.operands {
		found.addAll(operand.subjects(s, o))
	}
	return found.settle()
}

func (u *unionOf) manySubjects(s *subjects, o graph.ObjectID, depth int) int {
	most := 0
	for _, operand := range u.operands {
		most = max(most, operand.manySubjects(s, o, depth))
	}
	return most
}

func (u *unionOf) paths(f *finder, o graph.ObjectID) []paths.Path {
	var found []paths.Path
	for _, operand := range u.operands {
		found = append(found, operand.paths(f, o)...)
	}
	return paths.Nearest(found)
}

func (u *unionOf) absences(f *finder, o graph.ObjectID) []paths.Path { return f.alreadyAbsent(u, o) }

func (u *unionOf) references(s *Schema) []graph.RelationID { return referencesOf(s, u.operands) }
func (u *unionOf) follows() []graph.RelationID             { return followedBy(u.operands) }
func (u *unionOf) cost(s *Schema, known costs) int         { return costOf(s, u.operands, known) }
func (u *unionOf) sort(s *Schema, known costs)             { sortByCost(s, u.operands, known, true) }
