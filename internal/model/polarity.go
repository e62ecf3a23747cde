package model

import (
	"fmt"
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/schema"
)

// use is how permissions that can be asked depend on a relation.
type use struct {
	// more and fewer say that a relationship more can give, and can take.
	more, fewer bool
	// arrow says that it is followed to what it points at.
	arrow bool
}

// uses are computed from the expressions: the name after each exclusion counts
// the other way round.
type uses map[string]use

// usesOf follows every permission that can be asked.
func (r *reader) usesOf() uses {
	w := walker{definitions: r.definitions(), seen: map[step]bool{}, uses: uses{}}
	for _, t := range r.model.Types {
		for _, p := range t.Permissions {
			if p.Block {
				continue
			}
			if err := w.name(string(t.Name), p.Name.Name(), true); err != nil {
				r.problem(p.where, "%v", err)
			}
		}
	}
	return w.uses
}

// conditionOf is the relation with a caveat that a permission depends on. Whoever
// is answered looks at it on the object that was asked about, so it is one, and
// there.
func (r *reader) conditionOf(p Permission) (conditional schema.Relation) {
	w := walker{definitions: r.definitions(), seen: map[step]bool{}, uses: uses{}}
	if w.name(string(p.Name.Type()), p.Name.Name(), true) != nil {
		return "" // said by usesOf
	}
	for name := range w.uses {
		switch relation := schema.Relation(name); {
		case r.relation(relation).Caveat == "":
		case relation.Type() != p.Name.Type():
			r.problem(p.where, "depends on %s, whose relationships carry a condition, through an arrow: nobody who is answered could look at them", relation)
		case conditional != "":
			r.problem(p.where, "depends on two relations whose relationships carry a condition, %s and %s: only one is looked at", min(conditional, relation), max(conditional, relation))
		default:
			conditional = relation
		}
	}
	return conditional
}

func (r *reader) definitions() map[string]*core.NamespaceDefinition {
	found := map[string]*core.NamespaceDefinition{}
	for _, def := range r.model.Compiled.ObjectDefinitions {
		found[def.GetName()] = def
	}
	return found
}

// step is one name, met with one sign.
type step struct {
	typ, name string
	positive  bool
}

type walker struct {
	definitions map[string]*core.NamespaceDefinition
	seen        map[step]bool
	uses        uses
}

func (w walker) name(typ, name string, positive bool) error {
	if s := (step{typ, name, positive}); w.seen[s] {
		return nil
	} else {
		w.seen[s] = true
	}
	members := w.definitions[typ].GetRelation()
	i := slices.IndexFunc(members, func(m *core.Relation) bool { return m.GetName() == name })
	if i < 0 {
		return nil // an arrow to a type that has no such name gives nothing
	}
	if rewrite := members[i].GetUsersetRewrite(); rewrite != nil {
		return w.expression(typ, rewrite, positive)
	}
	u := w.uses[typ+"#"+name]
	u.more, u.fewer = u.more || positive, u.fewer || !positive
	w.uses[typ+"#"+name] = u
	for _, subject := range members[i].GetTypeInformation().GetAllowedDirectRelations() {
		if relation := subject.GetRelation(); relation != "" && relation != "..." {
			if err := w.name(subject.GetNamespace(), relation, positive); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w walker) expression(typ string, e *core.UsersetRewrite, positive bool) error {
	var operands []*core.SetOperation_Child
	exclusion := false
	switch operation := e.GetRewriteOperation().(type) {
	case *core.UsersetRewrite_Union:
		operands = operation.Union.GetChild()
	case *core.UsersetRewrite_Intersection:
		operands = operation.Intersection.GetChild()
	case *core.UsersetRewrite_Exclusion:
		operands, exclusion = operation.Exclusion.GetChild(), true
	default:
		return fmt.Errorf("has an operator that is not known here: %T", operation)
	}
	for i, operand := range operands {
		if err := w.operand(typ, operand, positive != (exclusion && i > 0)); err != nil {
			return err
		}
	}
	return nil
}

func (w walker) operand(typ string, operand *core.SetOperation_Child, positive bool) error {
	switch child := operand.GetChildType().(type) {
	case *core.SetOperation_Child_UsersetRewrite:
		return w.expression(typ, child.UsersetRewrite, positive)
	case *core.SetOperation_Child_ComputedUserset:
		return w.name(typ, child.ComputedUserset.GetRelation(), positive)
	case *core.SetOperation_Child_TupleToUserset:
		return w.arrow(typ, child.TupleToUserset.GetTupleset().GetRelation(), child.TupleToUserset.GetComputedUserset().GetRelation(), positive)
	case *core.SetOperation_Child_FunctionedTupleToUserset:
		return w.arrow(typ, child.FunctionedTupleToUserset.GetTupleset().GetRelation(), child.FunctionedTupleToUserset.GetComputedUserset().GetRelation(), positive)
	case *core.SetOperation_Child_XNil:
		return nil
	case *core.SetOperation_Child_XSelf:
		return nil
	}
	return fmt.Errorf("has an operand that is not known here: %T", operand.GetChildType())
}

func (w walker) arrow(typ, relation, target string, positive bool) error {
	u := w.uses[typ+"#"+relation]
	u.arrow = true
	w.uses[typ+"#"+relation] = u
	for _, member := range w.definitions[typ].GetRelation() {
		if member.GetName() != relation {
			continue
		}
		for _, subject := range member.GetTypeInformation().GetAllowedDirectRelations() {
			if err := w.name(subject.GetNamespace(), target, positive); err != nil {
				return err
			}
		}
	}
	return nil
}

// checkEffect holds an effect to what the expressions make of the relation.
func (r *reader) checkEffect(relation Relation, used use) {
	effect, computed := relation.Facts.Effect, schema.Nothing
	switch {
	case used.more && used.fewer:
		computed = schema.Identifies
	case used.fewer:
		computed = schema.Takes
	case used.more, used.arrow && relation.Facts.Kind == schema.KindMarker:
		computed = schema.Gives
	case used.arrow:
		computed = schema.Places
	}
	if effect == schema.Switches {
		effect = schema.Gives // whatever else depends on it
	}
	if effect != computed {
		r.problem(relation.where, "says @effect %s, and the permissions make it %s", relation.Facts.Effect, computed)
	}
}
