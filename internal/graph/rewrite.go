package graph

import (
	"fmt"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/schema"
)

// rewrite compiles a permission's expression.
func (c *compiling) rewrite(typ typeID, rewrite *core.UsersetRewrite) (*node, error) {
	switch operation := rewrite.GetRewriteOperation().(type) {
	case *core.UsersetRewrite_Union:
		return c.combine(typ, opUnion, operation.Union)
	case *core.UsersetRewrite_Intersection:
		return c.combine(typ, opIntersection, operation.Intersection)
	case *core.UsersetRewrite_Exclusion:
		return c.combine(typ, opExclusion, operation.Exclusion)
	}
	return nil, fmt.Errorf("operation %T is not known", rewrite.GetRewriteOperation())
}

func (c *compiling) combine(typ typeID, op operation, set *core.SetOperation) (*node, error) {
	combined := &node{op: op}
	for _, child := range set.GetChild() {
		n, err := c.child(typ, child)
		if err != nil {
			return nil, err
		}
		combined.children = append(combined.children, n)
	}
	switch {
	case len(combined.children) == 1:
		return combined.children[0], nil
	case op == opExclusion && len(combined.children) > 2:
		// All but the first are subtracted: a - b - c is a - (b + c).
		subtracted := &node{op: opUnion, children: combined.children[1:]}
		combined.children = []*node{combined.children[0], subtracted}
	}
	return combined, nil
}

func (c *compiling) child(typ typeID, child *core.SetOperation_Child) (*node, error) {
	switch kind := child.GetChildType().(type) {
	case *core.SetOperation_Child_ComputedUserset:
		return &node{op: opComputed, relation: c.relation(typ, kind.ComputedUserset.GetRelation())}, nil
	case *core.SetOperation_Child_UsersetRewrite:
		return c.rewrite(typ, kind.UsersetRewrite)
	case *core.SetOperation_Child_TupleToUserset:
		arrow := kind.TupleToUserset
		return c.arrow(typ, opAny, arrow.GetTupleset().GetRelation(), arrow.GetComputedUserset().GetRelation()), nil
	case *core.SetOperation_Child_FunctionedTupleToUserset:
		arrow := kind.FunctionedTupleToUserset
		op := opAny
		if arrow.GetFunction() == core.FunctionedTupleToUserset_FUNCTION_ALL {
			op = opAll
		}
		return c.arrow(typ, op, arrow.GetTupleset().GetRelation(), arrow.GetComputedUserset().GetRelation()), nil
	case *core.SetOperation_Child_XNil:
		return &node{op: opNil}, nil
	case *core.SetOperation_Child_XSelf:
		return &node{op: opSelf, typ: typ}, nil
	}
	return nil, fmt.Errorf("operand %T is not known", child.GetChildType())
}

func (c *compiling) arrow(typ typeID, op operation, follow, ask string) *node {
	n := &node{op: op, relation: c.relation(typ, follow)}
	n.targets = make([]relationID, len(c.program.symbols.typeNames))
	for t := range n.targets {
		n.targets[t] = c.definedRelation(typeID(t), ask)
	}
	return n
}

// definedRelation is the number of a name in this schema: symbols also hold
// the names of earlier ones.
func (c *compiling) definedRelation(typ typeID, name string) relationID {
	for _, object := range c.schema.ObjectDefinitions {
		if c.program.symbols.types[schema.Type(object.GetName())] != typ {
			continue
		}
		for _, relation := range object.GetRelation() {
			if relation.GetName() == name {
				return c.relation(typ, name)
			}
		}
	}
	return 0
}
