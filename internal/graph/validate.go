package graph

import (
	"context"
	"fmt"

	"github.com/authzed/spicedb/pkg/schema"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"
)

// follows refuses a schema whose conditions no longer take what was written
// with them under an earlier one, as an engine does whatever it holds.
func (p *program) follows(earlier *program) error {
	for name, was := range earlier.caveats {
		is, ok := p.caveats[name]
		for parameter, typ := range was.parameters {
			if ok && !typ.EqualVT(is.parameters[parameter]) {
				return fmt.Errorf("schema: caveat %s: parameter %s cannot be taken away or get another type", name, parameter)
			}
		}
	}
	return nil
}

// validate refuses a schema that compiles and that an engine would refuse all
// the same, such as one with a permission made of a relation that is not there.
func validate(text string) error {
	compiled, err := compiler.Compile(
		compiler.InputSchema{Source: input.Source("schema"), SchemaString: text},
		compiler.AllowUnprefixedObjectType(),
	)
	if err != nil {
		return fmt.Errorf("compiling the schema: %w", err)
	}
	types := schema.NewTypeSystem(schema.ResolverForSchema(compiled))
	for _, object := range compiled.ObjectDefinitions {
		if _, err := types.GetValidatedDefinition(context.Background(), object.GetName()); err != nil {
			return fmt.Errorf("schema: definition %s: %w", object.GetName(), err)
		}
	}
	return nil
}
