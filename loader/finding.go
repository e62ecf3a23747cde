package loader

import (
	"cmp"
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// FindingKind is why somebody should look at a part of a plan. The zero value is none.
type FindingKind string

// The kinds of finding, the gravest first.
const (
	// NewAdministrator is a user who comes to decide about others.
	NewAdministrator FindingKind = "new administrator"
	// RoleEmptied is a role of which a tenant loses every active holder.
	RoleEmptied FindingKind = "role emptied"
	// RoleFirstGiven is a role that somebody gets who is active, and nobody in the
	// tenant had. The first load of a tenant finds none.
	RoleFirstGiven FindingKind = "role first given"
	// NewConflict is a user who comes to hold what conflicts by the model's facts.
	NewConflict FindingKind = "conflict"
	// LeaverKeeps is a user who stops being active, and whose roles and links stay:
	// they give nothing until the account is active again.
	LeaverKeeps FindingKind = "leaver keeps"
	// TakesMade is an object that goes, and with it what an application made in it.
	TakesMade FindingKind = "takes what an application made"
)

// findingKinds are in the order in which a summary has them.
func findingKinds() []FindingKind {
	return []FindingKind{NewAdministrator, RoleEmptied, RoleFirstGiven, NewConflict, LeaverKeeps, TakesMade}
}

// Say is what the kind is called.
func (k FindingKind) Say(in phrase.Printer) string {
	switch k {
	case NewAdministrator:
		return in.Say("new administrator")
	case RoleEmptied:
		return in.Say("role emptied")
	case RoleFirstGiven:
		return in.Say("role first given")
	case NewConflict:
		return in.Say("conflict")
	case LeaverKeeps:
		return in.Say("leaver keeps")
	}
	return in.Say("takes what an application made")
}

// Finding is something in a plan to look at before it is applied.
type Finding struct {
	Kind FindingKind `json:"kind"`
	// On is the user, or for RoleEmptied and RoleFirstGiven the tenant, or the object
	// that goes.
	On Object `json:"on"`
	// Relations are the one role, or the two that conflict; none for the other kinds.
	Relations []schema.Relation `json:"relations,omitempty"`
	// In is where the second of a conflict is held; zero elsewhere.
	In Object `json:"in,omitzero"`
	// N counts holders, roles and links, or objects. Zero where there is nothing to
	// count.
	N int `json:"n,omitempty"`
}

// String says it in a sentence, in English.
func (f Finding) String() string { return f.Say(phrase.Printer{}) }

// Say says it in a sentence.
func (f Finding) Say(in phrase.Printer) string {
	switch f.Kind {
	case NewAdministrator:
		return in.Say("%s becomes %s", f.On, labelOf(f.Relations[0]))
	case RoleEmptied:
		return in.Say("nobody active is %s any more (%d before)", labelOf(f.Relations[0]), f.N)
	case RoleFirstGiven:
		return in.Say("%d {user becomes|users become} %s, which nobody active was", f.N, labelOf(f.Relations[0]))
	case NewConflict:
		return in.Say("%s comes to be %s, and %s of %s: together more than either was meant for", f.On, labelOf(f.Relations[0]), labelOf(f.Relations[1]), f.In)
	case LeaverKeeps:
		return in.Say("%s becomes inactive and keeps %s, in force again once the account is active", f.On, phrase.Of("%d {role or link|roles and links}", f.N))
	}
	return in.Say("%s goes, and with it %s that an application made in it", f.On, phrase.Of("%d {object|objects}", f.N))
}

func labelOf(r schema.Relation) schema.Label { return schema.Role(r.Name()).Label() }

// findings are what to look at in the changes to what a tenant holds, which leave the
// other, in the order of their kinds.
func (t TenantChanges) findings(left, observed []Relationship) []Finding {
	if t.Changes.Len() == 0 {
		return nil
	}
	before, after := holdingsOf(observed), holdingsOf(left)
	var found []Finding
	for user, held := range after.byUser {
		for _, h := range held {
			if h.relation.Facts().Administers && after.active[user] && !before.effective(user, h) {
				found = append(found, Finding{Kind: NewAdministrator, On: user, Relations: []schema.Relation{h.relation}})
			}
		}
		had := before.conflicts(user)
		for _, c := range after.conflicts(user) {
			if !slices.ContainsFunc(had, c.equal) {
				found = append(found, c)
			}
		}
		kept := slices.DeleteFunc(slices.Clone(held), func(h holding) bool { return h.relation.Facts().Effect == schema.Takes })
		if before.active[user] && !after.active[user] && len(kept) > 0 {
			found = append(found, Finding{Kind: LeaverKeeps, On: user, N: len(kept)})
		}
	}
	for role, h := range t.Holders {
		of, _ := role.TenantRelation()
		switch f := (Finding{On: relation.ObjectOf(schema.TenantRef(t.Tenant)), Relations: []schema.Relation{of}}); {
		case h.Before > 0 && h.After == 0:
			f.Kind, f.N = RoleEmptied, h.Before
			found = append(found, f)
		case h.Before == 0 && t.Before > 0:
			f.Kind, f.N = RoleFirstGiven, h.After
			found = append(found, f)
		}
	}
	found = append(found, takesMade(left, observed)...)
	slices.SortFunc(found, compareFindings)
	return found
}

func compareFindings(a, b Finding) int {
	kinds := findingKinds()
	return cmp.Or(cmp.Compare(slices.Index(kinds, a.Kind), slices.Index(kinds, b.Kind)), cmp.Compare(b.N, a.N),
		a.On.Compare(b.On), slices.Compare(a.Relations, b.Relations), a.In.Compare(b.In))
}

func (f Finding) equal(other Finding) bool { return compareFindings(f, other) == 0 }

// holding is what a user holds: a role in the tenant, or a link on an object.
type holding struct {
	relation schema.Relation
	on       Object
}

// holdings are what the users of a tenant hold.
type holdings struct {
	byUser  map[Object][]holding
	active  map[Object]bool
	parents map[Object][]Object
}

func holdingsOf(relationships []Relationship) holdings {
	h := holdings{map[Object][]holding{}, map[Object]bool{}, map[Object][]Object{}}
	for _, r := range relationships {
		switch traitsOf(r).kind {
		case schema.KindActive:
			h.active[r.Subject] = true
		case schema.KindSystemRole, schema.KindGroup, schema.KindLink:
			user := r.Subject
			if user.Type == schema.TypeAccount { // whose owner the link is to
				user.Type = schema.TypeUser
			}
			h.byUser[user] = append(h.byUser[user], holding{r.Relation, r.Resource})
		case schema.KindParent:
			h.parents[r.Resource] = append(h.parents[r.Resource], r.Subject)
		}
	}
	return h
}

// effective says whether a user held it while they were active.
func (h holdings) effective(user Object, one holding) bool {
	return h.active[user] && slices.Contains(h.byUser[user], one)
}

// conflicts are those of an active user.
func (h holdings) conflicts(user Object) []Finding {
	if !h.active[user] {
		return nil
	}
	var found []Finding
	for _, one := range h.byUser[user] {
		conflicts := one.relation.Facts().Conflicts
		if len(conflicts) == 0 {
			continue
		}
		for _, other := range h.byUser[user] {
			if slices.Contains(conflicts, other.relation) && h.within(other.on, one.on) {
				found = append(found, Finding{Kind: NewConflict, On: user, Relations: []schema.Relation{one.relation, other.relation}, In: other.on})
			}
		}
	}
	return found
}

// within says whether an object is another, or part of it, as all are of their
// tenant.
func (h holdings) within(o, whole Object) bool {
	return o == whole || whole.Type == schema.TypeTenant && o.Tenant() == whole.Tenant() ||
		slices.ContainsFunc(h.parents[o], func(parent Object) bool { return parent == whole || h.within(parent, whole) })
}

// takesMade are the objects of a source that go and have parts that an application
// made.
func takesMade(left, observed []Relationship) []Finding {
	made := madeIn(observed)
	if len(made) == 0 {
		return nil
	}
	then, parents := existing(left), map[Object][]Object{}
	for _, r := range observed {
		if r.Relation.Facts().Kind == schema.KindParent {
			parents[r.Resource] = append(parents[r.Resource], r.Subject)
		}
	}
	lost := map[Object]int{}
	for o := range made {
		if !then.objects[o] {
			for _, whole := range goneWholes(o, parents, made, then) {
				lost[whole]++
			}
		}
	}
	var found []Finding
	for _, o := range slices.SortedFunc(maps.Keys(lost), Object.Compare) {
		found = append(found, Finding{Kind: TakesMade, On: o, N: lost[o]})
	}
	return found
}

// goneWholes are the nearest objects of a source above an application's that are
// not there any more.
func goneWholes(o Object, parents map[Object][]Object, m made, then existence) []Object {
	var found []Object
	for _, parent := range parents[o] {
		switch {
		case then.objects[parent]:
		case m[parent]:
			found = append(found, goneWholes(parent, parents, m, then)...)
		default:
			found = append(found, parent)
		}
	}
	return found
}
