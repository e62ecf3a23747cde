package loader

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

func (r *reader) readTenants() {
	r.each(tenantsFile, func(t *table, row row) {
		id := schema.TenantID(row.at("id"))
		if err := id.Validate(); err != nil {
			t.partial = true
			t.problem(row.line, "%v", err)
			return
		}
		emergency := row.at("emergency")
		if emergency != "on" && emergency != "off" {
			t.problem(row.line, `emergency %q: write "on" or "off"`, emergency)
		}
		if r.remember(t, row, schema.TenantRef(id)) {
			r.source.Tenants = append(r.source.Tenants, Tenant{id, row.at("name"), emergency == "on"})
		}
	})
	if t := r.tables[tenantsFile]; len(t.rows) == 0 && !t.partial {
		t.partial = true
		t.problem(0, "names no tenant")
	}
}

func (r *reader) readUsers() {
	r.each(usersFile, func(t *table, row row) {
		ref, ok := r.key(t, row, schema.TypeUser)
		status, roles := readStatus(t, row), readRoles(t, row)
		if !ok {
			return
		}
		user := User{ref, row.at("name"), row.at("email"), status, roles}
		r.users[ref] = user
		r.source.Users = append(r.source.Users, user)
	})
}

func readStatus(t *table, row row) Status {
	status := Status(row.at("status"))
	known := []string{string(Active), string(Inactive), string(Invited)}
	if !slices.Contains(known, string(status)) {
		t.problem(row.line, "status %q does not exist: it is one of %s%s", status, oneOf(known), didYouMean(string(status), known))
	}
	return status
}

func readRoles(t *table, row row) []schema.Role {
	var roles []schema.Role
	var system []string
	for name := range strings.SplitSeq(row.at("roles"), ";") {
		role := schema.Role(name)
		switch {
		case row.at("roles") == "":
			return nil
		case !slices.Contains(schema.TenantRoles(), role):
			t.problem(row.line, "%s", noSuchRole(name, schema.TenantRoles()))
			continue
		case slices.Contains(roles, role):
			t.problem(row.line, "role %q is there twice", name)
			continue
		case role.IsSystem():
			system = append(system, name)
		}
		roles = append(roles, role)
	}
	if len(system) > 1 {
		t.problem(row.line, "has %d system roles, %s: a user has at most one", len(system), strings.Join(system, " and "))
	}
	return roles
}

// noSuchRole says that a role cannot be had here, and which could be meant.
func noSuchRole(name string, fitting []schema.Role) string {
	if name == "" {
		return "a role is blank"
	}
	role := "role " + schema.Quote(name)
	names := make([]string, len(fitting))
	for i, role := range fitting {
		names[i] = string(role)
	}
	if slices.Contains(schema.Roles(), schema.Role(name)) {
		return role + " cannot be had here: the roles are " + oneOf(names)
	}
	if hint := didYouMean(name, names); hint != "" {
		return role + " does not exist" + hint
	}
	return role + " does not exist: the roles are " + oneOf(names)
}

func (r *reader) readClients() {
	r.each(clientsFile, func(t *table, row row) {
		ref, ok := r.key(t, row, schema.TypeClient)
		client := Client{Ref: ref}
		if row.at("account") != "" {
			client.Login = r.readLogin(t, row)
		}
		if !ok {
			return
		}
		r.logins[client.Login] = ref
		r.source.Clients = append(r.source.Clients, client)
	})
}

// readLogin reads a client's own login: a user of no role, and of no other
// client, or he would read another's dossier as his own.
func (r *reader) readLogin(t *table, row row) schema.Ref {
	login, ok := r.refer(t, row, schema.TypeUser, row.at("account"))
	if !ok {
		return schema.Ref{}
	}
	if user := r.users[login]; len(user.Roles) > 0 {
		t.problem(row.line, "%s is a client's own login and has the role %q: a client's login has none; give the professional an account of his own", login, user.Roles[0])
	}
	if other, taken := r.logins[login]; taken {
		t.problem(row.line, "%s is already the login of %s on line %d", login, other, r.lines[other])
	}
	return login
}
