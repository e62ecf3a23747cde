package loader

import (
	"encoding/json"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// recordsOf are the records that a state comes from, written back from its
// relationships. What no source can say is left out or written as what no source
// may: whoever checks the records asks for their state and compares.
func (d Desired) records() source.Records {
	b := recordsOf{&source.Records{}, map[Relationship]Object{}, map[Object]bool{}, map[Object][]string{}}
	for _, r := range d.Relationships {
		b.note(r)
	}
	for _, tenant := range d.Tenants {
		b.addTenant(tenant)
	}
	for _, r := range d.Relationships {
		b.addRow(r)
	}
	return *b.Records
}

// recordsOf collects the records of a state.
type recordsOf struct {
	*source.Records
	// subjects are those of the relationships that are a field of a row.
	subjects map[Relationship]Object
	active   map[Object]bool
	roles    map[Object][]string
}

// note keeps what is not a row but a field of one.
func (b recordsOf) note(r Relationship) {
	switch r.Relation.Facts().Kind {
	case schema.KindActive:
		b.active[r.Subject] = true
	case schema.KindLink:
	case schema.KindSystemRole, schema.KindGroup:
		b.roles[r.Subject] = append(b.roles[r.Subject], r.Relation.Name())
	default:
		b.subjects[arrow(r)] = r.Subject
	}
}

func (b recordsOf) addTenant(tenant schema.TenantID) {
	emergency := "off"
	if _, on := b.subjects[Relationship{Resource: relation.ObjectOf(schema.TenantRef(tenant)), Relation: schema.TenantEmergencyProcedure}]; on {
		emergency = "on"
	}
	b.Tenants = append(b.Tenants, source.TenantRow{ID: string(tenant), Emergency: emergency})
}

// addRow adds the row that the relationship stands for, if it is one.
func (b recordsOf) addRow(r Relationship) {
	tenant, id := string(r.Resource.Tenant()), idOf(r.Resource)
	if _, ok := schema.Role(r.Relation.Name()).LinkRelation(r.Resource.Type); ok {
		b.Links = append(b.Links, source.LinkRow{Tenant: tenant, User: idOf(r.Subject), Role: r.Relation.Name(),
			Object: string(r.Resource.Type) + ":" + id, Until: untilOf(r.Terms)})
		return
	}
	if r.Relation.Name() != schema.AccountTenant.Name() {
		return
	}
	switch k := source.KindOf(r.Resource.Type); k {
	case "", source.Tenants: // no source names objects of the type
	case source.Users:
		b.Users = append(b.Users, b.user(tenant, id, Object{Type: schema.TypeUser, ID: r.Resource.ID}))
	case source.Clients:
		b.Clients = append(b.Clients, source.ClientRow{Tenant: tenant, ID: id, Account: b.id(r.Resource, schema.ClientLogin)})
	default:
		thing := source.ThingRow{Tenant: tenant, ID: id, Parent: b.parent(r.Resource), Lead: b.id(r.Resource, schema.EngagementLead)}
		b.AddThing(k, thing)
	}
}

func (b recordsOf) user(tenant, id string, user Object) source.UserRow {
	status := source.Inactive
	if b.active[user] {
		status = source.Active
	}
	return source.UserRow{Tenant: tenant, ID: id, Status: string(status), Roles: b.roles[user]}
}

// id is the source's own id of the object's subject in a relation, or blank.
func (b recordsOf) id(o Object, relation schema.Relation) string {
	subject, ok := b.subjects[Relationship{Resource: o, Relation: relation}]
	if !ok {
		return ""
	}
	return idOf(subject)
}

// parent is the id of what the object is part of, or blank.
func (b recordsOf) parent(o Object) string {
	for _, relation := range schema.Relations(o.Type) {
		if relation.Facts().Kind == schema.KindParent {
			return b.id(o, relation)
		}
	}
	return ""
}

// idOf is the source's own id of an object; blank for one that remit would
// never write.
func idOf(o Object) string {
	ref, _ := o.Ref()
	return ref.ID
}

// untilOf is the end as the terms say it; blank for none.
func untilOf(t Terms) string {
	if t.Caveat == "" {
		return t.Expires
	}
	var context struct{ Until string }
	_ = json.Unmarshal([]byte(t.Context), &context) // what is no context has no end
	return context.Until
}
