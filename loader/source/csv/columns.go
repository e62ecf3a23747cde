package csv

import (
	"strings"

	"github.com/remit-authz/remit/loader/source"
)

// columns are those of the file with the rows of a kind.
func columns(k source.Kind) []string {
	switch k {
	case source.Tenants:
		return []string{"id", "name", "emergency"}
	case source.Users:
		return []string{"tenant", "id", "name", "email", "status", "roles"}
	case source.Engagements:
		return []string{"tenant", "id", "name", "organization", "lead"}
	case source.Analyses, source.Connections:
		return []string{"tenant", "id", "name", "engagement"}
	case source.Clients:
		return []string{"tenant", "id", "account"}
	case source.Links:
		return []string{"tenant", "user", "role", "object", "until"}
	}
	return []string{"tenant", "id", "name"}
}

// add adds a row of the file to the records.
func (t *table) add(line int, at func(column string) string) {
	r, here := t.records, source.Position{Part: t.part, Row: line}
	switch t.kind {
	case source.Tenants:
		r.Tenants = append(r.Tenants, source.TenantRow{At: here, ID: at("id"), Name: at("name"), Emergency: at("emergency")})
	case source.Users:
		r.Users = append(r.Users, source.UserRow{At: here, Tenant: at("tenant"), ID: at("id"), Name: at("name"),
			Email: at("email"), Status: at("status"), Roles: roles(at("roles"))})
	case source.Clients:
		r.Clients = append(r.Clients, source.ClientRow{At: here, Tenant: at("tenant"), ID: at("id"), Account: at("account")})
	case source.Links:
		r.Links = append(r.Links, source.LinkRow{At: here, Tenant: at("tenant"), User: at("user"), Role: at("role"),
			Object: at("object"), Until: at("until")})
	default:
		// A file has the column of one parent at most.
		r.AddThing(t.kind, source.ThingRow{At: here, Tenant: at("tenant"), ID: at("id"), Name: at("name"),
			Parent: at("organization") + at("engagement"), Lead: at("lead")})
	}
}

// roles are the names in a field, with ";" between them.
func roles(field string) []string {
	if field == "" {
		return nil
	}
	return strings.Split(field, ";")
}
