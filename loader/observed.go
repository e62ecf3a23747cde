package loader

import "github.com/remit-authz/remit/schema"

// Observed is what an engine holds of some tenants at one revision.
type Observed struct {
	Tenants []schema.TenantID
	// NoSchema is true for an engine that holds nothing at all yet.
	NoSchema bool
	Revision schema.Revision
	// Relationships are sorted: all those of the tenants and of the objects in
	// them, an application's too.
	Relationships []Relationship
	// Others are the tenants besides in which somebody is active, or that a sync
	// wrote: sorted, and nil where nobody looked for them.
	Others []schema.TenantID

	// leases say which sync may write a tenant, and are no part of what it holds, as is
	// whatever else lies aside (schema.Kind).
	leases []Relationship
	// model is what the engine has, an institution's own part too; the zero value
	// is this program's.
	model schema.Model
	// ofOwnTypes are the relationships of an institution's own types: nobody's here
	// to change, and needed to say what a plan gives.
	ofOwnTypes []Relationship
}

// notOurs counts what applications and an institution's own model have of the state.
func (s Observed) notOurs() int {
	n, all := len(s.ofOwnTypes), madeIn(s.Relationships)
	for _, r := range s.Relationships {
		if !all.owned(r) {
			n++
		}
	}
	return n
}

// byTenant is the state of each tenant.
func (s Observed) byTenant() func(schema.TenantID) Observed {
	relationships, leases, own := byTenant(s.Relationships), byTenant(s.leases), byTenant(s.ofOwnTypes)
	for _, some := range relationships {
		sortRelationships(some) // whoever made them
	}
	return func(tenant schema.TenantID) Observed {
		one := s
		one.Tenants = []schema.TenantID{tenant}
		one.Relationships, one.leases, one.ofOwnTypes = relationships[tenant], leases[tenant], own[tenant]
		return one
	}
}

// byTenant sorts relationships by the tenant that their resource is or is in,
// each tenant's in the order that all had.
func byTenant(relationships []Relationship) map[schema.TenantID][]Relationship {
	found := map[schema.TenantID][]Relationship{}
	for _, r := range relationships {
		tenant := r.Resource.Tenant()
		found[tenant] = append(found[tenant], r)
	}
	return found
}
