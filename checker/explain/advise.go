package explain

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/schema"
)

// How long what is suggested would run, where it cannot be without an end.
const (
	invitationFor = 7 * 24 * time.Hour
	emergencyFor  = time.Hour
)

// advise says which changes somebody may make, completed with what the
// application or a source would write beside them. It never makes up a parent,
// an owner or a login: those say what things are, not who may what.
func (i *inquiry) advise(g *graph.Graph, c graph.Change) ([]graph.Change, bool) {
	relation := schema.Relation(c.Resource.Type + "#" + c.Relation)
	facts := relation.Facts()
	switch {
	case facts.GrantedBy == "":
		return nil, false
	case c.Gone, facts.Effect == schema.Takes:
		return []graph.Change{c}, c.Gone && facts.Effect == schema.Takes
	case facts.Kind == schema.KindSwitch:
		return []graph.Change{c}, true
	case !i.hasAccount(c.Subject):
		return nil, false // nobody to give anything to
	case facts.Kind == schema.KindSystemRole, facts.Kind == schema.KindGroup:
		return i.role(g, c, schema.Role(c.Relation))
	case facts.Kind == schema.KindLink:
		return []graph.Change{i.withTerms(relation, c)}, !i.excluded(g, c.Subject, relation)
	}
	return []graph.Change{c}, true
}

// excluded says whether the user has a role in the tenant that no such link
// goes with.
func (i *inquiry) excluded(g *graph.Graph, user graph.Object, link schema.Relation) bool {
	for _, role := range schema.SystemRoles() {
		relation, _ := role.TenantRelation()
		if slices.Contains(relation.Facts().Excludes, link) && i.hasRole(g, user, role) {
			return true
		}
	}
	return false
}

func (i *inquiry) hasAccount(user graph.Object) bool {
	for range i.graph.Of(accountOf(user), schema.AccountTenant.Name()) {
		return true
	}
	return false
}

func accountOf(user graph.Object) graph.Object {
	return graph.Object{Type: string(schema.TypeAccount), ID: user.ID}
}

func (i *inquiry) tenant() graph.Object {
	return objectOf(schema.TenantRef(i.explanation.Question.Resource.Tenant))
}

func (i *inquiry) hasRole(g *graph.Graph, user graph.Object, role schema.Role) bool {
	return g.Has(i.tenant(), string(role), user)
}

// role is giving a role in the tenant. A user has one system role, so another
// one goes; the login of a client has none; and some roles exclude links. The
// last of a tenant who has a role may be this one, so a role whose last holder
// is kept is not taken by a suggestion.
func (i *inquiry) role(g *graph.Graph, c graph.Change, role schema.Role) ([]graph.Change, bool) {
	relation, _ := role.TenantRelation()
	if i.stands(g, c.Subject, schema.ClientLogin) || slices.ContainsFunc(relation.Facts().Excludes, func(r schema.Relation) bool { return i.stands(g, c.Subject, r) }) {
		return nil, false
	}
	changes := []graph.Change{c}
	for _, other := range schema.SystemRoles() {
		if !role.IsSystem() || other == role || !i.hasRole(g, c.Subject, other) {
			continue
		}
		if held, _ := other.TenantRelation(); held.Facts().KeepLast {
			return nil, false
		}
		gone := c
		gone.Relation, gone.Gone = string(other), true
		changes = append(changes, gone)
	}
	return append(changes, i.markers(g, c.Subject, relation)...), true
}

// markers are what a source writes on the account, or takes from it, beside a
// role.
func (i *inquiry) markers(g *graph.Graph, user graph.Object, role schema.Relation) []graph.Change {
	var changes []graph.Change
	for _, marker := range schema.Relations(schema.TypeAccount) {
		facts := marker.Facts()
		there := g.Has(accountOf(user), marker.Name(), i.tenant())
		gone := slices.Contains(facts.Unless, role)
		if gone && there || slices.Contains(facts.While, role) && !there {
			changes = append(changes, graph.Change{Gone: gone, Relationship: graph.Relationship{
				Resource: accountOf(user), Relation: marker.Name(), Subject: i.tenant(),
			}})
		}
	}
	return changes
}

// stands says whether the user stands in a relation of any object.
func (i *inquiry) stands(g *graph.Graph, user graph.Object, relation schema.Relation) bool {
	for r := range g.To(user, relation.Name()) {
		if r.Resource.Type == string(relation.Type()) {
			return true
		}
	}
	return false
}

// withTerms gives a link the end that it cannot be without.
func (i *inquiry) withTerms(relation schema.Relation, c graph.Change) graph.Change {
	switch relation.Facts().Caveat {
	case schema.CaveatEmergencyAccess:
		return i.emergency(c)
	case schema.CaveatInvitation:
		return i.invitation(c)
	}
	return c
}

// emergency is what the procedure writes; the reason is the practitioner's to
// give.
func (i *inquiry) emergency(c graph.Change) graph.Change {
	since := i.explanation.At.Truncate(time.Second)
	until := since.Add(emergencyFor)
	c.Expires = &until
	c.Caveat = string(schema.CaveatEmergencyAccess)
	c.Context = map[string]any{
		"since": since.Format(time.RFC3339), "until": until.Format(time.RFC3339), "reason": "?",
	}
	return c
}

func (i *inquiry) invitation(c graph.Change) graph.Change {
	until := i.explanation.At.Truncate(time.Second).Add(invitationFor)
	c.Expires = &until
	c.Caveat = string(schema.CaveatInvitation)
	c.Context = map[string]any{"until": until.Format(time.RFC3339)}
	return c
}
