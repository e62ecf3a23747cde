package lint

import (
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/phrase"
)

// caveatsUnderAll: package graph's TestSpiceDBMixesCaveatsUnderAll has it
// reduced. An end of its own is no caveat, and safe.
var caveatsUnderAll = Rule{
	Name: "caveats-under-all",
	Why: phrase.Of(`SpiceDB asks about many objects at once, and under ".all" holds each to the caveats that any of them has on the same subject: what is allowed is denied, and where that is subtracted, what is denied is allowed. ` +
		`Let ".all" follow a relation without caveats, and put the condition into what it asks.`),
	Allows: true,
	check: func(s *Schema) []shape {
		var found []shape
		for _, m := range s.all {
			for operand := range m.expression.All() {
				arrow := operand.Arrow
				if arrow == nil || !arrow.All {
					continue
				}
				followed := s.members[m.typ+"#"+arrow.Follow].takes()
				if slices.ContainsFunc(followed, func(k *core.AllowedRelation) bool { return k.GetRequiredCaveat() != nil }) {
					found = append(found, s.found(m, operand.Position, phrase.Of("%s goes by .all over %s, which takes caveats", m, arrow.Follow)))
				}
			}
		}
		return found
	},
}
