package lint

import "github.com/remit-authz/remit/internal/phrase"

// mixedOperators is about the text: what is compiled has no parentheses any
// more, and the text that an engine gives back has only those that it needs.
var mixedOperators = Rule{
	Name: "mixed-operators",
	Why: phrase.Of(`in SpiceDB "+" binds tighter than "&", and "&" tighter than "-", unlike in any language that a reader knows: "a & b + c" is "a & (b + c)". ` +
		`Write the parentheses.`),
	check: func(s *Schema) []shape {
		var found []shape
		for _, source := range s.sources {
			for _, m := range source.mixed {
				about := phrase.Of("permission %s mixes %q and %q without parentheses", m.permission, m.first, m.second)
				found = append(found, shape{place{source.file, m.line}, about})
			}
		}
		return found
	},
}
