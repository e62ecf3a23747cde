package schema

import (
	"slices"
	"sync"
)

// Role is a role as a source of users names it, such as RolePractitioner. The
// zero value names none. A role in a tenant and the link to one object that
// stands under it have the same name.
type Role string

// SystemRoles are the system roles of an audit tenant, of which a user has at
// most one, in the order of the model.
func SystemRoles() []Role { return rolesOn(TypeTenant, KindSystemRole) }

// Groups are the groups of a care tenant, of which a user has any number, in
// the order of the model.
func Groups() []Role { return rolesOn(TypeTenant, KindGroup) }

// TenantRoles are the roles that a user has in a tenant as a whole: the system
// roles and the groups.
func TenantRoles() []Role { return append(SystemRoles(), Groups()...) }

// LinkRoles are the roles that a source can give on one object of type t; none
// for a type without links.
func LinkRoles(t Type) []Role { return rolesOn(t, KindLink) }

// Roles are all roles that a source can give, in the order of the model.
func Roles() []Role {
	var all []Role
	for _, t := range Types() {
		for _, r := range rolesOn(t, KindSystemRole, KindGroup, KindLink) {
			if !slices.Contains(all, r) {
				all = append(all, r)
			}
		}
	}
	return all
}

// rolesOn are the roles of some kinds on a type that a source can give.
func rolesOn(t Type, kinds ...Kind) []Role {
	var roles []Role
	for _, r := range Relations(t) {
		if f := r.Facts(); slices.Contains(kinds, f.Kind) && f.WrittenBy(BySource) {
			roles = append(roles, Role(r.Name()))
		}
	}
	return roles
}

// IsSystem says whether a user may have at most one of this role's kind.
func (r Role) IsSystem() bool { return r.on(TypeTenant).Facts().Kind == KindSystemRole }

// IsGroup says whether the role is a group of a care tenant.
func (r Role) IsGroup() bool { return r.on(TypeTenant).Facts().Kind == KindGroup }

// TenantRelation is the relation of a tenant that holds who has the role, or
// false for a role that nobody has in a tenant as a whole.
func (r Role) TenantRelation() (Relation, bool) {
	if !r.IsSystem() && !r.IsGroup() {
		return "", false
	}
	return r.on(TypeTenant), true
}

// LinkRelation is the relation of one object of type t that holds who has the
// role there, or false where a source cannot give the role.
func (r Role) LinkRelation(t Type) (Relation, bool) {
	relation, ok := linkRelations()[roleOn{r, t}]
	return relation, ok
}

type roleOn struct {
	role Role
	on   Type
}

// linkRelations are those of all roles: a source asks for one with every row.
var linkRelations = sync.OnceValue(func() map[roleOn]Relation {
	all := map[roleOn]Relation{}
	for _, t := range Types() {
		for _, role := range LinkRoles(t) {
			all[roleOn{role, t}] = role.on(t)
		}
	}
	return all
})

func (r Role) on(t Type) Relation { return Relation(string(t) + "#" + string(r)) }

// AssignPermission is what somebody needs on an account to give it this role
// or take it away: it counts who asks, the account's present role and, by
// being a permission for each, the new role. Blank for a role that is had on
// single objects only, where the facts of the link say what it takes.
func (r Role) AssignPermission() Permission {
	if relation, ok := r.TenantRelation(); ok {
		return relation.Facts().GrantedBy
	}
	return ""
}

// Label is the role as the field's own people call it; its name, as
// Shown shows it, for a role that the model does not have.
func (r Role) Label() Label {
	for _, t := range append([]Type{TypeTenant}, Types()...) {
		if f := r.on(t).Facts(); f.Label != (Label{}) {
			return f.Label
		}
	}
	return Label{Shown(string(r)), Shown(string(r)), Shown(string(r))}
}
