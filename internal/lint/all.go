package lint

import (
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// caveatsUnderAll: package graph's TestSpiceDBMixesCaveatsUnderAll has it
// reduced. An end of its own is no caveat, and safe.
var caveatsUnderAll = Rule{
	Name: "caveats-under-all",
	Why: `SpiceDB asks about many objects at once, and under ".all" holds each to the caveats that any of them has on the same subject: what is allowed is denied, and where that is subtracted, what is denied is allowed. ` +
		`Let ".all" follow a relation without caveats, and put the condition into what it asks.`,
	Allows: true,
	check: func(s *Schema) []shape {
		var found []shape
		for m := range s.all() {
			for operand := range operands(m.relation.GetUsersetRewrite()) {
				arrow, ok := arrowOf(operand)
				if !ok || !arrow.all {
					continue
				}
				followed := takes(s.members[m.typ+"#"+arrow.follow])
				if slices.ContainsFunc(followed, func(k *core.AllowedRelation) bool { return k.GetRequiredCaveat() != nil }) {
					found = append(found, s.found(m, operand.GetSourcePosition(), "goes by .all over "+arrow.follow+", which takes caveats"))
				}
			}
		}
		return found
	},
}
