package schema

import "slices"

// Role is a role as a source of users names it, such as RolePractitioner. The
// zero value names none.
type Role string

// System roles of an audit tenant: a user has at most one.
const (
	RoleAppAdmin            Role = "app_admin"
	RoleUserAdmin           Role = "user_admin"
	RoleOrganizationCreator Role = "organization_creator"
	RoleStandardUser        Role = "standard_user"
	RoleExternalClient      Role = "external_client"
)

// Groups of a care tenant: a user has any number. RolePractitioner and
// RoleSupervisor also name the caseload links to one client.
const (
	RolePractitioner       Role = "practitioner"
	RoleSupervisor         Role = "supervisor"
	RoleSecretary          Role = "secretary"
	RoleApplicationManager Role = "application_manager"
	RoleAnalyst            Role = "analyst"
)

// Roles in one organization or engagement.
const (
	RoleManager Role = "manager"
	RoleAuditor Role = "auditor"
	// RoleBarred shuts out of an organization: the one role that takes away.
	RoleBarred Role = "barred"
)

// SystemRoles are the system roles, in the order of the help pages.
func SystemRoles() []Role {
	return []Role{RoleAppAdmin, RoleUserAdmin, RoleOrganizationCreator, RoleStandardUser, RoleExternalClient}
}

// Groups are the groups, in the order of the help pages.
func Groups() []Role {
	return []Role{RolePractitioner, RoleSupervisor, RoleSecretary, RoleApplicationManager, RoleAnalyst}
}

// TenantRoles are the roles that a user has in a tenant as a whole: the system
// roles and the groups.
func TenantRoles() []Role { return append(SystemRoles(), Groups()...) }

// IsSystem says whether a user may have at most one of this role's kind.
func (r Role) IsSystem() bool { return slices.Contains(SystemRoles(), r) }

// IsGroup says whether the role is a group of a care tenant.
func (r Role) IsGroup() bool { return slices.Contains(Groups(), r) }

// Counts says whether the role makes its account one whose roles the others
// see: an external client's does not.
func (r Role) Counts() bool { return (r.IsSystem() || r.IsGroup()) && r != RoleExternalClient }

// TenantRelation is the relation of a tenant that holds who has the role, or
// false for a role that nobody has in a tenant as a whole.
func (r Role) TenantRelation() (Relation, bool) {
	if !r.IsSystem() && !r.IsGroup() {
		return "", false
	}
	return Relation(string(TypeTenant) + "#" + string(r)), true
}

// LinkRelation is the relation of one object of type t that holds who has the
// role there, or false where the role cannot be had.
func (r Role) LinkRelation(t Type) (Relation, bool) {
	relation := Relation(string(t) + "#" + string(r))
	switch relation {
	case OrganizationManager, OrganizationBarred, OrganizationAuditor, EngagementAuditor,
		ConnectionExternalClient, ClientPractitioner, ClientSupervisor:
		return relation, true
	}
	return "", false
}

// LinkRoles are the roles that can be had on one object of type t; none for a
// type without links.
func LinkRoles(t Type) []Role {
	var roles []Role
	for _, r := range []Role{RoleManager, RoleAuditor, RoleBarred, RoleExternalClient, RolePractitioner, RoleSupervisor} {
		if _, ok := r.LinkRelation(t); ok {
			roles = append(roles, r)
		}
	}
	return roles
}

// Needs is the tenant role without which a link of role r on an object of type
// t grants nothing; blank for a link that any system role but external client
// can stand under, and for a bar, which needs none.
func (r Role) Needs(t Type) Role {
	switch {
	case t == TypeClient, t == TypeConnection:
		return r
	}
	return ""
}

// AssignPermission is what somebody needs on an account to give it this role
// or take it away: it counts who asks, the account's present role and, by
// being a permission for each, the new role. Blank for a role that is had on
// single objects, where manage_members or link_professionals of the object
// decides.
func (r Role) AssignPermission() Permission {
	switch {
	case r == RoleAppAdmin:
		return AccountAssignAppAdmin
	case r.IsSystem():
		return AccountAssignRoles
	case r.IsGroup():
		return AccountAssignGroups
	}
	return ""
}
