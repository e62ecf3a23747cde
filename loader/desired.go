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
	// Gone are those that go as a whole, with whatever there is in them.
	Gone []schema.TenantID
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

// DesiredState is what a source asks for at a moment: a link that has ended by then, or
// has not begun, is left out, with a notice.
func DesiredState(src source.Source, now time.Time) Desired {
	d := &Desired{Source: src.Digest, Unowned: src.Unowned}
	for _, t := range src.Tenants {
		d.addTenant(t)
	}
	for _, u := range src.Users {
		d.addUser(u)
	}
	for _, t := range src.Things {
		d.addThing(t)
	}
	for _, c := range src.Clients {
		d.addClient(c)
	}
	for _, l := range src.Links {
		d.addLink(l, now)
	}
	d.addMarkers()
	slices.Sort(d.Tenants)
	slices.SortFunc(d.Relationships, Relationship.Compare)
	return *d
}

func (d *Desired) add(resource schema.Ref, r schema.Relation, subject schema.Ref) {
	d.Relationships = append(d.Relationships, relation.Between(resource, r, subject))
}

func (d *Desired) addTenant(t source.Tenant) {
	d.Tenants = append(d.Tenants, t.ID)
	if t.Emergency {
		d.Relationships = append(d.Relationships, Relationship{
			Resource: relation.ObjectOf(schema.TenantRef(t.ID)),
			Relation: schema.TenantEmergencyProcedure,
			Subject:  Object{Type: schema.TypeUser, ID: relation.Wildcard},
		})
	}
}

func (d *Desired) addUser(u source.User) {
	tenant, account := schema.TenantRef(u.Ref.Tenant), u.Ref.Account()
	d.add(account, schema.AccountTenant, tenant)
	d.add(account, schema.AccountOwner, u.Ref)
	if u.Status == source.Active {
		d.add(tenant, schema.TenantMember, u.Ref)
	}
	// Roles are kept whatever the status: without member they give nothing,
	// and a user who comes back has them again by one relationship.
	for _, role := range u.Roles {
		if relation, ok := role.TenantRelation(); ok {
			d.add(tenant, relation, u.Ref)
		}
	}
}

func (d *Desired) addThing(t source.Thing) {
	d.add(t.Ref, t.Ref.Type.Pointer(schema.TypeTenant), schema.TenantRef(t.Ref.Tenant))
	if t.Parent != (schema.Ref{}) {
		d.add(t.Ref, t.Ref.Type.Pointer(t.Parent.Type), t.Parent)
	}
	if t.Lead != (schema.Ref{}) {
		d.add(t.Ref, schema.EngagementLead, t.Lead)
	}
}

func (d *Desired) addClient(c source.Client) {
	d.add(c.Ref, schema.ClientTenant, schema.TenantRef(c.Ref.Tenant))
	if c.Login != (schema.Ref{}) {
		d.add(c.Ref, schema.ClientLogin, c.Login)
	}
}

func (d *Desired) addLink(l source.Link, now time.Time) {
	r, ok := l.Role.LinkRelation(l.Object.Type)
	if !ok {
		return // Read refuses it
	}
	leftOut := func(why string, at time.Time) {
		d.Notices = append(d.Notices, fmt.Sprintf("%s: left out: %s as %s on %s %s", l.At, l.User, l.Role, l.Object, fmt.Sprintf(why, at.Format(time.RFC3339))))
	}
	link := relation.Between(l.Object, r, l.User)
	switch {
	case (source.Ends(r) || !l.Until.IsZero()) && !l.Until.After(now):
		leftOut("ended at %s", l.Until)
		return
	case l.From.After(now):
		leftOut("begins at %s: the first sync after that gives it", l.From)
		return
	case source.Ends(r):
		link.Terms = relation.Invitation(l.Until)
	case !l.Until.IsZero():
		link.Terms = relation.Ending(l.Until)
	}
	d.Relationships = append(d.Relationships, link)
}
