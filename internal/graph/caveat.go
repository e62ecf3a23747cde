package graph

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"github.com/authzed/spicedb/pkg/caveats"
	"github.com/authzed/spicedb/pkg/caveats/types"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// condition is what a relationship holds under. It never changes.
type condition struct {
	terms   relation.Terms
	expires *time.Time // nil for never
	context map[string]any
}

// conditionOf is the condition that terms make, or nil.
func conditionOf(t relation.Terms) (*condition, error) {
	if t.Caveat == "" && t.Expires == "" {
		return nil, nil
	}
	expires, err := t.Expiry()
	if err != nil {
		return nil, err
	}
	given, err := t.Given()
	return &condition{t, expires, given}, err
}

// over says whether the relationship has expired.
func (c *condition) over(at time.Time) bool {
	return c.expires != nil && !at.Before(*c.expires)
}

// written are the terms that make the condition; a nil one holds always.
func (c *condition) written() relation.Terms {
	if c == nil {
		return relation.Terms{}
	}
	return c.terms
}

// caveat is one condition of the schema, evaluated by SpiceDB's own code.
type caveat struct {
	compiled   *caveats.CompiledCaveat
	parameters map[string]*core.CaveatTypeReference
}

// storesQuestion says whether the relationship was written with what only a
// question brings. Here the graph differs from SpiceDB, for the caveats of
// remit's own schema only: there such a relationship holds without end.
func (c *condition) storesQuestion() bool {
	return schema.StoresQuestion(c.terms.Caveat, c.context)
}

func compileCaveats(definitions []*core.CaveatDefinition) (map[string]*caveat, error) {
	compiled := map[string]*caveat{}
	for _, d := range definitions {
		parameters, err := types.DecodeParameterTypes(types.Default.TypeSet, d.GetParameterTypes())
		if err != nil {
			return nil, fmt.Errorf("caveat %s: %w", d.GetName(), err)
		}
		c, err := caveats.DeserializeCaveatWithDefaultTypeSet(d.GetSerializedExpression(), parameters)
		if err != nil {
			return nil, fmt.Errorf("caveat %s: %w", d.GetName(), err)
		}
		compiled[d.GetName()] = &caveat{c, d.GetParameterTypes()}
	}
	return compiled, nil
}

// evaluate is the outcome of a caveat, with the names of what it lacks. A
// caveat that fails is undecided, as it is an error in SpiceDB.
func (c *caveat) evaluate(written, asked map[string]any) (Outcome, []string) {
	context := make(map[string]any, len(written)+len(asked))
	maps.Copy(context, asked)
	maps.Copy(context, written) // what was written goes first
	typed, err := caveats.ConvertContextToParameters(types.Default.TypeSet, context, c.parameters, caveats.SkipUnknownParameters)
	if err != nil {
		return Undecided, nil
	}
	result, err := caveats.EvaluateCaveat(c.compiled, typed)
	if err != nil {
		return Undecided, nil
	}
	if result.IsPartial() {
		missing, _ := result.MissingVarNames()
		return Conditional, missing
	}
	if result.Value() {
		return Allowed, nil
	}
	return Denied, nil
}

func sortedNames(names []string) []string {
	slices.Sort(names)
	return slices.Compact(names)
}
