package loader

import (
	"fmt"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// addLargeTenant makes up a tenant of 2000 users and 2000 clients, each linked.
func addLargeTenant(src *source.Source, n int) {
	tenant := schema.TenantID(fmt.Sprintf("t%d", n))
	src.Tenants = append(src.Tenants, source.Tenant{ID: tenant})
	for i := range 2000 {
		user := schema.Ref{Type: schema.TypeUser, Tenant: tenant, ID: fmt.Sprintf("u%d@example.org", i)}
		client := schema.Ref{Type: schema.TypeClient, Tenant: tenant, ID: fmt.Sprintf("c%d", i)}
		src.Users = append(src.Users, source.User{Ref: user, Status: source.Active, Roles: []schema.Role{schema.RolePractitioner}})
		src.Clients = append(src.Clients, source.Client{Ref: client})
		src.Links = append(src.Links, source.Link{User: user, Role: schema.RolePractitioner, Object: client})
	}
}
