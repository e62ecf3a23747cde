package source

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// addUser adds a user, or what a further row says of their roles.
func (r row) addUser() {
	roles := r.roles(r.cell("roles"))
	if value, ok := r.mapping.constant(Users, "roles"); ok {
		roles = SplitRoles(value)
	}
	user := UserRow{At: r.here, Tenant: r.read("tenant"), ID: r.read("id"), Name: r.read("name"),
		Email: r.read("email"), Status: r.read("status"), Roles: roles}
	key := [2]string{user.Tenant, user.ID}
	i, met := r.people[key]
	if !met || user.ID == "" {
		r.people[key] = len(r.records.Users)
		r.records.Users = append(r.records.Users, user)
		return
	}
	first := &r.records.Users[i]
	if first.Name+first.Email+user.Name+user.Email == "" {
		r.records.Partial(Users)
		r.records.Problem(Users, r.here, "user %s is there twice, %s, and neither a name nor an e-mail address says that it is one person: write them, or all roles in one row, separated by ;",
			schema.Quote(user.ID), first.At.from(r.here))
		return
	}
	if differ := differing(*first, user); differ != (schema.Label{}) {
		r.records.Partial(Users)
		r.records.Problem(Users, r.here, "user %s is there twice, with another %s %s: make the rows agree, or give each person an id of their own",
			schema.Quote(user.ID), differ, first.At.from(r.here))
		return
	}
	for _, role := range user.Roles {
		if !slices.Contains(first.Roles, role) {
			first.Roles = append(first.Roles, role)
		}
	}
	r.records.Note(r.here, "", "is a further row of a user who is there already: its roles are added to theirs")
}

// differing is what the first field, but for roles, is called in which two rows of a user
// differ; blank for none.
func differing(a, b UserRow) schema.Label {
	switch {
	case a.Name != b.Name:
		return schema.Label{"name", "de naam", "le nom"}
	case a.Email != b.Email:
		return schema.Label{"email", "het e-mailadres", "l'adresse e-mail"}
	case a.Status != b.Status:
		return schema.Label{"status", "de status", "le statut"}
	}
	return schema.Label{}
}

// roles are the roles in one cell, separated by ";", "," or "|".
func (r row) roles(written string) []string {
	if meant, own := r.mapping.word("roles", written); own {
		return SplitRoles(r.understood("roles", written, meant))
	}
	if strings.TrimSpace(written) == "" {
		return nil
	}
	var roles []string
	for _, one := range strings.FieldsFunc(written, isSeparator) {
		if one = strings.TrimSpace(one); one != "" {
			roles = append(roles, r.role(one)...)
		}
	}
	if strings.ContainsAny(written, ",|") {
		r.records.Note(r.here, "roles", "%s with , or | between them are read as several", r.Column("roles"))
	}
	return roles
}

func isSeparator(c rune) bool { return c == ';' || c == ',' || c == '|' }

// role is what one word of several means.
func (r row) role(written string) []string {
	if meant, own := r.mapping.word("roles", written); own {
		return SplitRoles(r.understood("roles", written, meant))
	}
	return []string{r.understood("roles", written, words("roles", schema.TypeTenant).meaning(written))}
}

// addLink adds a link, unless the settings say that its role gives nothing.
func (r row) addLink() {
	written := strings.TrimSpace(r.cell("role"))
	object := r.read("object")
	typ, _, _ := strings.Cut(object, ":")
	role, own := r.mapping.constant(Links, "role")
	if !own {
		if role, own = r.mapping.word("role", r.cell("role")); !own {
			role = words("role", schema.Type(typ)).meaning(written)
		}
		if role = r.understood("role", written, role); role == "" && written != "" {
			return
		}
	}
	r.records.Links = append(r.records.Links, LinkRow{At: r.here, Tenant: r.read("tenant"), User: r.read("user"), Role: role,
		Object: object, Until: r.read("until"), From: r.read("from")})
}
