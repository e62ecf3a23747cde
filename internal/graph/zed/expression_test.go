package zed

import (
	"slices"
	"strings"
	"testing"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// text is an expression in full parentheses.
type text struct{}

func (text) Name(name string) string { return name }
func (text) Arrow(a Arrow) string {
	if a.All {
		return a.Follow + ".all(" + a.Ask + ")"
	}
	return a.Follow + "->" + a.Ask
}
func (text) Self() string                    { return "self" }
func (text) Nobody() string                  { return "nil" }
func (text) Union(of []string) string        { return "(" + strings.Join(of, " + ") + ")" }
func (text) Intersection(of []string) string { return "(" + strings.Join(of, " & ") + ")" }
func (text) Exclusion(of []string) string    { return "(" + strings.Join(of, " - ") + ")" }

const whole = `use self
definition doc {
	relation parent: doc
	relation reader: doc
	permission view = (reader + parent->view - (parent.all(view) - nil)) & parent.any(view) + self
}`

func TestExpressionsAreReadWhole(t *testing.T) {
	e := view(t)
	assert.Equal(t, "(((reader + parent->view) - (parent.all(view) - nil)) & (parent->view + self))", Fold(e, text{}))
	var subtracted, negative []string
	for o := range e.All() {
		name := fold(o, text{})
		if o.Subtracted {
			subtracted = append(subtracted, name)
		}
		if o.Negative {
			negative = append(negative, name)
		}
	}
	assert.Equal(t, []string{"(parent.all(view) - nil)", "nil"}, subtracted)
	assert.Equal(t, []string{"(parent.all(view) - nil)", "parent.all(view)"}, negative)
	nothing, err := ExpressionOf(nil)
	require.NoError(t, err)
	assert.Empty(t, nothing.Operands)
}

func view(t *testing.T) Expression {
	t.Helper()
	read, err := Parse(whole)
	require.NoError(t, err)
	e, err := ExpressionOf(read.Compiled.ObjectDefinitions[0].GetRelation()[2].GetUsersetRewrite())
	require.NoError(t, err)
	return e
}

// refused are operators that SpiceDB's schemas have and this program refuses, each
// with the reason.
var refused = map[protoreflect.Name]string{
	"_this":                "of an earlier SpiceDB: no schema compiles to it",
	"FUNCTION_UNSPECIFIED": "no function",
}

// Every operator that this SpiceDB has is either read or refused, and an upgrade
// that brings one more fails here.
func TestEveryOperatorIsReadOrRefused(t *testing.T) {
	operand := &core.SetOperation_Child{ChildType: &core.SetOperation_Child_ComputedUserset{ComputedUserset: &core.ComputedUserset{Relation: "reader"}}}
	operations := (&core.UsersetRewrite{}).ProtoReflect().Descriptor().Oneofs().ByName("rewrite_operation").Fields()
	for i := range operations.Len() {
		rewrite := &core.UsersetRewrite{}
		rewrite.ProtoReflect().Set(operations.Get(i), protoreflect.ValueOfMessage((&core.SetOperation{Child: []*core.SetOperation_Child{operand, operand}}).ProtoReflect()))
		is(t, operations.Get(i).Name(), rewrite)
	}
	kinds := (&core.SetOperation_Child{}).ProtoReflect().Descriptor().Oneofs().ByName("child_type").Fields()
	for i := range kinds.Len() {
		child := &core.SetOperation_Child{}
		child.ProtoReflect().Set(kinds.Get(i), filled(child, kinds.Get(i), operand))
		is(t, kinds.Get(i).Name(), unionOf(child))
	}
	functions := core.FunctionedTupleToUserset_Function(0).Descriptor().Values()
	for i := range functions.Len() {
		arrow := &core.FunctionedTupleToUserset{Function: core.FunctionedTupleToUserset_Function(functions.Get(i).Number())}
		is(t, functions.Get(i).Name(), unionOf(&core.SetOperation_Child{ChildType: &core.SetOperation_Child_FunctionedTupleToUserset{FunctionedTupleToUserset: arrow}}))
	}
	for _, rewrite := range []*core.UsersetRewrite{{}, unionOf(), unionOf(&core.SetOperation_Child{}), unionOf(nil)} {
		_, err := ExpressionOf(rewrite)
		require.Error(t, err, "%v", rewrite)
	}
}

func unionOf(operands ...*core.SetOperation_Child) *core.UsersetRewrite {
	return &core.UsersetRewrite{RewriteOperation: &core.UsersetRewrite_Union{Union: &core.SetOperation{Child: operands}}}
}

// filled is the message of an operand's field, with what it cannot do without.
func filled(child *core.SetOperation_Child, field protoreflect.FieldDescriptor, operand *core.SetOperation_Child) protoreflect.Value {
	value := child.ProtoReflect().NewField(field)
	switch m := value.Message().Interface().(type) {
	case *core.ComputedUserset:
		m.Relation = "reader"
	case *core.FunctionedTupleToUserset:
		m.Function = core.FunctionedTupleToUserset_FUNCTION_ANY
	case *core.UsersetRewrite:
		proto.Merge(m, unionOf(operand))
	}
	return value
}

func is(t *testing.T, operator protoreflect.Name, rewrite *core.UsersetRewrite) {
	t.Helper()
	e, err := ExpressionOf(rewrite)
	if _, not := refused[operator]; not {
		require.Error(t, err, operator)
		return
	}
	require.NoError(t, err, "%s: read it in ExpressionOf, or name it with those that are refused", operator)
	operands := slices.Collect(e.All())
	assert.NotEmpty(t, operands, operator)
}
