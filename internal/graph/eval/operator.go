package eval

import (
	"cmp"
	"fmt"
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
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

// rewrite compiles a permission's expression. What is not known is an error: an
// operator that is passed over may be one that takes away.
func (s *Schema) rewrite(typ graph.TypeID, rewrite *core.UsersetRewrite) (operator, error) {
	switch operation := rewrite.GetRewriteOperation().(type) {
	case *core.UsersetRewrite_Union:
		children, err := s.operands(typ, operation.Union)
		return union(children), err
	case *core.UsersetRewrite_Intersection:
		children, err := s.operands(typ, operation.Intersection)
		return intersection(children), err
	case *core.UsersetRewrite_Exclusion:
		children, err := s.operands(typ, operation.Exclusion)
		return exclusionOf(children), err
	}
	return nil, fmt.Errorf("operation %T is not known", rewrite.GetRewriteOperation())
}

func (s *Schema) operands(typ graph.TypeID, set *core.SetOperation) ([]operator, error) {
	if len(set.GetChild()) == 0 {
		return nil, fmt.Errorf("an operation without operands is not known")
	}
	var children []operator
	for _, child := range set.GetChild() {
		n, err := s.operand(typ, child)
		if err != nil {
			return nil, err
		}
		children = append(children, n)
	}
	return children, nil
}

func (s *Schema) operand(typ graph.TypeID, child *core.SetOperation_Child) (operator, error) {
	switch kind := child.GetChildType().(type) {
	case *core.SetOperation_Child_ComputedUserset:
		return computed(s.symbols.Relation(typ, kind.ComputedUserset.GetRelation())), nil
	case *core.SetOperation_Child_UsersetRewrite:
		return s.rewrite(typ, kind.UsersetRewrite)
	case *core.SetOperation_Child_TupleToUserset:
		arrow := kind.TupleToUserset
		return &anyArrow{s.arrow(typ, arrow.GetTupleset().GetRelation(), arrow.GetComputedUserset().GetRelation())}, nil
	case *core.SetOperation_Child_FunctionedTupleToUserset:
		return s.functioned(typ, kind.FunctionedTupleToUserset)
	case *core.SetOperation_Child_XNil:
		return none{}, nil
	case *core.SetOperation_Child_XSelf:
		return self{typ}, nil
	}
	return nil, fmt.Errorf("operand %T is not known", child.GetChildType())
}

func (s *Schema) functioned(typ graph.TypeID, f *core.FunctionedTupleToUserset) (operator, error) {
	next := s.arrow(typ, f.GetTupleset().GetRelation(), f.GetComputedUserset().GetRelation())
	switch f.GetFunction() {
	case core.FunctionedTupleToUserset_FUNCTION_ANY:
		return &anyArrow{next}, nil
	case core.FunctionedTupleToUserset_FUNCTION_ALL:
		return &allArrow{next}, nil
	}
	return nil, fmt.Errorf("arrow function %s is not known", f.GetFunction())
}

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
