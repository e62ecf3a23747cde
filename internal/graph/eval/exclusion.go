package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// exclusion allows what its base allows and what is subtracted denies: a - b.
type exclusion struct{ base, subtracted operator }

// exclusionOf subtracts all operands but the first: a - b - c is a - (b + c).
func exclusionOf(operands []operator) operator {
	if len(operands) < 2 {
		return union(operands)
	}
	return &exclusion{operands[0], union(operands[1:])}
}

func (x *exclusion) check(e *Evaluation, o graph.ObjectID, depth int) Outcome {
	base := x.base.check(e, o, depth)
	if base == Denied {
		return Denied
	}
	return base.and(x.subtracted.check(e, o, depth).not())
}

func (x *exclusion) resources(r *resources) *set { return x.base.resources(r) }

func (x *exclusion) manyResources(r *resources, depth int) int {
	return x.base.manyResources(r, depth)
}

// subjects names who is subtracted only where it matters: from a wildcard.
func (x *exclusion) subjects(s *subjects, o graph.ObjectID) *set {
	base := x.base.subjects(s, o)
	if !base.wildcard {
		return base
	}
	found := newSet()
	found.addAll(base)
	found.addAll(x.subtracted.subjects(s, o))
	found.wildcard = true
	return found.settle()
}

func (x *exclusion) manySubjects(s *subjects, o graph.ObjectID, depth int) int {
	return x.base.manySubjects(s, o, depth)
}

func (x *exclusion) paths(f *finder, o graph.ObjectID) []paths.Path {
	return paths.Every(x.base.paths(f, o), x.subtracted.absences(f, o))
}

func (x *exclusion) absences(f *finder, o graph.ObjectID) []paths.Path {
	return f.alreadyAbsent(x, o)
}

func (x *exclusion) operands() []operator { return []operator{x.base, x.subtracted} }

func (x *exclusion) references(s *Schema) []graph.RelationID { return referencesOf(s, x.operands()) }
func (x *exclusion) follows() []graph.RelationID             { return followedBy(x.operands()) }
func (x *exclusion) cost(s *Schema, known costs) int         { return costOf(s, x.operands(), known) }
func (x *exclusion) sort(s *Schema, known costs)             { sortByCost(s, x.operands(), known, false) }
