package access

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/graph/difference"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Shift is one permission that one user gains, or loses, on some resources.
type Shift struct {
	User       schema.Ref
	Permission schema.Permission
	// Roles are the user's roles and groups in the tenant: those that they
	// have after the change for what they gain, and before it for what they lose. None
	// for somebody without, such as a client with a login.
	Roles []schema.Role

	shift difference.Entry
}

// Len is the number of resources.
func (s Shift) Len() int { return s.shift.Len() }

// Resources are the resources, sorted as the engine keeps their ids. They are
// made anew at each call: an emergency procedure gives everybody every client.
func (s Shift) Resources() []schema.Ref {
	objects := s.shift.Resources()
	refs := make([]schema.Ref, len(objects))
	for i, o := range objects {
		refs[i], _ = refOf(o) // what has no reference was not compared
	}
	return refs
}

// shiftOf reads a shift, with the roles that its user has in a graph. Shifts of
// one user follow one another and share them.
func shiftOf(s difference.Entry, g *eval.Snapshot, before Shifts) Shift {
	user, _ := refOf(s.Subject) // what has no reference was not compared
	shift := Shift{User: user, Permission: schema.Permission(string(s.Type) + "#" + s.Permission), shift: s}
	if n := len(before); n > 0 && before[n-1].User == user {
		shift.Roles = before[n-1].Roles
	} else {
		shift.Roles = rolesOf(g, s.Subject, user.Tenant)
	}
	return shift
}

// rolesOf are the roles of a user in a tenant, in the order of the model.
func rolesOf(g *eval.Snapshot, user relation.Object, tenant schema.TenantID) []schema.Role {
	has := map[schema.Role]bool{}
	for r := range g.To(user, "") {
		if r.Resource.Type == schema.TypeTenant && r.Resource.ID == string(tenant) {
			has[schema.Role(r.Relation.Name())] = true
		}
	}
	return slices.DeleteFunc(schema.TenantRoles(), func(r schema.Role) bool { return !has[r] })
}

// Shifts are what a change gives, or what it takes.
type Shifts []Shift

// Total is the number of permissions: each user on each resource is one.
func (all Shifts) Total() int {
	n := 0
	for _, s := range all {
		n += s.Len()
	}
	return n
}

// Users is the number of users.
func (all Shifts) Users() int {
	users := map[schema.Ref]bool{}
	for _, s := range all {
		users[s.User] = true
	}
	return len(users)
}

// Largest are the n with the most resources, the largest first.
func (all Shifts) Largest(n int) Shifts {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Shift) int { return cmp.Compare(b.Len(), a.Len()) })
	return sorted[:min(n, len(sorted))]
}
