package zed

import (
	"fmt"
	"regexp"

	expr "google.golang.org/genproto/googleapis/api/expr/v1alpha1"

	"github.com/authzed/spicedb/pkg/caveats"
	"github.com/authzed/spicedb/pkg/caveats/types"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"

	"github.com/remit-authz/remit/internal/phrase"
)

// Caveat is one caveat of a schema, compiled by SpiceDB's own code.
type Caveat struct {
	Compiled   *caveats.CompiledCaveat
	Parameters map[string]*core.CaveatTypeReference
	Expression *expr.CheckedExpr // as it was written
	// Patterns are the regular expressions that it says as such, by their text.
	Patterns map[string]*regexp.Regexp
}

func compileCaveats(definitions []*core.CaveatDefinition) (map[string]*Caveat, error) {
	compiled := map[string]*Caveat{}
	for _, d := range definitions {
		parameters, err := types.DecodeParameterTypes(types.Default.TypeSet, d.GetParameterTypes())
		if err != nil {
			return nil, fmt.Errorf("caveat %s: %w", d.GetName(), err)
		}
		c, err := caveats.DeserializeCaveatWithDefaultTypeSet(d.GetSerializedExpression(), parameters)
		if err != nil {
			return nil, fmt.Errorf("caveat %s: %w", d.GetName(), err)
		}
		var decoded impl.DecodedCaveat
		if err := decoded.UnmarshalVT(d.GetSerializedExpression()); err != nil {
			return nil, fmt.Errorf("caveat %s: %w", d.GetName(), err)
		}
		read := &Caveat{c, d.GetParameterTypes(), decoded.GetCel(), map[string]*regexp.Regexp{}}
		read.findPatterns(read.Expression.GetExpr())
		compiled[d.GetName()] = read
	}
	return compiled, nil
}

// findPatterns compiles what strings are matched with.
func (c *Caveat) findPatterns(e *expr.Expr) {
	call := e.GetCallExpr()
	if call == nil {
		return
	}
	for _, part := range append([]*expr.Expr{call.GetTarget()}, call.GetArgs()...) {
		c.findPatterns(part)
		if text := part.GetConstExpr().GetStringValue(); call.GetFunction() == "matches" && text != "" {
			if pattern, err := regexp.Compile(text); err == nil {
				c.Patterns[text] = pattern
			}
		}
	}
}

// unused refuses a parameter that its caveat does not use.
func (s *Schema) unused() error {
	for _, d := range s.Compiled.CaveatDefinitions {
		name, c := d.GetName(), s.Caveats[d.GetName()]
		for parameter := range c.Parameters {
			used, err := c.Compiled.ReferencedParameters([]string{parameter})
			if err != nil {
				return phrase.Errorf("schema: caveat %s: %w", name, err)
			}
			if !used.Has(parameter) {
				return phrase.Errorf("schema: caveat %s does not use its parameter %s", name, parameter)
			}
		}
	}
	return nil
}
