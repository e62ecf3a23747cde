package source

import "strings"

// Fields are the names of the fields that rows of a kind have, in the order in
// which people write them. Every row has all of them, blank or not.
func Fields(k Kind) []string {
	switch k {
	case Tenants:
		return []string{"id", "name", "emergency"}
	case Users:
		return []string{"tenant", "id", "name", "email", "status", "roles"}
	case Engagements:
		return []string{"tenant", "id", "name", "organization", "lead"}
	case Analyses, Connections:
		return []string{"tenant", "id", "name", "engagement"}
	case Clients:
		return []string{"tenant", "id", "account"}
	case Links:
		return []string{"tenant", "user", "role", "object", "until", "from"}
	}
	return []string{"tenant", "id", "name"}
}

// Optional says whether a field need not have a column.
func Optional(k Kind, field string) bool { return k == Links && field == "from" }

// Add adds a row of any kind: field answers what is written in a field of a name,
// blank for one that the kind has not, and roles are those of a user.
func (r *Records) Add(k Kind, here Position, field func(name string) string, roles []string) {
	switch k {
	case Tenants:
		r.Tenants = append(r.Tenants, TenantRow{At: here, ID: field("id"), Name: field("name"), Emergency: field("emergency")})
	case Users:
		r.Users = append(r.Users, UserRow{At: here, Tenant: field("tenant"), ID: field("id"), Name: field("name"),
			Email: field("email"), Status: field("status"), Roles: roles})
	case Clients:
		r.Clients = append(r.Clients, ClientRow{At: here, Tenant: field("tenant"), ID: field("id"), Account: field("account")})
	case Links:
		r.Links = append(r.Links, LinkRow{At: here, Tenant: field("tenant"), User: field("user"), Role: field("role"),
			Object: field("object"), Until: field("until"), From: field("from")})
	default:
		// A kind has one parent at most.
		r.AddThing(k, ThingRow{At: here, Tenant: field("tenant"), ID: field("id"), Name: field("name"),
			Parent: field("organization") + field("engagement"), Lead: field("lead")})
	}
}

// SplitRoles are the names in one field, with ";" between them.
func SplitRoles(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, ";")
}
