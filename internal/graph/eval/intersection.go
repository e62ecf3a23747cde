package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// intersectionOf allows what each of its operands allows: a & b.
type intersectionOf struct{ operands []operator }

func intersection(operands []operator) operator { return combined(operands, &intersectionOf{operands}) }

func (x *intersectionOf) check(e *Evaluation, o graph.ObjectID, depth int) Outcome {
	outcome := Allowed
	for _, operand := range x.operands {
		if outcome = outcome.and(operand.check(e, o, depth)); outcome == Denied {
			break
		}
	}
	return outcome
}

// resources are those of one operand: the one that is likely to have fewest.
func (x *intersectionOf) resources(r *resources) *set {
	return smallest(x.operands,
		func(op operator) int { return op.manyResources(r, guessDepth) },
		func(op operator) *set { return op.resources(r) })
}

func (x *intersectionOf) manyResources(r *resources, depth int) int {
	least := x.operands[0].manyResources(r, depth)
	for _, operand := range x.operands[1:] {
		least = min(least, operand.manyResources(r, depth))
	}
	return least
}

// subjects are those of one operand without a wildcard. Where all have one,
// whoever any of them names may differ.
func (x *intersectionOf) subjects(s *subjects, o graph.ObjectID) *set {
	all := newSet()
	best := smallest(x.operands,
		func(op operator) int { return op.manySubjects(s, o, guessDepth) },
		func(op operator) *set { found := op.subjects(s, o); all.addAll(found); return found })
	if best.wildcard {
		return all.settle()
	}
	return best
}

func (x *intersectionOf) manySubjects(s *subjects, o graph.ObjectID, depth int) int {
	least := x.operands[0].manySubjects(s, o, depth)
	for _, operand := range x.operands[1:] {
		least = min(least, operand.manySubjects(s, o, depth))
	}
	return least
}

func (x *intersectionOf) paths(f *finder, o graph.ObjectID) []paths.Path {
	found := []paths.Path{{}}
	for _, operand := range x.operands {
		found = paths.Every(found, operand.paths(f, o))
	}
	return found
}

func (x *intersectionOf) absences(f *finder, o graph.ObjectID) []paths.Path {
	return f.alreadyAbsent(x, o)
}

func (x *intersectionOf) references(s *Schema) []graph.RelationID { return referencesOf(s, x.operands) }
func (x *intersectionOf) follows() []graph.RelationID             { return followedBy(x.operands) }
func (x *intersectionOf) cost(s *Schema, known costs) int         { return costOf(s, x.operands, known) }
func (x *intersectionOf) sort(s *Schema, known costs)             { sortByCost(s, x.operands, known, true) }
