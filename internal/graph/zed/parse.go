// Package zed reads a schema as an engine takes it: what does not compile, or
// names what it does not define, is refused with the line.
package zed

import (
	"errors"
	"fmt"

	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"

	"github.com/remit-authz/remit/internal/phrase"
)

// Schema is a schema that SpiceDB's own compiler has read.
type Schema struct {
	Text     string
	Compiled *compiler.CompiledSchema
	Caveats  map[string]*Caveat
}

// Parse reads a schema. It may name what it does not define: see Validate.
func Parse(text string) (*Schema, error) {
	compiled, err := compiler.Compile(
		compiler.InputSchema{Source: input.Source("schema"), SchemaString: text},
		compiler.AllowUnprefixedObjectType(),
	)
	if err != nil {
		return nil, fmt.Errorf("compiling the schema: %w", err)
	}
	return newSchema(text, compiled)
}

func newSchema(text string, compiled *compiler.CompiledSchema) (*Schema, error) {
	caveats, err := compileCaveats(compiled.CaveatDefinitions)
	return &Schema{text, compiled, caveats}, err
}

// Validate refuses a schema that somebody else has read, as Schema.Validate does.
func Validate(compiled *compiler.CompiledSchema) error {
	s, err := newSchema("", compiled)
	if err != nil {
		return err
	}
	return s.Validate()
}

// Validate refuses a schema that compiles and that an engine would refuse all the
// same, such as one with a name that it does not define. The rules are those of
// SpiceDB's pkg/schema, which is not linked: its datastores and their drivers
// would come with it.
func (s *Schema) Validate() error {
	return errors.Join(newValidating(s.Compiled).all(s.Compiled), s.unused())
}

// Follows refuses a schema whose caveats no longer take what was written with
// them under an earlier one, as an engine does whatever it holds.
func (s *Schema) Follows(earlier *Schema) error {
	for name, was := range earlier.Caveats {
		is, ok := s.Caveats[name]
		for parameter, typ := range was.Parameters {
			if ok && !typ.EqualVT(is.Parameters[parameter]) {
				return phrase.Errorf("schema: caveat %s: parameter %s cannot be taken away or get another type", name, parameter)
			}
		}
	}
	return nil
}
