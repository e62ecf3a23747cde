package loader

import "github.com/remit-authz/remit/schema"

// State is what an engine holds of some tenants at one revision.
type State struct {
	Tenants []schema.TenantID
	// NoSchema is true for an engine that holds nothing at all yet.
	NoSchema bool
	Revision schema.Revision
	// Relationships are sorted: all those of the tenants and of the objects in
	// them, an application's too.
	Relationships []Relationship
}

// of are the relationships on one tenant and the objects in it.
func of(tenant schema.TenantID, relationships []Relationship) []Relationship {
	var found []Relationship
	for _, r := range relationships {
		if r.Resource.in(tenant) {
			found = append(found, r)
		}
	}
	return found
}
