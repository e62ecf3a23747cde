package loader

import (
	"fmt"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Desired is what an engine should hold of some tenants.
type Desired struct {
	// Tenants are those that the source names, sorted.
	Tenants []schema.TenantID
	// Relationships are sorted, each there once.
	Relationships []Relationship
	// Unowned are the kinds of row that no source owns, by tenant: what an engine
	// holds of them is no difference.
	Unowned map[schema.TenantID][]source.Kind
	// Notices say what the source names and the state leaves out.
	Notices []string
	// Source is the digest of the source.
	Source string
}

// DesiredState is what a source asks for at a moment: an invitation that has ended by
// then is left out, with a notice.
func DesiredState(src source.Source, now time.Time) Desired {
	w := &Desired{Source: src.Digest, Unowned: src.Unowned}
	for _, t := range src.Tenants {
		w.addTenant(t)
	}
	for _, u := range src.Users {
		w.addUser(u)
	}
	for _, t := range src.Things {
		w.addThing(t)
	}
	for _, c := range src.Clients {
		w.addClient(c)
	}
	for _, l := range src.Links {
		w.addLink(l, now)
	}
	w.addMarkers()
	slices.Sort(w.Tenants)
	slices.SortFunc(w.Relationships, Relationship.Compare)
	return *w
}

func (w *Desired) add(resource schema.Ref, r schema.Relation, subject schema.Ref) {
	w.Relationships = append(w.Relationships, relation.Between(resource, r, subject))
}

func (w *Desired) addTenant(t source.Tenant) {
	w.Tenants = append(w.Tenants, t.ID)
	if t.Emergency {
		w.Relationships = append(w.Relationships, Relationship{
			Resource: relation.ObjectOf(schema.TenantRef(t.ID)),
			Relation: schema.TenantEmergencyProcedure,
			Subject:  Object{Type: schema.TypeUser, ID: relation.Wildcard},
		})
	}
}

func (w *Desired) addUser(u source.User) {
	tenant, account := schema.TenantRef(u.Ref.Tenant), u.Ref.Account()
	w.add(account, schema.AccountTenant, tenant)
	w.add(account, schema.AccountOwner, u.Ref)
	if u.Status == source.Active {
		w.add(tenant, schema.TenantMember, u.Ref)
	}
	// Roles are kept whatever the status: without member they give nothing,
	// and a user who comes back has them again by one relationship.
	for _, role := range u.Roles {
		if relation, ok := role.TenantRelation(); ok {
			w.add(tenant, relation, u.Ref)
		}
	}
}

func (w *Desired) addThing(t source.Thing) {
	w.add(t.Ref, t.Ref.Type.Pointer(schema.TypeTenant), schema.TenantRef(t.Ref.Tenant))
	if t.Parent != (schema.Ref{}) {
		w.add(t.Ref, t.Ref.Type.Pointer(t.Parent.Type), t.Parent)
	}
	if t.Lead != (schema.Ref{}) {
		w.add(t.Ref, schema.EngagementLead, t.Lead)
	}
}

func (w *Desired) addClient(c source.Client) {
	w.add(c.Ref, schema.ClientTenant, schema.TenantRef(c.Ref.Tenant))
	if c.Login != (schema.Ref{}) {
		w.add(c.Ref, schema.ClientLogin, c.Login)
	}
}

func (w *Desired) addLink(l source.Link, now time.Time) {
	r, ok := l.Role.LinkRelation(l.Object.Type)
	if !ok {
		return // Read refuses it
	}
	if !source.Ends(r) {
		w.add(l.Object, r, l.User)
		return
	}
	if !l.Until.After(now) {
		w.Notices = append(w.Notices, fmt.Sprintf("%s: left out: %s as %s on %s ended at %s",
			l.At, l.User, l.Role, l.Object, l.Until.Format(time.RFC3339)))
		return
	}
	invited := relation.Between(l.Object, r, l.User)
	invited.Terms = relation.Invitation(l.Until)
	w.Relationships = append(w.Relationships, invited)
}
