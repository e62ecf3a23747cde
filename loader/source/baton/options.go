package baton

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Options say what the grants of a connector mean here. Tenant and Entitlements
// must be set; the other zero values are the careful ones.
type Options struct {
	// Tenant is the tenant that everybody belongs to.
	Tenant source.OneTenant `yaml:"tenant"`
	// PrincipalTypes are the types of resource that are people; none is "user".
	PrincipalTypes []string `yaml:"principal_types"`
	// Entitlements say what each means.
	Entitlements []Entitlement `yaml:"entitlements"`
	// LeaveOutUnmapped leaves out the grants of entitlements that are not named, and
	// says how many. Otherwise each is a problem.
	LeaveOutUnmapped bool `yaml:"leave_out_unmapped"`
	// LeaveOutOthers leaves out grants to what is no person, such as a group or a
	// service account, and says how many. Otherwise each is a problem.
	LeaveOutOthers bool `yaml:"leave_out_others"`
	// UnknownStatus is the status of an account of which the connector says none:
	// "active", "inactive" or "invited". Blank: such an account is a problem.
	UnknownStatus string `yaml:"unknown_status"`
}

// Entitlement says what one entitlement of a connector means.
type Entitlement struct {
	// ID is the entitlement's, such as "group:42:member".
	ID string `yaml:"id"`
	// Role is the role in the tenant, or on Object where that is set. Blank: the
	// entitlement gives nothing, and its grants only name users.
	Role string `yaml:"role"`
	// Object is "organization:ID" or "client:ID".
	Object string `yaml:"object"`
}

// table is what each entitlement means, by its id.
func (o Options) table() (map[string]Entitlement, error) {
	if len(o.Entitlements) == 0 {
		return nil, phrase.Errorf("baton: no entitlement is mapped: name them in the settings, as entitlements: [{id: \"group:42:member\", role: practitioner}]")
	}
	table := map[string]Entitlement{}
	for _, e := range o.Entitlements {
		if err := e.check(); err != nil {
			return nil, phrase.Errorf("baton: entitlement %s: %w", schema.Quote(e.ID), err)
		}
		if _, twice := table[e.ID]; twice {
			return nil, phrase.Errorf("baton: entitlement %s is mapped twice", schema.Quote(e.ID))
		}
		table[e.ID] = e
	}
	return table, nil
}

func (e Entitlement) check() error {
	typ, id, _ := strings.Cut(e.Object, ":")
	switch {
	case e.ID == "":
		return phrase.Errorf("the id is blank")
	case e.Object == "" && e.Role != "" && !slices.Contains(schema.TenantRoles(), schema.Role(e.Role)):
		return phrase.Errorf("role %s is none in a tenant: the roles are %v", schema.Quote(e.Role), schema.TenantRoles())
	case e.Object == "":
		return nil
	case source.Kind(typ+"s") != source.Organizations && source.Kind(typ+"s") != source.Clients || id == "":
		return phrase.Errorf("object %s: write organization:ID or client:ID", schema.Quote(e.Object))
	}
	if _, ok := schema.Role(e.Role).LinkRelation(schema.Type(typ)); !ok {
		return phrase.Errorf("role %s is none on one %s: the roles are %v", schema.Quote(e.Role), typ, schema.LinkRoles(schema.Type(typ)))
	}
	return nil
}
