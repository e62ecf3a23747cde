package lint

import (
	"maps"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// nobody says only what no data can change. "nil" alone is how a schema says
// nobody on purpose.
var nobody = Rule{
	Name: "nobody",
	Why: `whatever relationships there are, the expression holds for nobody: it asks for two types of subject at once, subtracts what it starts from, or follows a relation to types that do not have what it asks. ` +
		`Mend it, or write "nil" where nobody is meant.`,
	check: func(s *Schema) []shape {
		having := s.subjects()
		var found []shape
		for m := range s.all() {
			if m.isPermission() && len(having[m.name()]) == 0 && !isNil(m.relation.GetUsersetRewrite()) {
				found = append(found, s.found(m, m.relation.GetSourcePosition(), "is had by nobody"))
			}
		}
		return found
	},
}

func isNil(rewrite *core.UsersetRewrite) bool {
	children := rewrite.GetUnion().GetChild()
	if len(children) != 1 {
		return false
	}
	_, is := children[0].GetChildType().(*core.SetOperation_Child_XNil)
	return is
}

// types are types of subject.
type types map[string]bool

// subjects are the types whose objects may have a relation or permission, by
// its name: at least those that may.
func (s *Schema) subjects() map[string]types {
	having := map[string]types{}
	for grown := true; grown; {
		grown = false
		for m := range s.all() {
			may := s.may(m, having)
			grown = grown || len(may) > len(having[m.name()])
			having[m.name()] = may
		}
	}
	return having
}

// may are the types that may have a member, by what is known of the others.
func (s *Schema) may(m member, having map[string]types) types {
	if m.isPermission() {
		return s.mayRewrite(m.typ, m.relation.GetUsersetRewrite(), having)
	}
	may := types{}
	for _, kind := range m.takes() {
		may[kind.GetNamespace()] = true
		if isUserset(kind) {
			maps.Copy(may, having[kind.GetNamespace()+"#"+kind.GetRelation()])
		}
	}
	return may
}

func (s *Schema) mayRewrite(typ string, rewrite *core.UsersetRewrite, having map[string]types) types {
	may := types{}
	for _, operand := range rewrite.GetUnion().GetChild() {
		maps.Copy(may, s.mayOperand(typ, operand, having))
	}
	for i, operand := range rewrite.GetIntersection().GetChild() {
		its := s.mayOperand(typ, operand, having)
		if i == 0 {
			may = maps.Clone(its)
		}
		maps.DeleteFunc(may, func(typ string, _ bool) bool { return !its[typ] })
	}
	// What is subtracted takes nothing away for certain, unless it is the same.
	if from := rewrite.GetExclusion().GetChild(); len(from) > 0 && !subtractsItself(from) {
		maps.Copy(may, s.mayOperand(typ, from[0], having))
	}
	return may
}

// subtractsItself says whether a difference starts from a name that it subtracts:
// "a - a", and also "a - b - a", which is "(a - b) - a".
func subtractsItself(difference []*core.SetOperation_Child) bool {
	subtracted := map[string]bool{}
	for {
		for _, operand := range difference[1:] {
			subtracted[operand.GetComputedUserset().GetRelation()] = true
		}
		start := difference[0]
		if name := start.GetComputedUserset().GetRelation(); name != "" {
			return subtracted[name]
		}
		if difference = start.GetUsersetRewrite().GetExclusion().GetChild(); len(difference) == 0 {
			return false
		}
	}
}

func (s *Schema) mayOperand(typ string, operand *core.SetOperation_Child, having map[string]types) types {
	if a, ok := arrowOf(operand); ok {
		may := types{}
		for _, kind := range takes(s.members[typ+"#"+a.follow]) {
			maps.Copy(may, having[kind.GetNamespace()+"#"+a.ask])
		}
		return may
	}
	switch child := operand.GetChildType().(type) {
	case *core.SetOperation_Child_UsersetRewrite:
		return s.mayRewrite(typ, child.UsersetRewrite, having)
	case *core.SetOperation_Child_XSelf:
		return types{typ: true}
	}
	return having[typ+"#"+operand.GetComputedUserset().GetRelation()] // none for nil
}
