package source

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

func (c *check) checkTenants() {
	for _, row := range c.records.Tenants {
		a := c.at(Tenants, row.At)
		id := schema.TenantID(row.ID)
		if err := id.Validate(); err != nil {
			c.records.Partial(Tenants)
			a.problem("id", "%v", err)
			continue
		}
		if row.Emergency != "on" && row.Emergency != "off" {
			a.problem("emergency", `emergency %q: write "on" or "off"`, row.Emergency)
		}
		if a.remember(schema.TenantRef(id)) {
			c.source.Tenants = append(c.source.Tenants, Tenant{id, row.Name, row.Emergency == "on"})
		}
	}
	if len(c.records.Tenants) == 0 && !c.records.partial[Tenants] {
		c.records.Partial(Tenants)
		c.at(Tenants, Position{Part: c.records.Parts[Tenants]}).problem("", "names no tenant")
	}
}

func (c *check) checkUsers() {
	for _, row := range c.records.Users {
		a := c.at(Users, row.At)
		ref, ok := a.key(schema.TypeUser, row.Tenant, row.ID)
		status, roles := a.status(row.Status), a.roles(row.Roles)
		if !ok {
			continue
		}
		user := User{ref, row.Name, row.Email, status, roles}
		c.users[ref] = len(c.source.Users)
		c.source.Users = append(c.source.Users, user)
	}
}

func (a at) status(written string) Status {
	status := Status(written)
	known := []string{string(Active), string(Inactive), string(Invited)}
	if !slices.Contains(known, written) {
		a.problem("status", "status %q does not exist: it is one of %s%s", status, strings.Join(known, ", "), suggest.DidYouMean(written, known))
	}
	return status
}

func (a at) roles(written []string) []schema.Role {
	var roles []schema.Role
	var system []string
	for _, name := range written {
		role := schema.Role(name)
		switch {
		case !slices.Contains(schema.TenantRoles(), role):
			a.problem("roles", "%s", noSuchRole(name, schema.TenantRoles()))
			continue
		case slices.Contains(roles, role):
			a.problem("roles", "role %q is there twice", name)
			continue
		case role.IsSystem():
			system = append(system, name)
		}
		roles = append(roles, role)
	}
	if len(system) > 1 {
		a.problem("roles", "has %d system roles, %s: a user has at most one", len(system), strings.Join(system, " and "))
	}
	return roles
}

// noSuchRole says that a role cannot be had here, and which could be meant.
func noSuchRole(name string, fitting []schema.Role) phrase.Phrase {
	if name == "" {
		return phrase.Of("a role is blank")
	}
	names := make([]string, len(fitting))
	for i, role := range fitting {
		names[i] = string(role)
	}
	if slices.Contains(schema.Roles(), schema.Role(name)) {
		return phrase.Of("role %s cannot be had here: the roles are %s", schema.Quote(name), strings.Join(names, ", "))
	}
	if hint := suggest.DidYouMean(name, names); hint.Key() != "" {
		return phrase.Of("role %s does not exist%s", schema.Quote(name), hint)
	}
	return phrase.Of("role %s does not exist: the roles are %s", schema.Quote(name), strings.Join(names, ", "))
}

func (c *check) checkClients() {
	for _, row := range c.records.Clients {
		a := c.at(Clients, row.At)
		ref, ok := a.key(schema.TypeClient, row.Tenant, row.ID)
		client := Client{Ref: ref}
		if row.Account != "" {
			client.Login = a.login(row)
		}
		if !ok {
			continue
		}
		c.logins[client.Login] = ref
		c.source.Clients = append(c.source.Clients, client)
	}
}

// login reads a client's own login: a user of no role, and of no other client, or
// they would read another's dossier as their own.
func (a at) login(row ClientRow) schema.Ref {
	login, ok := a.refer("account", schema.TypeUser, row.Tenant, row.Account)
	if !ok {
		return schema.Ref{}
	}
	if user := a.user(login); len(user.Roles) > 0 {
		a.problem("account", "%s is a client's own login and has the role %q: a client's login has none; give the professional an account of their own", login, user.Roles[0])
	}
	if other, taken := a.logins[login]; taken {
		a.problem("account", "%s is already the login of %s %s", login, other, a.places[other].from(a.position))
	}
	return login
}
