package lint

import "github.com/remit-authz/remit/internal/phrase"

// subtractedExpression: package graph's TestSpiceDBConfusesSubtractedExpressions
// has it reduced. What is subtracted by its name, or by an arrow, is safe.
var subtractedExpression = Rule{
	Name: "subtracted-expression",
	Why: phrase.Of(`SpiceDB's cache takes "a - (b + c)" for "a & (b + c)": of two such permissions, the answer to the one asked first is given for both. ` +
		`Make a permission of what is subtracted, and subtract that by its name.`),
	Allows: true,
	check: func(s *Schema) []shape {
		var found []shape
		for _, m := range s.all {
			for operand := range m.expression.All() {
				if operand.Subtracted && operand.Nested != nil {
					found = append(found, s.found(m, operand.Position, phrase.Of("%s subtracts an expression", m)))
				}
			}
		}
		return found
	},
}
