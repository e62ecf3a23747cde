package lint

import (
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
)

// allBesideArrow: package graph's TestSpiceDBLeavesOutBehindAll has it reduced. Checks
// are right.
var allBesideArrow = Rule{
	Name: "all-beside-arrow",
	Why: phrase.Of(`SpiceDB's lists of resources hand on what they know of an arrow, and take it for known of the parent too: where "parent.all(view)" stands beside "parent->view" in a type that is its own parent, a list leaves out at times what a check allows. ` +
		`Let the two go along relations, or to permissions, of different names.`),
	check: func(s *Schema) []shape {
		var found []shape
		for _, m := range s.all {
			for operand := range m.expression.All() {
				if a := operand.Arrow; a != nil && a.All && s.follows(m.typ, a.Follow) && s.anywhere(m.typ, zed.Arrow{Follow: a.Follow, Ask: a.Ask}) {
					found = append(found, s.found(m, operand.Position, phrase.Of("%s has .all beside an arrow along %s to %s", m, a.Follow, a.Ask)))
				}
			}
		}
		return found
	},
}

// follows says whether a relation of a type leads to objects of the type.
func (s *Schema) follows(typ, relation string) bool {
	return slices.ContainsFunc(s.members[typ+"#"+relation].takes(), func(k *core.AllowedRelation) bool { return k.GetNamespace() == typ })
}

// anywhere says whether some permission of a type has an arrow.
func (s *Schema) anywhere(typ string, arrow zed.Arrow) bool {
	for _, m := range s.all {
		if m.typ != typ {
			continue
		}
		for operand := range m.expression.All() {
			if operand.Arrow != nil && *operand.Arrow == arrow {
				return true
			}
		}
	}
	return false
}
