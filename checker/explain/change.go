package explain

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// How long what is suggested would run, where it cannot be without an end.
const (
	invitationFor = 7 * 24 * time.Hour
	emergencyFor  = time.Hour
)

// complete says which changes somebody may make, completed with what the
// application or a source would write beside them. It never makes up a parent,
// an owner or a login: those say what things are, not who may what.
func (i *inquiry) complete(g *eval.Snapshot, c relation.Change) ([]relation.Change, bool) {
	facts := i.model.RelationFacts(c.Relation)
	switch {
	case !i.model.HasTenants():
		return []relation.Change{c}, c.Subject == i.asked().Subject // nobody says who may what else
	case facts.GrantedBy == "":
		return nil, false
	case c.Gone, facts.Effect == schema.Takes:
		return []relation.Change{c}, c.Gone && facts.Effect == schema.Takes
	case facts.Kind == schema.KindSwitch:
		return []relation.Change{c}, true
	case !i.hasAccount(c.Subject):
		return nil, false // nobody to give anything to
	case facts.Kind == schema.KindSystemRole, facts.Kind == schema.KindGroup:
		return i.role(g, c, schema.Role(c.Relation.Name()))
	case facts.Kind == schema.KindLink:
		return []relation.Change{i.withTerms(c)}, !i.excluded(g, c.Subject, c.Relation)
	}
	return []relation.Change{c}, true
}

// excluded says whether the user has a role in the tenant that no such link
// goes with.
func (i *inquiry) excluded(g *eval.Snapshot, user relation.Object, link schema.Relation) bool {
	for _, role := range schema.SystemRoles() {
		held, _ := role.TenantRelation()
		if slices.Contains(held.Facts().Excludes, link) && i.hasRole(g, user, role) {
			return true
		}
	}
	return false
}

func (i *inquiry) hasAccount(user relation.Object) bool {
	for range i.graph.Of(accountOf(user), schema.AccountTenant.Name()) {
		return true
	}
	return false
}

func accountOf(user relation.Object) relation.Object {
	return relation.Object{Type: schema.TypeAccount, ID: user.ID}
}

func (i *inquiry) tenant() relation.Object {
	return relation.ObjectOf(schema.TenantRef(i.explanation.Question.Resource.Tenant))
}

func (i *inquiry) hasRole(g *eval.Snapshot, user relation.Object, role schema.Role) bool {
	return g.Has(i.tenant(), string(role), user)
}

// role is giving a role in the tenant. A user has one system role, so another
// one goes; the login of a client has none; and some roles exclude links. The
// last of a tenant who has a role may be this one, so a role whose last holder
// is kept is not taken by a remedy.
func (i *inquiry) role(g *eval.Snapshot, c relation.Change, role schema.Role) ([]relation.Change, bool) {
	held, _ := role.TenantRelation()
	if i.stands(g, c.Subject, schema.ClientLogin) || slices.ContainsFunc(held.Facts().Excludes, func(r schema.Relation) bool { return i.stands(g, c.Subject, r) }) {
		return nil, false
	}
	changes := []relation.Change{c}
	for _, other := range schema.SystemRoles() {
		if !role.IsSystem() || other == role || !i.hasRole(g, c.Subject, other) {
			continue
		}
		if held, _ := other.TenantRelation(); held.Facts().KeepLast {
			return nil, false
		}
		gone := c
		gone.Relation, gone.Gone = held, true
		changes = append(changes, gone)
	}
	return append(changes, i.markers(g, c.Subject, held)...), true
}

// markers are what a source writes on the account, or takes from it, beside a
// role.
func (i *inquiry) markers(g *eval.Snapshot, user relation.Object, role schema.Relation) []relation.Change {
	var changes []relation.Change
	for _, marker := range schema.Relations(schema.TypeAccount) {
		facts := marker.Facts()
		there := g.Has(accountOf(user), marker.Name(), i.tenant())
		gone := slices.Contains(facts.Unless, role)
		if gone && there || slices.Contains(facts.While, role) && !there {
			changes = append(changes, relation.Change{Gone: gone, Relationship: relation.New(accountOf(user), marker.Name(), i.tenant())})
		}
	}
	return changes
}

// stands says whether the user stands in a relation of any object.
func (i *inquiry) stands(g *eval.Snapshot, user relation.Object, in schema.Relation) bool {
	for r := range g.To(user, in.Name()) {
		if r.Relation == in {
			return true
		}
	}
	return false
}

// withTerms gives a link the end that it cannot be without; the reason of an
// emergency is the practitioner's to give.
func (i *inquiry) withTerms(c relation.Change) relation.Change {
	now := i.explanation.At.Truncate(time.Second)
	switch i.model.RelationFacts(c.Relation).Caveat {
	case schema.CaveatEmergencyAccess:
		c.Terms = relation.Emergency(now, now.Add(emergencyFor), "?")
	case schema.CaveatInvitation:
		c.Terms = relation.Invitation(now.Add(invitationFor))
	}
	return c
}
