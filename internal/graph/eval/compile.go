package eval

import (
	"fmt"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/schema"
)

// compile makes a schema ready. The symbols of an earlier one keep their numbers.
func compile(read *zed.Schema, earlier *graph.Symbols) (*Schema, error) {
	s := &Schema{read: read, symbols: earlier.Extend()}
	if err := s.declare(); err != nil {
		return nil, err
	}
	if err := s.define(); err != nil {
		return nil, err
	}
	s.resolveAliases()
	s.markRecursion()
	s.sortByCost()
	return s, nil
}

// declare gives every name a number, so that definitions can refer ahead.
func (s *Schema) declare() error {
	for _, object := range s.read.Compiled.ObjectDefinitions {
		typ, err := s.symbols.DefineType(schema.Type(object.GetName()))
		if err != nil {
			return err
		}
		for _, relation := range object.GetRelation() {
			if _, err := s.symbols.DefineRelation(typ, relation.GetName()); err != nil {
				return err
			}
		}
	}
	for name := range s.read.Caveats {
		s.symbols.DefineCaveat(schema.Caveat(name))
	}
	s.definitions = make([]definition, s.symbols.Relations())
	return nil
}

func (s *Schema) define() error {
	for _, object := range s.read.Compiled.ObjectDefinitions {
		typ := s.symbols.Type(schema.Type(object.GetName()))
		for _, relation := range object.GetRelation() {
			d, err := s.compileDefinition(typ, relation)
			if err != nil {
				return fmt.Errorf("%s#%s: %w", object.GetName(), relation.GetName(), err)
			}
			s.definitions[s.symbols.Relation(typ, relation.GetName())] = d
		}
	}
	return nil
}

func (s *Schema) compileDefinition(typ graph.TypeID, relation *core.Relation) (definition, error) {
	d := definition{typ: typ, defined: true}
	if err := known(relation); err != nil {
		return d, err
	}
	for _, allowed := range relation.GetTypeInformation().GetAllowedDirectRelations() {
		kind, err := s.subjectKind(allowed)
		if err != nil {
			return d, err
		}
		d.allowed = append(d.allowed, kind)
	}
	if relation.GetUsersetRewrite() == nil {
		return d, nil
	}
	expression, err := zed.ExpressionOf(relation.GetUsersetRewrite())
	d.rewrite = zed.Fold(expression, compiling{s, typ})
	return d, err
}

// subjectKind reads one kind of subject.
func (s *Schema) subjectKind(allowed *core.AllowedRelation) (subjectKind, error) {
	kind := subjectKind{typ: s.symbols.Type(schema.Type(allowed.GetNamespace()))}
	kind.caveat, kind.expires = allowed.GetRequiredCaveat().GetCaveatName(), allowed.GetRequiredExpiration() != nil
	switch of := allowed.GetRelationOrWildcard().(type) {
	case *core.AllowedRelation_PublicWildcard_:
		kind.wildcard = true
	case *core.AllowedRelation_Relation:
		if of.Relation != tuple.Ellipsis {
			kind.relation = s.symbols.Relation(kind.typ, of.Relation)
		}
	default:
		return subjectKind{}, fmt.Errorf("subject %T is not known", of)
	}
	return kind, nil
}
