package loader

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
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
	// Revoked are those of an application that are not to stay, sorted.
	Revoked []Relationship
	// Notices say what the source names and the state leaves out.
	Notices []Notice
	// Source is the digest of the source.
	Source string

	// packed are the relationships as well, or alone (unpacked); nil where nobody packed
	// them.
	packed *packed
}

// of is the part of one tenant, which has these relationships.
func (d Desired) of(tenant schema.TenantID, relationships []Relationship) Desired {
	d.Tenants, d.Relationships = []schema.TenantID{tenant}, relationships
	d.Revoked = inTenant(d.Revoked, tenant)
	if !slices.Contains(d.Gone, tenant) {
		d.Gone = nil
	}
	return d
}

// unpacked is the state with its relationships as such.
func (d Desired) unpacked() Desired {
	if d.packed != nil {
		d.Relationships = d.packed.list(0, len(d.packed.rows))
	}
	return d
}

// DesiredState is what a source asks for at a moment: a link that has ended by then, or
// has not begun, is left out, with a notice.
func DesiredState(src source.Source, now time.Time) Desired {
	parts := partsOf(src)
	all := Desired{Tenants: parts.tenants, Source: src.Digest, Unowned: src.Unowned}
	for _, tenant := range parts.tenants {
		one := parts.desired(tenant, now).unpacked()
		all.Relationships, all.Notices = append(all.Relationships, one.Relationships...), append(all.Notices, one.Notices...)
	}
	sortRelationships(all.Relationships)
	return all
}

// parts are where the rows of each tenant of a source are.
type parts struct {
	source  source.Source
	tenants []schema.TenantID // sorted
	of      map[schema.TenantID]*part
	making  *making
}

// part are the places of a tenant's rows.
type part struct {
	tenant                        source.Tenant
	users, things, clients, links []int32
}

func partsOf(src source.Source) parts {
	p := parts{source: src, of: map[schema.TenantID]*part{}, making: newMaking()}
	for _, t := range src.Tenants {
		p.tenants, p.of[t.ID] = append(p.tenants, t.ID), &part{tenant: t}
	}
	slices.Sort(p.tenants)
	// A checked source has no row of a tenant that it does not name.
	sorted := func(n int, tenant func(int) schema.TenantID, rows func(*part) *[]int32) {
		for i := range n {
			if of := p.of[tenant(i)]; of != nil {
				*rows(of) = append(*rows(of), int32(i))
			}
		}
	}
	sorted(len(src.Users), func(i int) schema.TenantID { return src.Users[i].Ref.Tenant }, func(p *part) *[]int32 { return &p.users })
	sorted(len(src.Things), func(i int) schema.TenantID { return src.Things[i].Ref.Tenant }, func(p *part) *[]int32 { return &p.things })
	sorted(len(src.Clients), func(i int) schema.TenantID { return src.Clients[i].Ref.Tenant }, func(p *part) *[]int32 { return &p.clients })
	sorted(len(src.Links), func(i int) schema.TenantID { return src.Links[i].Object.Tenant }, func(p *part) *[]int32 { return &p.links })
	return p
}

// desired is what the source asks for in a tenant, packed.
func (p parts) desired(tenant schema.TenantID, now time.Time) Desired {
	m, of := p.making, p.of[tenant]
	d := Desired{Tenants: []schema.TenantID{tenant}, Source: p.source.Digest, Unowned: p.source.Unowned}
	itself := m.ref(schema.TenantRef(tenant))
	if of.tenant.Emergency {
		m.add(itself, schema.TenantEmergencyProcedure, m.object(Object{Type: schema.TypeUser, ID: relation.Wildcard}))
	}
	for _, i := range of.users {
		m.addUser(itself, &p.source.Users[i])
	}
	for _, i := range of.things {
		m.addThing(itself, &p.source.Things[i])
	}
	for _, i := range of.clients {
		m.addClient(itself, &p.source.Clients[i])
	}
	for _, i := range of.links {
		if why := m.addLink(&p.source.Links[i], now); why.Key() != "" {
			l := &p.source.Links[i]
			d.Notices = append(d.Notices, noticef("%s: left out: %s as %s on %s %s", l.At, l.User, l.Role, l.Object, why))
		}
	}
	m.addMarkers()
	d.packed = m.done()
	return d
}

func (m *making) addUser(tenant int32, u *source.User) {
	user := m.ref(u.Ref)
	account := user + 1
	m.add(account, schema.AccountTenant, tenant)
	m.add(account, schema.AccountOwner, user)
	if u.Status == source.Active {
		m.add(tenant, schema.TenantMember, user)
	}
	// Roles are kept whatever the status: without member they give nothing,
	// and a user who comes back has them again by one relationship.
	for _, role := range u.Roles {
		if relation, ok := role.TenantRelation(); ok {
			m.add(tenant, relation, user)
		}
	}
}

func (m *making) addThing(tenant int32, t *source.Thing) {
	thing := m.ref(t.Ref)
	m.add(thing, t.Ref.Type.Pointer(schema.TypeTenant), tenant)
	if t.Parent != (schema.Ref{}) {
		m.add(thing, t.Ref.Type.Pointer(t.Parent.Type), m.ref(t.Parent))
	}
	if t.Lead != (schema.Ref{}) {
		m.add(thing, schema.EngagementLead, m.ref(t.Lead))
	}
}

func (m *making) addClient(tenant int32, c *source.Client) {
	client := m.ref(c.Ref)
	m.add(client, schema.ClientTenant, tenant)
	if c.Login != (schema.Ref{}) {
		m.add(client, schema.ClientLogin, m.ref(c.Login))
	}
}

// addLink adds a link, or says why it is left out.
func (m *making) addLink(l *source.Link, now time.Time) (leftOut phrase.Phrase) {
	r, ok := l.Role.LinkRelation(l.Object.Type)
	if !ok {
		return phrase.Phrase{} // Read refuses it
	}
	ends := traitsAt(r).ends
	switch {
	case (ends || !l.Until.IsZero()) && !l.Until.After(now):
		return phrase.Of("ended at %s", l.Until.Format(time.RFC3339))
	case l.From.After(now):
		return phrase.Of("begins at %s: the first sync after that gives it", l.From.Format(time.RFC3339))
	}
	m.add(m.ref(l.Object), r, m.ref(l.User))
	if !ends && l.Until.IsZero() {
		return phrase.Phrase{}
	}
	terms := relation.Ending(l.Until)
	if ends {
		terms = relation.Invitation(l.Until)
	}
	m.rows[len(m.rows)-1].terms = int32(len(m.terms))
	m.terms = append(m.terms, terms)
	return phrase.Phrase{}
}
