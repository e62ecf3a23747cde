package explain

import (
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
	switch {
	case c.Gone:
		return []graph.Change{c}, relation == schema.OrganizationBarred
	case relation == schema.TenantEmergencyProcedure:
		return []graph.Change{c}, true
	case !i.hasAccount(c.Subject):
		return nil, false // nobody to give anything to
	case relation == schema.TenantMember:
		return []graph.Change{c}, true
	case c.Resource.Type == string(schema.TypeTenant):
		return i.role(g, c, schema.Role(c.Relation))
	case relation == schema.ClientEmergency:
		return []graph.Change{i.emergency(c)}, true
	case relation == schema.ConnectionExternalClient:
		return []graph.Change{i.invitation(c)}, true
	case relation == schema.ClientPractitioner, relation == schema.ClientSupervisor:
		return []graph.Change{c}, true
	case relation == schema.OrganizationManager, relation == schema.OrganizationAuditor, relation == schema.EngagementAuditor:
		return []graph.Change{c}, !i.hasRole(g, c.Subject, schema.RoleExternalClient)
	}
	return nil, false
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
// one goes; the login of a client has none; and an external client has no
// other link. Nobody stops being an app admin by a suggestion.
func (i *inquiry) role(g *graph.Graph, c graph.Change, role schema.Role) ([]graph.Change, bool) {
	if i.stands(g, c.Subject, schema.ClientLogin.Name()) {
		return nil, false
	}
	if role == schema.RoleExternalClient && (i.stands(g, c.Subject, string(schema.RoleManager)) || i.stands(g, c.Subject, string(schema.RoleAuditor))) {
		return nil, false
	}
	changes := []graph.Change{c}
	for _, other := range schema.SystemRoles() {
		if !role.IsSystem() || other == role || !i.hasRole(g, c.Subject, other) {
			continue
		}
		if other == schema.RoleAppAdmin {
			return nil, false
		}
		gone := c
		gone.Relation, gone.Gone = string(other), true
		changes = append(changes, gone)
	}
	return append(changes, i.marks(g, c.Subject, role)...), true
}

// marks are what a source writes on the account beside a role.
func (i *inquiry) marks(g *graph.Graph, user graph.Object, role schema.Role) []graph.Change {
	var changes []graph.Change
	mark := func(relation schema.Relation, gone bool) {
		changes = append(changes, graph.Change{Gone: gone, Relationship: graph.Relationship{
			Resource: accountOf(user), Relation: relation.Name(), Subject: i.tenant(),
		}})
	}
	if role == schema.RoleAppAdmin && g.Has(accountOf(user), schema.AccountOrdinaryIn.Name(), i.tenant()) {
		mark(schema.AccountOrdinaryIn, true)
	}
	if role.Counts() && !g.Has(accountOf(user), schema.AccountRoleHolderIn.Name(), i.tenant()) {
		mark(schema.AccountRoleHolderIn, false)
	}
	return changes
}

func (i *inquiry) stands(g *graph.Graph, user graph.Object, relation string) bool {
	for r := range g.To(user, relation) {
		if r.Resource.Type != string(schema.TypeTenant) {
			return true
		}
	}
	return false
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
