package authzen

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/remit-authz/remit/schema"
)

// Caller is the application that asks. The zero value may ask about nothing.
type Caller struct {
	// ID tells callers apart: with what one was given to go on with a list, another
	// cannot.
	ID string
	// Tenants are those that it may ask about. Whatever it asks about another is
	// answered as if that did not exist.
	Tenants []schema.TenantID
	// Everywhere says that it may ask about all tenants, and by a model without
	// any.
	Everywhere bool
}

// errForeign is the same for a tenant that exists and one that does not.
var errForeign = errors.New("the caller has no right to ask about this tenant")

// callerOf is who calls, in the tenant that the path names.
func (h *Handler) callerOf(r *http.Request) (Caller, error) {
	if h.Caller == nil {
		return Caller{}, problem{http.StatusUnauthorized, "nobody is known who calls"}
	}
	caller, err := h.Caller(r)
	if err != nil {
		return Caller{}, problem{http.StatusUnauthorized, "the request has no key that is good: send it as a bearer token"}
	}
	tenant := schema.TenantID(r.PathValue("tenant"))
	switch {
	case tenant == "":
		return caller, nil
	case tenant.Validate() != nil || !caller.asksAbout(tenant):
		return Caller{}, problem{http.StatusForbidden, errForeign.Error()}
	}
	return Caller{ID: caller.ID, Tenants: []schema.TenantID{tenant}}, nil
}

func (c Caller) asksAbout(tenant schema.TenantID) bool {
	return c.Everywhere || slices.Contains(c.Tenants, tenant)
}

// only is the tenant of a caller that has no other.
func (c Caller) only() (schema.TenantID, bool) {
	if c.Everywhere || len(c.Tenants) != 1 {
		return "", false
	}
	return c.Tenants[0], true
}

// ref is what an id of a type names to the caller.
func (c Caller) ref(m schema.Model, t schema.Type, id string) (schema.Ref, error) {
	ref := schema.Ref{Type: t, ID: id}
	only, plain := c.only()
	switch {
	case !m.HasTenants():
	case t == schema.TypeTenant:
		ref = schema.TenantRef(schema.TenantID(id))
	case plain:
		ref.Tenant, ref.ID = only, strings.TrimPrefix(id, string(only)+"/")
	default:
		tenant, rest, found := strings.Cut(id, "/")
		if !found {
			return schema.Ref{}, fmt.Errorf("id %s has no tenant: write it as tenant/id", schema.Quote(id))
		}
		ref.Tenant, ref.ID = schema.TenantID(tenant), rest
	}
	if err := m.ValidateRef(ref); err != nil {
		return schema.Ref{}, err
	}
	if !c.asksAbout(ref.Tenant) {
		return schema.Ref{}, errForeign
	}
	return ref, nil
}

// id is how the caller is told of a reference, in the form in which it asks.
func (c Caller) id(m schema.Model, ref schema.Ref) string {
	if !m.HasTenants() {
		return ref.ID
	}
	tenant := string(ref.Tenant)
	if ref.Type == schema.TypeTenant {
		return tenant
	}
	if _, plain := c.only(); plain && !strings.HasPrefix(ref.ID, tenant+"/") {
		return ref.ID
	}
	return tenant + "/" + ref.ID
}
