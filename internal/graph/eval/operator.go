package eval

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
	"github.com/remit-authz/remit/internal/graph/zed"
)

// operator is one operation of a permission: all that is known of it stands in
// its own file. Whoever adds one has to answer each of these.
type operator interface {
	// check is the outcome for the evaluation's subject on an object.
	check(e *Evaluation, o graph.ObjectID, depth int) Outcome
	// resources are all objects that check may not deny, and some that it does.
	resources(r *resources) *set
	// manyResources is a guess from below at how many those are, without finding
	// them: it orders work and decides nothing.
	manyResources(r *resources, depth int) int
	// subjects are all subjects of whom check may say of an object what it does not
	// say of one whom nothing names, and some more.
	subjects(s *subjects, o graph.ObjectID) *set
	// manySubjects is a guess from below at how many those are.
	manySubjects(s *subjects, o graph.ObjectID, depth int) int
	// paths are the nearest paths for check to allow, and absences those for it to
	// deny.
	paths(f *finder, o graph.ObjectID) []paths.Path
	absences(f *finder, o graph.ObjectID) []paths.Path
	// references are the relations that it leads to, whatever the data, and follows
	// those by which it goes to other objects.
	references(s *Schema) []graph.RelationID
	follows() []graph.RelationID
	// cost is roughly what check costs; sort puts what is cheap first where the
	// order does not change the outcome.
	cost(s *Schema, known costs) int
	sort(s *Schema, known costs)
}

// compiling makes operators of a type's expressions.
type compiling struct {
	schema *Schema
	typ    graph.TypeID
}

func (c compiling) Name(name string) operator {
	return computed(c.schema.symbols.Relation(c.typ, name))
}

func (c compiling) Arrow(a zed.Arrow) operator {
	next := c.schema.arrow(c.typ, a.Follow, a.Ask)
	if a.All {
		return &allArrow{next}
	}
	return &anyArrow{next}
}

func (c compiling) Self() operator                      { return self{c.typ} }
func (c compiling) Nobody() operator                    { return none{} }
func (c compiling) Union(of []operator) operator        { return union(of) }
func (c compiling) Intersection(of []operator) operator { return intersection(of) }
func (c compiling) Exclusion(of []operator) operator    { return exclusionOf(of) }

// combined is one child, where that is all there is.
func combined(children []operator, all operator) operator {
	if len(children) == 1 {
		return children[0]
	}
	return all
}

func referencesOf(s *Schema, children []operator) []graph.RelationID {
	var found []graph.RelationID
	for _, child := range children {
		found = append(found, child.references(s)...)
	}
	return found
}

func followedBy(children []operator) []graph.RelationID {
	var found []graph.RelationID
	for _, child := range children {
		found = append(found, child.follows()...)
	}
	return found
}

func costOf(s *Schema, children []operator, known costs) int {
	sum := 0
	for _, child := range children {
		sum = min(sum+child.cost(s, known), costOfRecursion)
	}
	return sum
}

// sortByCost sorts what is below the children, and the children too where they
// may be.
func sortByCost(s *Schema, children []operator, known costs, reorder bool) {
	for _, child := range children {
		child.sort(s, known)
	}
	if reorder {
		slices.SortStableFunc(children, func(a, b operator) int { return cmp.Compare(a.cost(s, known), b.cost(s, known)) })
	}
}
