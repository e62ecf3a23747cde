package zed

import (
	"errors"
	"fmt"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/phrase"
)

// validating is what a schema defines: relations and permissions by type, and
// caveats.
type validating struct {
	types   map[string]map[string]*core.Relation
	caveats map[string]bool
	twice   []error
}

func newValidating(schema *compiler.CompiledSchema) validating {
	v := validating{map[string]map[string]*core.Relation{}, map[string]bool{}, nil}
	for _, c := range schema.CaveatDefinitions {
		v.caveats[c.GetName()] = true
	}
	for _, object := range schema.ObjectDefinitions {
		names := map[string]*core.Relation{}
		for _, r := range object.GetRelation() {
			if names[r.GetName()] != nil {
				v.twice = append(v.twice, problem(object, r, phrase.Errorf("the name is there twice")))
			}
			names[r.GetName()] = r
		}
		v.types[object.GetName()] = names
	}
	return v
}

func problem(object *core.NamespaceDefinition, r *core.Relation, err error) error {
	line := r.GetSourcePosition().GetZeroIndexedLineNumber() + 1
	return phrase.Errorf("schema, line %d: %s#%s: %w", line, object.GetName(), r.GetName(), err)
}

func (v validating) all(schema *compiler.CompiledSchema) error {
	if len(v.twice) > 0 {
		return v.twice[0]
	}
	var problems []error
	for _, object := range schema.ObjectDefinitions {
		for _, r := range object.GetRelation() {
			err := errors.Join(v.expression(object.GetName(), r.GetUsersetRewrite()), v.kinds(object.GetName(), r), v.alias(object.GetName(), r))
			if err != nil {
				problems = append(problems, problem(object, r, err))
			}
		}
	}
	return errors.Join(problems...)
}

// kinds looks at the kinds of subject that a relation of a type takes. SpiceDB
// looks for a wildcard in relations of other types only.
func (v validating) kinds(of string, r *core.Relation) error {
	seen := map[string]bool{}
	for _, kind := range r.GetTypeInformation().GetAllowedDirectRelations() {
		typ, name, caveat := kind.GetNamespace(), kind.GetRelation(), kind.GetRequiredCaveat().GetCaveatName()
		text := fmt.Sprint(typ, "#", name, kind.GetPublicWildcard() != nil, caveat, kind.GetRequiredExpiration() != nil)
		relations, known := v.types[typ]
		userset := kind.GetPublicWildcard() == nil && name != tuple.Ellipsis
		switch {
		case !known:
			return phrase.Errorf("type %s does not exist", typ)
		case seen[text]:
			return phrase.Errorf("a kind of %s is there twice", typ)
		case caveat != "" && !v.caveats[caveat]:
			return phrase.Errorf("caveat %s does not exist", caveat)
		case userset && relations[name] == nil:
			return phrase.Errorf("%s#%s does not exist", typ, name)
		case userset && typ != of && v.wildcard(typ, name, map[string]bool{}):
			return phrase.Errorf("%s#%s may be a wildcard, which no relation may take", typ, name)
		}
		seen[text] = true
	}
	return nil
}

func (v validating) expression(typ string, rewrite *core.UsersetRewrite) error {
	e, err := ExpressionOf(rewrite)
	if err != nil {
		return err
	}
	for o := range e.All() {
		if err := v.operand(typ, o); err != nil {
			return err
		}
	}
	return nil
}

// alias refuses names that stand for each other and for nothing else.
func (v validating) alias(typ string, r *core.Relation) error {
	next := r
	for range v.types[typ] {
		e, err := ExpressionOf(next.GetUsersetRewrite())
		if err != nil || len(e.Operands) != 1 || e.Operands[0].Name == "" {
			return nil // the error is said of next itself
		}
		if next = v.types[typ][e.Operands[0].Name]; next == r {
			return phrase.Errorf("it is another name for itself")
		}
	}
	return nil
}

// operand is a name of the type itself, or what an arrow follows.
func (v validating) operand(typ string, o Operand) error {
	if o.Name != "" && v.types[typ][o.Name] == nil {
		return phrase.Errorf("%s#%s does not exist", typ, o.Name)
	}
	if o.Arrow == nil {
		return nil
	}
	follow := o.Arrow.Follow
	switch {
	case v.types[typ][follow] == nil:
		return phrase.Errorf("%s#%s does not exist", typ, follow)
	case v.types[typ][follow].GetUsersetRewrite() != nil:
		return phrase.Errorf("%s#%s is a permission, which no arrow may follow", typ, follow)
	case v.wildcard(typ, follow, map[string]bool{}):
		return phrase.Errorf("%s#%s may be a wildcard, which no arrow may follow", typ, follow)
	}
	return nil
}

// wildcard says whether a relation takes a wildcard, itself or
// through another.
func (v validating) wildcard(typ, name string, seen map[string]bool) bool {
	if seen[typ+"#"+name] {
		return false
	}
	seen[typ+"#"+name] = true
	for _, kind := range v.types[typ][name].GetTypeInformation().GetAllowedDirectRelations() {
		if kind.GetPublicWildcard() != nil || kind.GetRelation() != tuple.Ellipsis && v.wildcard(kind.GetNamespace(), kind.GetRelation(), seen) {
			return true
		}
	}
	return false
}
