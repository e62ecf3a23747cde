package zed

import (
	"fmt"

	"github.com/authzed/spicedb/pkg/caveats"
	"github.com/authzed/spicedb/pkg/caveats/types"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// Caveat is one caveat of a schema, compiled by SpiceDB's own code.
type Caveat struct {
	Compiled   *caveats.CompiledCaveat
	Parameters map[string]*core.CaveatTypeReference
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
		compiled[d.GetName()] = &Caveat{c, d.GetParameterTypes()}
	}
	return compiled, nil
}

// unused refuses a parameter that its caveat does not use.
func (s *Schema) unused() error {
	for _, d := range s.Compiled.CaveatDefinitions {
		name, c := d.GetName(), s.Caveats[d.GetName()]
		for parameter := range c.Parameters {
			used, err := c.Compiled.ReferencedParameters([]string{parameter})
			if err != nil {
				return fmt.Errorf("schema: caveat %s: %w", name, err)
			}
			if !used.Has(parameter) {
				return fmt.Errorf("schema: caveat %s does not use its parameter %s", name, parameter)
			}
		}
	}
	return nil
}
