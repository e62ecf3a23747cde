package graph

import (
	"fmt"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/schema"
)

// compiling is the work of turning one schema into a program.
type compiling struct {
	program *program
	schema  *compiler.CompiledSchema
}

// compile makes a program of a schema and its text. The symbols of an earlier
// schema keep their numbers.
func compile(text string, schema *compiler.CompiledSchema, earlier *symbols) (*program, error) {
	c := compiling{&program{text: text, symbols: earlier.clone()}, schema}
	if err := c.declare(); err != nil {
		return nil, err
	}
	if err := c.define(); err != nil {
		return nil, err
	}
	var err error
	if c.program.caveats, err = compileCaveats(schema.CaveatDefinitions); err != nil {
		return nil, err
	}
	c.program.permissions = c.permissions()
	c.program.resolveAliases()
	c.program.markRecursion()
	c.program.sortByCost()
	return c.program, nil
}

// parse reads a schema with SpiceDB's own compiler.
func parse(text string) (*compiler.CompiledSchema, error) {
	schema, err := compiler.Compile(
		compiler.InputSchema{Source: input.Source("schema"), SchemaString: text},
		compiler.AllowUnprefixedObjectType(),
	)
	if err != nil {
		return nil, fmt.Errorf("compiling the schema: %w", err)
	}
	return schema, nil
}

// declare gives every name a number, so that definitions can refer ahead.
func (c *compiling) declare() error {
	for _, object := range c.schema.ObjectDefinitions {
		typ, err := c.program.symbols.addType(schema.Type(object.GetName()))
		if err != nil {
			return err
		}
		for _, relation := range object.GetRelation() {
			if _, err := c.program.symbols.addRelation(typ, relation.GetName()); err != nil {
				return err
			}
		}
	}
	c.program.definitions = make([]definition, len(c.program.symbols.relationNames))
	return nil
}

func (c *compiling) define() error {
	for _, object := range c.schema.ObjectDefinitions {
		typ := c.program.symbols.types[schema.Type(object.GetName())]
		for _, relation := range object.GetRelation() {
			d, err := c.definition(typ, relation)
			if err != nil {
				return fmt.Errorf("%s#%s: %w", object.GetName(), relation.GetName(), err)
			}
			c.program.definitions[c.relation(typ, relation.GetName())] = d
		}
	}
	return nil
}

func (c *compiling) definition(typ typeID, relation *core.Relation) (definition, error) {
	d := definition{typ: typ, defined: true, allowed: c.allowed(relation)}
	if relation.GetUsersetRewrite() == nil {
		return d, nil
	}
	var err error
	d.rewrite, err = c.rewrite(typ, relation.GetUsersetRewrite())
	return d, err
}

func (c *compiling) allowed(relation *core.Relation) []subjectKind {
	var kinds []subjectKind
	for _, allowed := range relation.GetTypeInformation().GetAllowedDirectRelations() {
		kind := subjectKind{typ: c.program.symbols.types[schema.Type(allowed.GetNamespace())]}
		kind.everybody = allowed.GetPublicWildcard() != nil
		kind.caveat, kind.expires = allowed.GetRequiredCaveat().GetCaveatName(), allowed.GetRequiredExpiration() != nil
		if name := allowed.GetRelation(); !kind.everybody && name != tuple.Ellipsis {
			kind.relation = c.relation(kind.typ, name)
		}
		kinds = append(kinds, kind)
	}
	return kinds
}

// relation is the number of a name, or zero for one that the type has not.
func (c *compiling) relation(typ typeID, name string) relationID {
	return c.program.symbols.relations[relationName{typ, name}]
}
