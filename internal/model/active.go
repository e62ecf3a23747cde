package model

import (
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/schema"
)

// active tells which names only users have whose account is active: each way to
// one leads past tenant#member.
type active struct {
	definitions map[string]*core.NamespaceDefinition
	others      map[string]bool // names that others have, too
}

// newActive takes every name for one of active users, and then out those that are
// not, until there are no more.
func newActive(definitions []*core.NamespaceDefinition) active {
	a := active{newWalker(definitions).definitions, map[string]bool{}}
	for more := true; more; {
		more = false
		for _, def := range definitions {
			for _, r := range def.GetRelation() {
				if name := def.GetName() + "#" + r.GetName(); !a.others[name] && !a.holds(def.GetName(), r) {
					a.others[name], more = true, true
				}
			}
		}
	}
	return a
}

// only says so of a name; of one that a type lacks, too: nobody has it.
func (a active) only(typ, name string) bool { return !a.others[typ+"#"+name] }

func (a active) holds(typ string, r *core.Relation) bool {
	switch {
	case schema.Relation(typ+"#"+r.GetName()).Facts().Kind == schema.KindActive:
		return true
	case r.GetUsersetRewrite() != nil:
		return a.rewrite(typ, r.GetUsersetRewrite())
	}
	return a.subjects(r)
}

// subjects says so of whoever stands in a relation: never where it takes users.
func (a active) subjects(r *core.Relation) bool {
	for _, kind := range r.GetTypeInformation().GetAllowedDirectRelations() {
		if kind.GetPublicWildcard() != nil || kind.GetRelation() == "..." || !a.only(kind.GetNamespace(), kind.GetRelation()) {
			return false
		}
	}
	return true
}

func (a active) rewrite(typ string, e *core.UsersetRewrite) bool {
	for _, operand := range e.GetIntersection().GetChild() {
		if a.operand(typ, operand) {
			return true
		}
	}
	for _, operand := range e.GetUnion().GetChild() {
		if !a.operand(typ, operand) {
			return false
		}
	}
	from := e.GetExclusion().GetChild()
	return e.GetIntersection() == nil && (len(from) == 0 || a.operand(typ, from[0]))
}

func (a active) operand(typ string, operand *core.SetOperation_Child) bool {
	switch child := operand.GetChildType().(type) {
	case *core.SetOperation_Child_UsersetRewrite:
		return a.rewrite(typ, child.UsersetRewrite)
	case *core.SetOperation_Child_ComputedUserset:
		return a.only(typ, child.ComputedUserset.GetRelation())
	case *core.SetOperation_Child_TupleToUserset:
		return a.arrow(typ, child.TupleToUserset.GetTupleset().GetRelation(), child.TupleToUserset.GetComputedUserset().GetRelation())
	case *core.SetOperation_Child_FunctionedTupleToUserset:
		return a.arrow(typ, child.FunctionedTupleToUserset.GetTupleset().GetRelation(), child.FunctionedTupleToUserset.GetComputedUserset().GetRelation())
	case *core.SetOperation_Child_XNil:
		return true
	}
	return false
}

func (a active) arrow(typ, relation, target string) bool {
	for _, r := range a.definitions[typ].GetRelation() {
		for _, kind := range r.GetTypeInformation().GetAllowedDirectRelations() {
			if r.GetName() == relation && !a.only(kind.GetNamespace(), target) {
				return false
			}
		}
	}
	return true
}
