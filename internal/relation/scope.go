package relation

import (
	"fmt"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// Scope is the tenants whose relationships somebody holds; an empty one is all of them,
// and what is in no tenant. What is evaluated on the relationships of some tenants is
// right for those only, and only while none of them reaches into another: a bar that is
// not held would be none.
type Scope []schema.TenantID

// Whole says whether the scope is everything.
func (s Scope) Whole() bool { return len(s) == 0 }

// Has says whether everything of a tenant is within the scope.
func (s Scope) Has(t schema.TenantID) bool { return s.Whole() || slices.Contains(s, t) }

// Filters find what is within the scope, each something else; none for everything.
func (s Scope) Filters() []*v1.RelationshipFilter {
	var filters []*v1.RelationshipFilter
	for _, t := range s {
		filters = append(filters, OfTenant(schema.TypeTenant, t), WithinTenant(t))
	}
	return filters
}

// Holds says whether a relationship is one of the scope's: its resource decides. One
// whose subject is of another tenant than its resource is an error.
func (s Scope) Holds(r Relationship) (bool, error) {
	if s.Whole() {
		return true, nil
	}
	tenant := r.Resource.Tenant()
	if !s.Has(tenant) {
		return false, nil
	}
	if other := r.Subject.Tenant(); other != tenant && r.Subject.ID != Wildcard {
		return false, fmt.Errorf("%s reaches from tenant %s into another: the tenant alone does not say who may what", r, tenant)
	}
	return true, nil
}
