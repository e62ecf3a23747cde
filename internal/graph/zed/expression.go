package zed

import (
	"errors"
	"fmt"
	"iter"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// Expression is what a permission says: its operands, at least one, and the
// operation over them. The zero value is that of a relation, which says nothing.
type Expression struct {
	Operands  []Operand
	operation operation
}

type operation int

const (
	union operation = iota
	intersection
	exclusion // of the first operand, less each of the others
)

// Operand is one operand of an expression. The zero value is nil: nobody.
type Operand struct {
	// Name is a relation or permission of the type itself; blank for another kind.
	Name string
	// Arrow is an arrow, and Nested an expression in parentheses; nil for another
	// kind.
	Arrow  *Arrow
	Nested *Expression
	// Self says that it is the object itself.
	Self bool
	// Subtracted says that it is taken from others where it stands, and Negative
	// that it takes away in the whole expression: what is subtracted from something
	// subtracted does not.
	Subtracted, Negative bool
	Position             *core.SourcePosition
}

// IsNobody says whether it is nil.
func (o Operand) IsNobody() bool {
	return o.Name == "" && o.Arrow == nil && o.Nested == nil && !o.Self
}

// Arrow is an operand that follows a relation to other objects.
type Arrow struct {
	Follow, Ask string
	All         bool // every one of them must have what is asked
}

// ExpressionOf reads an expression; the zero value for none. What is not known is
// an error: an operator that is passed over may be one that takes away.
func ExpressionOf(rewrite *core.UsersetRewrite) (Expression, error) {
	if rewrite == nil {
		return Expression{}, nil
	}
	return expressionOf(rewrite, false)
}

func expressionOf(rewrite *core.UsersetRewrite, negative bool) (Expression, error) {
	switch of := rewrite.GetRewriteOperation().(type) {
	case *core.UsersetRewrite_Union:
		return operandsOf(union, of.Union, negative)
	case *core.UsersetRewrite_Intersection:
		return operandsOf(intersection, of.Intersection, negative)
	case *core.UsersetRewrite_Exclusion:
		return operandsOf(exclusion, of.Exclusion, negative)
	}
	return Expression{}, fmt.Errorf("it has an operation that is not known here: %T", rewrite.GetRewriteOperation())
}

func operandsOf(o operation, set *core.SetOperation, negative bool) (Expression, error) {
	if len(set.GetChild()) == 0 {
		return Expression{}, errors.New("it has an operation without operands, which is not known here")
	}
	e := Expression{operation: o}
	for i, child := range set.GetChild() {
		subtracted := o == exclusion && i > 0
		operand, err := operandOf(child, negative != subtracted)
		if err != nil {
			return Expression{}, err
		}
		operand.Subtracted = subtracted
		e.Operands = append(e.Operands, operand)
	}
	return e, nil
}

func operandOf(child *core.SetOperation_Child, negative bool) (Operand, error) {
	o := Operand{Negative: negative, Position: child.GetSourcePosition()}
	switch of := child.GetChildType().(type) {
	case *core.SetOperation_Child_ComputedUserset:
		if o.Name = of.ComputedUserset.GetRelation(); o.Name == "" {
			return Operand{}, errors.New("it has an operand without a name")
		}
	case *core.SetOperation_Child_TupleToUserset:
		o.Arrow = &Arrow{of.TupleToUserset.GetTupleset().GetRelation(), of.TupleToUserset.GetComputedUserset().GetRelation(), false}
	case *core.SetOperation_Child_FunctionedTupleToUserset:
		arrow := of.FunctionedTupleToUserset
		all, err := everyOne(arrow.GetFunction())
		o.Arrow = &Arrow{arrow.GetTupleset().GetRelation(), arrow.GetComputedUserset().GetRelation(), all}
		return o, err
	case *core.SetOperation_Child_UsersetRewrite:
		nested, err := expressionOf(of.UsersetRewrite, negative)
		o.Nested = &nested
		return o, err
	case *core.SetOperation_Child_XSelf:
		o.Self = true
	case *core.SetOperation_Child_XNil:
	default:
		return Operand{}, fmt.Errorf("it has an operand that is not known here: %T", of)
	}
	return o, nil
}

// everyOne says whether the function of an arrow is ".all".
func everyOne(f core.FunctionedTupleToUserset_Function) (bool, error) {
	switch f {
	case core.FunctionedTupleToUserset_FUNCTION_ANY:
		return false, nil
	case core.FunctionedTupleToUserset_FUNCTION_ALL:
		return true, nil
	}
	return false, fmt.Errorf("it has an arrow of a function that is not known here: %s", f)
}

// All are all operands, those of nested expressions too, each after the expression
// that it is in.
func (e Expression) All() iter.Seq[Operand] {
	return func(yield func(Operand) bool) { e.walk(yield) }
}

func (e Expression) walk(yield func(Operand) bool) bool {
	for _, o := range e.Operands {
		if !yield(o) || o.Nested != nil && !o.Nested.walk(yield) {
			return false
		}
	}
	return true
}

// Meaning is what each operator comes to for whoever computes something of
// expressions. One that is added to it is added to everybody's.
type Meaning[T any] interface {
	Name(name string) T
	Arrow(a Arrow) T
	Self() T
	Nobody() T
	Union(of []T) T
	Intersection(of []T) T
	// Exclusion is the first, less each of the others.
	Exclusion(of []T) T
}

// Fold is what an expression comes to, its operands first; an Expression that is
// zero is no expression, and a union of nothing.
func Fold[T any](e Expression, m Meaning[T]) T {
	var of []T
	for _, o := range e.Operands {
		of = append(of, fold(o, m))
	}
	switch e.operation {
	case intersection:
		return m.Intersection(of)
	case exclusion:
		return m.Exclusion(of)
	default: // union
		return m.Union(of)
	}
}

func fold[T any](o Operand, m Meaning[T]) T {
	switch {
	case o.Name != "":
		return m.Name(o.Name)
	case o.Arrow != nil:
		return m.Arrow(*o.Arrow)
	case o.Nested != nil:
		return Fold(*o.Nested, m)
	case o.Self:
		return m.Self()
	}
	return m.Nobody()
}
