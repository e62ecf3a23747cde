package model

import (
	"slices"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/schema"
)

// use is how permissions that can be asked depend on a relation.
type use struct {
	// more and fewer say that a relationship more can give, and can take.
	more, fewer bool
	// arrow says that it is followed to what it points at.
	arrow bool
	// here and elsewhere say whether it is that of the object that is asked about,
	// and that of others.
	here, elsewhere bool
}

// uses are computed from the expressions: the name after each exclusion counts
// the other way round.
type uses map[string]use

// usesOf follows every permission that can be asked.
func (r *reader) usesOf() uses {
	w := newWalker(r.model.Compiled.ObjectDefinitions)
	for _, t := range r.model.Types {
		for _, p := range t.Permissions {
			if p.Block {
				continue
			}
			if err := w.name(step{typ: string(t.Name), name: p.Name.Name(), positive: true}); err != nil {
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
	w := newWalker(r.model.Compiled.ObjectDefinitions)
	if w.name(step{typ: string(p.Name.Type()), name: p.Name.Name(), positive: true}) != nil {
		return "" // said by usesOf
	}
	for name, used := range w.uses {
		switch relation := schema.Relation(name); {
		case r.relation(relation).Caveat == "":
		case used.elsewhere:
			r.problem(p.where, "depends on %s, whose relationships carry a condition, through an arrow: nobody who is answered could look at them", relation)
		case conditional != "":
			r.problem(p.where, "depends on two relations whose relationships carry a condition, %s and %s: only one is looked at", min(conditional, relation), max(conditional, relation))
		default:
			conditional = relation
		}
	}
	return conditional
}

// step is one name, met with one sign, of the object that is asked about or of
// another.
type step struct {
	typ, name           string
	positive, elsewhere bool
}

// to is the step to a name of the same object.
func (s step) to(name string) step {
	s.name = name
	return s
}

// away is the step to a name of another object.
func (s step) away(typ, name string) step {
	return step{typ, name, s.positive, true}
}

type walker struct {
	definitions map[string]*core.NamespaceDefinition
	seen        map[step]bool
	uses        uses
	loose       map[string]bool // names that an arrow leads to and that are not there
}

func newWalker(definitions []*core.NamespaceDefinition) walker {
	w := walker{definitions: map[string]*core.NamespaceDefinition{}, seen: map[step]bool{}, uses: uses{}, loose: map[string]bool{}}
	for _, def := range definitions {
		w.definitions[def.GetName()] = def
	}
	return w
}

func (w walker) name(at step) error {
	if w.seen[at] {
		return nil
	}
	w.seen[at] = true
	members := w.definitions[at.typ].GetRelation()
	i := slices.IndexFunc(members, func(m *core.Relation) bool { return m.GetName() == at.name })
	if i < 0 {
		w.loose[at.typ+"#"+at.name] = true
		return nil // an arrow to a type that has no such name gives nothing
	}
	if rewrite := members[i].GetUsersetRewrite(); rewrite != nil {
		return w.expression(at, rewrite)
	}
	u := w.uses[at.typ+"#"+at.name]
	u.more, u.fewer = u.more || at.positive, u.fewer || !at.positive
	u.here, u.elsewhere = u.here || !at.elsewhere, u.elsewhere || at.elsewhere
	w.uses[at.typ+"#"+at.name] = u
	for _, subject := range members[i].GetTypeInformation().GetAllowedDirectRelations() {
		if relation := subject.GetRelation(); relation != "" && relation != "..." {
			if err := w.name(at.away(subject.GetNamespace(), relation)); err != nil {
				return err
			}
		}
	}
	return nil
}

func (w walker) expression(at step, rewrite *core.UsersetRewrite) error {
	e, err := zed.ExpressionOf(rewrite)
	if err != nil {
		return err
	}
	for o := range e.All() {
		signed := at
		signed.positive = at.positive != o.Negative
		switch {
		case o.Name != "":
			err = w.name(signed.to(o.Name))
		case o.Arrow != nil:
			err = w.arrow(signed, o.Arrow.Follow, o.Arrow.Ask)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (w walker) arrow(at step, relation, target string) error {
	u := w.uses[at.typ+"#"+relation]
	u.arrow, u.here, u.elsewhere = true, u.here || !at.elsewhere, u.elsewhere || at.elsewhere
	w.uses[at.typ+"#"+relation] = u
	for _, member := range w.definitions[at.typ].GetRelation() {
		if member.GetName() != relation {
			continue
		}
		for _, subject := range member.GetTypeInformation().GetAllowedDirectRelations() {
			if err := w.name(at.away(subject.GetNamespace(), target)); err != nil {
				return err
			}
		}
	}
	return nil
}

// effectOf is what the expressions make of a relation.
func effectOf(used use) schema.Effect {
	switch {
	case used.more && used.fewer:
		return schema.Identifies
	case used.fewer:
		return schema.Takes
	case used.more:
		return schema.Gives
	case used.arrow:
		return schema.Places
	}
	return schema.Nothing
}

// checkEffect holds an effect to what the expressions make of the relation.
func (r *reader) checkEffect(relation Relation, used use) {
	effect, computed := relation.Facts.Effect, effectOf(used)
	if computed == schema.Places && relation.Facts.Kind == schema.KindMarker {
		computed = schema.Gives
	}
	if effect == schema.Switches {
		effect = schema.Gives // whatever else depends on it
	}
	if effect != computed {
		r.problem(relation.where, "says @effect %s, and the permissions make it %s", relation.Facts.Effect, computed)
	}
}
