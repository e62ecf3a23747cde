package data

import (
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Floor is what a programmer would write in the place of an engine: functions that know
// five permissions by heart, over maps. It knows no other question, keeps nothing, and is
// the least that an answer can cost. Not safe for a writer beside readers.
type Floor struct {
	users map[schema.Ref]*person
	// parent is the organization of an engagement, and the engagement of what is in one.
	parent   map[schema.Ref]schema.Ref
	login    map[schema.Ref]schema.Ref // of a client
	links    map[link]time.Time        // their ends, zero for none
	held     map[schema.Ref][]link     // by user
	on       map[schema.Ref][]link     // by object
	clients  map[schema.TenantID][]schema.Ref
	there    map[schema.Ref]struct{}     // clients
	loginsOf map[schema.Ref][]schema.Ref // clients by login
}

type person struct {
	active bool
	roles  map[schema.Role]struct{}
}

func (p *person) has(role schema.Role) bool {
	if p == nil || !p.active {
		return false
	}
	_, ok := p.roles[role]
	return ok
}

type link struct {
	object schema.Ref
	role   schema.Role
	user   schema.Ref
}

// NewFloor holds a world.
func NewFloor(src source.Source) *Floor {
	f := &Floor{
		users: map[schema.Ref]*person{}, parent: map[schema.Ref]schema.Ref{}, login: map[schema.Ref]schema.Ref{},
		links: map[link]time.Time{}, held: map[schema.Ref][]link{}, on: map[schema.Ref][]link{},
		clients: map[schema.TenantID][]schema.Ref{}, there: map[schema.Ref]struct{}{}, loginsOf: map[schema.Ref][]schema.Ref{},
	}
	for _, u := range src.Users {
		p := &person{active: u.Status == source.Active, roles: map[schema.Role]struct{}{}}
		for _, role := range u.Roles {
			p.roles[role] = struct{}{}
		}
		f.users[u.Ref] = p
	}
	for _, t := range src.Things {
		f.parent[t.Ref] = t.Parent
	}
	for _, c := range src.Clients {
		f.clients[c.Ref.Tenant] = append(f.clients[c.Ref.Tenant], c.Ref)
		f.there[c.Ref] = struct{}{}
		if c.Login != (schema.Ref{}) {
			f.login[c.Ref] = c.Login
			f.loginsOf[c.Login] = append(f.loginsOf[c.Login], c.Ref)
		}
	}
	for _, l := range src.Links {
		f.put(link{l.Object, l.Role, l.User}, l.Until)
	}
	return f
}

func (f *Floor) put(l link, until time.Time) {
	if _, there := f.links[l]; !there {
		f.held[l.user] = append(f.held[l.user], l)
		f.on[l.object] = append(f.on[l.object], l)
	}
	f.links[l] = until
}

// Link makes a user a client's practitioner.
func (f *Floor) Link(user, client schema.Ref) {
	f.put(link{client, schema.RolePractitioner, user}, time.Time{})
}

// Unlink ends that.
func (f *Floor) Unlink(user, client schema.Ref) {
	l := link{client, schema.RolePractitioner, user}
	delete(f.links, l)
	f.held[user] = without(f.held[user], l)
	f.on[client] = without(f.on[client], l)
}

func without(all []link, gone link) []link {
	for i, l := range all {
		if l == gone {
			all[i] = all[len(all)-1]
			return all[:len(all)-1]
		}
	}
	return all
}

// Check answers one question; a permission that it does not know is denied.
func (f *Floor) Check(q checker.Question, now time.Time) bool {
	if q.Subject.Tenant != q.Resource.Tenant {
		return false
	}
	p := f.users[q.Subject]
	if p == nil || !p.active {
		return false
	}
	switch q.Permission {
	case schema.ClientViewDossier:
		return f.viewDossier(p, q.Subject, q.Resource)
	case schema.ClientViewAccount:
		_, there := f.there[q.Resource]
		return there && p.has(schema.RoleSecretary) || f.viewDossier(p, q.Subject, q.Resource)
	case schema.OrganizationManageSettings:
		return f.administer(p, q.Subject, q.Resource)
	case schema.AnalysisView:
		return f.work(p, q.Subject, f.parent[q.Resource])
	case schema.ConnectionConfigure:
		until, invited := f.links[link{q.Resource, schema.RoleExternalClient, q.Subject}]
		return invited && now.Before(until) && p.has(schema.RoleExternalClient) &&
			!f.barred(q.Subject, f.parent[f.parent[q.Resource]])
	}
	return false
}

func (f *Floor) linked(object schema.Ref, role schema.Role, user schema.Ref) bool {
	_, ok := f.links[link{object, role, user}]
	return ok
}

func (f *Floor) viewDossier(p *person, user, client schema.Ref) bool {
	return f.linked(client, schema.RolePractitioner, user) && p.has(schema.RolePractitioner) ||
		f.linked(client, schema.RoleSupervisor, user) && p.has(schema.RoleSupervisor) ||
		f.login[client] == user
}

func (f *Floor) barred(user, organization schema.Ref) bool {
	return f.linked(organization, schema.RoleBarred, user)
}

func (p *person) staff() bool {
	return p.has(schema.RoleAppAdmin) || p.has(schema.RoleUserAdmin) || p.has(schema.RoleOrganizationCreator) || p.has(schema.RoleStandardUser)
}

func (f *Floor) administer(p *person, user, organization schema.Ref) bool {
	return p.staff() && !f.barred(user, organization) &&
		(p.has(schema.RoleAppAdmin) || f.linked(organization, schema.RoleManager, user))
}

func (f *Floor) work(p *person, user, engagement schema.Ref) bool {
	organization := f.parent[engagement]
	return f.administer(p, user, organization) ||
		p.staff() && f.linked(engagement, schema.RoleAuditor, user) && !f.barred(user, organization)
}

// List is all clients that a user has client#view_dossier or client#view_account on.
func (f *Floor) List(l Listing) []schema.Ref {
	p := f.users[l.Subject]
	if p == nil || !p.active {
		return nil
	}
	if l.Permission == schema.ClientViewAccount && p.has(schema.RoleSecretary) {
		return append([]schema.Ref(nil), f.clients[l.Subject.Tenant]...)
	}
	found := append([]schema.Ref(nil), f.loginsOf[l.Subject]...)
	seen := map[schema.Ref]struct{}{}
	for _, client := range found {
		seen[client] = struct{}{}
	}
	for _, held := range f.held[l.Subject] {
		if _, twice := seen[held.object]; !twice && held.object.Type == schema.TypeClient && f.viewDossier(p, l.Subject, held.object) {
			seen[held.object] = struct{}{}
			found = append(found, held.object)
		}
	}
	return found
}

// Who is all users who have client#view_dossier on a client.
func (f *Floor) Who(n Naming) []schema.Ref {
	var found []schema.Ref
	take := func(user schema.Ref) {
		for _, u := range found {
			if u == user {
				return
			}
		}
		if p := f.users[user]; p != nil && p.active && f.viewDossier(p, user, n.Resource) {
			found = append(found, user)
		}
	}
	if login, ok := f.login[n.Resource]; ok {
		take(login)
	}
	for _, l := range f.on[n.Resource] {
		take(l.user)
	}
	return found
}
