package lint

import (
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/phrase"
)

// skippedCondition: package graph's TestSpiceDBSkipsConditions and
// TestSpiceDBSkipsCaveats have it reduced. SpiceDB counts the kinds of a type
// that take a condition, and those of its relations that take none cancel them
// out; how many there are of each does not matter here, since one more would.
var skippedCondition = Rule{
	Name: "skipped-condition",
	Why: phrase.Of(`a type is taken under a condition, and by a relation of it without that condition: SpiceDB takes the first for unconditional too (GO-2026-6992, GHSA-w278-32qg-48q5). ` +
		`What has ended stays allowed; what a caveat denies is allowed over a SQL store, and what it allows is denied in memory. ` +
		`Take both under the same condition, or each in a relation of its own.`),
	Allows: true,
	Mended: "v1.57.1",
	check: func(s *Schema) []shape {
		var found []shape
		for _, m := range s.all {
			if typ := s.skips(m.takes()); typ != "" {
				found = append(found, s.found(m, m.relation.GetSourcePosition(), phrase.Of("%s takes %s under a condition, and by a relation without it", m, typ)))
			}
		}
		return found
	},
}

// skips is the type whose conditions SpiceDB skips among kinds of subject; blank
// for none.
func (s *Schema) skips(kinds []*core.AllowedRelation) string {
	for _, conditioned := range kinds {
		for _, free := range kinds {
			caveat := conditioned.GetRequiredCaveat() != nil && free.GetRequiredCaveat() == nil
			end := conditioned.GetRequiredExpiration() != nil && free.GetRequiredExpiration() == nil
			if (caveat || end) && s.cancels(conditioned, free) {
				return conditioned.GetNamespace()
			}
		}
	}
	return ""
}

// cancels says whether SpiceDB counts free where it looks for conditioned, and
// does not look for it.
func (s *Schema) cancels(conditioned, free *core.AllowedRelation) bool {
	switch {
	case conditioned.GetNamespace() != free.GetNamespace(), free.GetPublicWildcard() != nil:
		return false
	case conditioned.GetPublicWildcard() != nil:
		// Beside the type alone: where it is asked about a relation of the type.
		return isUserset(free) || s.hasMembers(free.GetNamespace())
	}
	return conditioned.GetRelation() != free.GetRelation()
}

func (s *Schema) hasMembers(typ string) bool {
	return slices.ContainsFunc(s.compiled.ObjectDefinitions, func(def *core.NamespaceDefinition) bool {
		return def.GetName() == typ && len(def.GetRelation()) > 0
	})
}
