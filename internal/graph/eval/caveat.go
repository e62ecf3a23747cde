package eval

import (
	"maps"
	"slices"

	"github.com/authzed/spicedb/pkg/caveats"
	"github.com/authzed/spicedb/pkg/caveats/types"

	"github.com/remit-authz/remit/internal/graph/zed"
)

// evaluateCaveat is the outcome of a caveat, with the names of what it lacks. A
// caveat that fails is undecided, as it is an error in SpiceDB.
func evaluateCaveat(c *zed.Caveat, written, asked map[string]any) (Outcome, []string) {
	context := make(map[string]any, len(written)+len(asked))
	maps.Copy(context, asked)
	maps.Copy(context, written) // what was written goes first
	typed, err := caveats.ConvertContextToParameters(types.Default.TypeSet, context, c.Parameters, caveats.SkipUnknownParameters)
	if err != nil {
		return Undecided, nil
	}
	result, err := caveats.EvaluateCaveat(c.Compiled, typed)
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
