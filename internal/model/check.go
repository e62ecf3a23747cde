package model

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/schema"
)

// what a relation of each kind is like. A kind that is not here is not known.
var shapes = map[schema.Kind]shape{
	schema.KindSystemRole: {effects: []schema.Effect{schema.Gives}, on: schema.TypeTenant, granted: true},
	schema.KindGroup:      {effects: []schema.Effect{schema.Gives}, on: schema.TypeTenant, granted: true},
	schema.KindLink:       {effects: []schema.Effect{schema.Gives, schema.Takes}, granted: true},
	schema.KindActive:     {effects: []schema.Effect{schema.Switches}, on: schema.TypeTenant, granted: true},
	schema.KindSwitch:     {effects: []schema.Effect{schema.Switches}, on: schema.TypeTenant, granted: true},
	schema.KindIdentity:   {effects: []schema.Effect{schema.Gives, schema.Identifies}},
	schema.KindTenant:     {effects: []schema.Effect{schema.Places}},
	schema.KindParent:     {effects: []schema.Effect{schema.Places}},
	schema.KindMarker:     {effects: []schema.Effect{schema.Gives}},
	schema.KindContact:    {effects: []schema.Effect{schema.Nothing}},
	schema.KindOrigin:     {effects: []schema.Effect{schema.Nothing}},
	schema.KindLease:      {effects: []schema.Effect{schema.Nothing}, on: schema.TypeLease},
	schema.KindReview:     {effects: []schema.Effect{schema.Nothing}, on: schema.TypeEmergencyReview},
}

// shape is what the facts of a kind must agree with.
type shape struct {
	effects []schema.Effect
	on      schema.Type // blank for any
	granted bool        // whether somebody grants it
}

// check holds the facts to each other and to the schema.
func (r *reader) check() {
	used := r.usesOf()
	for _, t := range r.model.Types {
		r.checkType(t)
		for _, relation := range t.Relations {
			r.checkRelation(t, relation)
			r.checkEffect(relation, used[string(relation.Name)])
		}
		for i, p := range t.Permissions {
			if !p.Block {
				t.Permissions[i].Facts.ConditionalOn = r.conditionOf(p)
			}
			if p.Block && (p.Facts.Label != (schema.Label{}) || p.Facts.Common || len(p.rows) > 0) {
				r.problem(p.where, "is a @block, which nobody asks for: it has no label, no row, and is not common")
			}
		}
	}
	r.checkLabels()
}

// checkType holds what a type says of making and removing to its relations.
func (r *reader) checkType(t Type) {
	f := t.Facts
	if made := f.CreatedWith != ""; t.origins() > 1 || (t.origins() == 1) != made || !made && (f.RemovedWith != "" || len(f.Creator) > 0) {
		r.problem(t.where, "an object that applications make has one relation of @kind origin, and says @created-with; other types have neither, and no @removed-with and @creator")
	}
	for _, p := range []schema.Permission{f.CreatedWith, f.RemovedWith} {
		if p != "" && (!t.near(p) || !r.asked(p)) {
			r.problem(t.where, "%q is no permission of %s or of what it belongs to that can be asked", p, t.Name)
		}
	}
	if f.CreatedWith.Type() == t.Name {
		r.problem(t.where, "@created-with %q is asked on what is not there yet", f.CreatedWith)
	}
	for _, link := range f.Creator {
		if !r.relation(link).WrittenBy(schema.ByApplication) {
			r.problem(t.where, "@creator %q is no relation that an application writes", link)
		}
	}
}

// origins count the relations that say who made an object.
func (t Type) origins() int {
	n := 0
	for _, r := range t.Relations {
		if r.Facts.Kind == schema.KindOrigin {
			n++
		}
	}
	return n
}

func (r *reader) checkRelation(t Type, relation Relation) {
	f := relation.Facts
	s, known := shapes[f.Kind]
	if !known {
		r.problem(relation.where, "@kind %q is not known", f.Kind)
		return
	}
	say := func(wrong bool, format string, args ...any) {
		if wrong {
			r.problem(relation.where, format, args...)
		}
	}
	say(!slices.Contains(s.effects, f.Effect), "@effect %q is none that a %s has: %s", f.Effect, f.Kind, s.effects)
	say(s.on != "" && t.Name != s.on, "a %s belongs in %s", f.Kind, s.on)
	say(s.granted != (f.GrantedBy != ""), "a %s is granted by a permission: %t, and @granted-by is %q", f.Kind, s.granted, f.GrantedBy)
	say(f.Wildcard != (f.Kind == schema.KindSwitch || f.Always), "a switch and a marker that is @always there take the wildcard, and nothing else does")
	reasons := 0
	for _, set := range []bool{len(f.While) > 0, len(f.Unless) > 0, f.Always} {
		if set {
			reasons++
		}
	}
	say(reasons > 1 || (reasons == 1) != (f.Kind == schema.KindMarker), "a marker, and nothing else, says one of @while, @unless and @always, and this says %d", reasons)
	say(f.OnlySelf && f.GrantedBy == "", "nobody grants it, so @only-self says nothing")
	say(f.Effect == schema.Takes && len(f.Needs) > 0, "takes away, and needs no role for that")
	// The loader finds the pointer to a parent by the parent's type.
	say(f.Effect == schema.Places && (len(relation.targets) != 1 || relation.targets[0].GetNamespace() != relation.Name.Name()),
		"points at what an object belongs to, so it is named for that type and takes it alone")
	say(slices.ContainsFunc(relation.targets, func(a *core.AllowedRelation) bool {
		return schema.Caveat(a.GetRequiredCaveat().GetCaveatName()) != f.Caveat
	}), "takes some subjects under a condition and others under none, or another")
	// A bar that ends, and an account that closes, would give by the clock, and no plan
	// would show it.
	ofLink := f.Kind == schema.KindLink && f.Effect == schema.Gives
	say(relation.mayEnd() && !ofLink && !f.Kind.Aside(), "may end, and only a link that gives, a lease or a review may")
	r.checkWriters(t, relation)
	r.checkNames(t, relation)
}

func (r Relation) takesWildcard() bool {
	return slices.ContainsFunc(r.targets, func(a *core.AllowedRelation) bool { return a.GetPublicWildcard() != nil })
}

// mayEnd says whether some subject is taken with an end and no caveat.
func (r Relation) mayEnd() bool {
	return slices.ContainsFunc(r.targets, func(a *core.AllowedRelation) bool {
		return a.GetRequiredExpiration() != nil && a.GetRequiredCaveat() == nil
	})
}

// takesOwners says whether a subject may be whoever owns an account.
func (r Relation) takesOwners() bool {
	return slices.ContainsFunc(r.targets, func(a *core.AllowedRelation) bool {
		return schema.Relation(a.GetNamespace()+"#"+a.GetRelation()) == schema.AccountOwner
	})
}

func (r *reader) checkWriters(t Type, relation Relation) {
	f := relation.Facts
	known := []schema.Writer{schema.BySource, schema.ByApplication, schema.ByDerivation, schema.ByLoader}
	for _, w := range f.By {
		if !slices.Contains(known, w) {
			r.problem(relation.where, "@by %q is not known: it is one of %s", w, known)
		}
	}
	switch {
	case len(f.By) == 0:
		r.problem(relation.where, "has no @by: say who writes it")
	case (f.Kind == schema.KindMarker) != slices.Equal(f.By, []schema.Writer{schema.ByDerivation}),
		(f.Kind == schema.KindLease) != slices.Equal(f.By, []schema.Writer{schema.ByLoader}),
		(f.Kind == schema.KindOrigin || f.Kind == schema.KindReview) && !slices.Equal(f.By, []schema.Writer{schema.ByApplication}):
		r.problem(relation.where, "is a %s and written by %s", f.Kind, f.By)
	case (f.Kind == schema.KindSystemRole || f.Kind == schema.KindGroup) && !slices.Equal(f.By, []schema.Writer{schema.BySource}):
		r.problem(relation.where, "is a role in the tenant, which only a source gives, and is written by %s", f.By)
	case f.Effect == schema.Places:
		if f.WrittenBy(schema.ByApplication) != (t.origins() > 0) {
			r.problem(relation.where, "is written by %s: an application places the objects whose type has a relation of @kind origin, and no others", f.By)
		}
	case relation.takesOwners() != (f.WrittenBy(schema.BySource) && f.WrittenBy(schema.ByApplication)):
		r.problem(relation.where, "is written by %s: where both a source and an application write, an application names %s, and only there", f.By, schema.AccountOwner)
	}
}

// checkNames looks for what the facts name.
func (r *reader) checkNames(t Type, relation Relation) {
	f := relation.Facts
	for _, role := range f.Needs {
		if k := r.relation(schema.Relation(string(schema.TypeTenant) + "#" + string(role))).Kind; k != schema.KindSystemRole && k != schema.KindGroup {
			r.problem(relation.where, "@needs %q is no role in the tenant", role)
		}
	}
	for _, named := range slices.Concat(f.Excludes, f.Conflicts, f.While, f.Unless) {
		if r.relation(named).Kind == "" {
			r.problem(relation.where, "names the relation %q, which does not exist", named)
		}
	}
	if f.Under != "" && r.relation(f.Under).Kind != schema.KindSwitch {
		r.problem(relation.where, "@under %q is no switch", f.Under)
	}
	if f.GrantedBy != "" && !r.grantable(t, f.GrantedBy) {
		r.problem(relation.where, "@granted-by %q is no permission of %s, of its parent or of an account that can be asked", f.GrantedBy, t.Name)
	}
}

// relation finds the facts of a relation; the zero value for one that is not
// there.
func (r *reader) relation(name schema.Relation) schema.RelationFacts {
	for _, t := range r.model.Types {
		for _, relation := range t.Relations {
			if relation.Name == name {
				return relation.Facts
			}
		}
	}
	return schema.RelationFacts{}
}

// grantable says whether a permission can be asked, on something that is found
// from a relationship of the type.
func (r *reader) grantable(t Type, p schema.Permission) bool {
	return (p.Type() == schema.TypeAccount || t.near(p)) && r.asked(p)
}

// near says whether a permission is on the type itself, or on what an object of
// it belongs to.
func (t Type) near(p schema.Permission) bool {
	return p.Type() == t.Name || slices.ContainsFunc(t.Relations, func(other Relation) bool {
		return other.Facts.Effect == schema.Places && other.Name.Name() == string(p.Type())
	})
}

// asked says whether a permission exists and can be asked.
func (r *reader) asked(p schema.Permission) bool {
	return slices.ContainsFunc(r.model.Types, func(other Type) bool {
		return slices.ContainsFunc(other.Permissions, func(o Permission) bool { return o.Name == p && !o.Block })
	})
}

// checkLabels wants one role to have one label, on whatever it is had.
func (r *reader) checkLabels() {
	labels := map[string]schema.Label{}
	for _, t := range r.model.Types {
		for _, relation := range t.Relations {
			if !isRole(relation.Facts.Kind) {
				continue
			}
			first, met := labels[relation.Name.Name()]
			if met && first != relation.Facts.Label {
				r.problem(relation.where, "is labelled %q, and elsewhere %q", relation.Facts.Label, first)
			}
			labels[relation.Name.Name()] = relation.Facts.Label
		}
	}
}

// readActions makes the rows of the role tables. A row of one permission has its
// label; of several, one says what the row's is.
func (r *reader) readActions() {
	rows := map[string]*schema.Action{}
	for _, t := range r.model.Types {
		for _, p := range t.Permissions {
			for _, one := range p.rows {
				if rows[one.key] == nil {
					rows[one.key] = &schema.Action{Key: one.key}
				}
				r.addToRow(rows[one.key], p, one)
			}
		}
	}
	for _, a := range rows {
		switch {
		case len(a.Permissions) == 0:
			r.problem(a.Key, "this row is for app admins only: some permission must be needed for anybody")
		case len(a.Permissions) == 1 && a.Label == (schema.Label{}):
			a.Label = r.permission(a.Permissions[0]).Facts.Label
		case a.Label == (schema.Label{}):
			r.problem(a.Key, "this row has several permissions, %s, and no label: say on one of them @row %s label, or @row %s and a label", a.Permissions, a.Key, a.Key)
		}
		r.model.Actions = append(r.model.Actions, *a)
	}
	slices.SortFunc(r.model.Actions, func(a, b schema.Action) int { return compareKeys(a.Key, b.Key) })
}

func (r *reader) addToRow(a *schema.Action, p Permission, one row) {
	label := one.label
	if one.ownLabel {
		label = p.Facts.Label
	}
	switch {
	case one.onAppAdmin:
		a.OnAppAdmin = append(a.OnAppAdmin, p.Name)
	case label == (schema.Label{}):
		a.Permissions = append(a.Permissions, p.Name)
	case a.Label != (schema.Label{}):
		r.problem(p.where, "gives row %s a label, and it has one", one.key)
	default:
		a.Label = label
		a.Permissions = slices.Insert(a.Permissions, 0, p.Name)
	}
}

// permission finds a permission of the model by its name.
func (r *reader) permission(name schema.Permission) Permission {
	for _, t := range r.model.Types {
		for _, p := range t.Permissions {
			if p.Name == name {
				return p
			}
		}
	}
	return Permission{}
}

// compareKeys orders O2, O10, O10b.
func compareKeys(a, b string) int {
	return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(number(a), number(b)), strings.Compare(a, b))
}

func number(key string) int {
	n, err := strconv.Atoi(strings.TrimRight(key[1:], "abcdefghijklmnopqrstuvwxyz"))
	if err != nil {
		panic("rowKey lets only numbers in: " + err.Error())
	}
	return n
}
