package access

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/graph/difference"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Entry is one permission that one user gains, or loses, on some resources.
type Entry struct {
	User       schema.Ref
	Permission schema.Permission
	// Roles are the user's roles and groups in the tenant: those that they
	// have after the change for what they gain, and before it for what they lose. None
	// for somebody without, such as a client with a login.
	Roles []schema.Role

	found difference.Entry
}

// Len is the number of resources.
func (e Entry) Len() int { return e.found.Len() }

// Resources are the resources, sorted as the engine keeps their ids. They are
// made anew at each call: an emergency procedure gives everybody every client.
func (e Entry) Resources() []schema.Ref {
	objects := e.found.Resources()
	refs := make([]schema.Ref, len(objects))
	for i, o := range objects {
		refs[i], _ = refOf(o) // what has no reference was not compared
	}
	return refs
}

// entryOf reads an entry, with the roles that its user has in a graph. Those of
// one user follow one another and share them.
func entryOf(s difference.Entry, g *eval.Snapshot, before Entries) Entry {
	user, _ := refOf(s.Subject) // what has no reference was not compared
	entry := Entry{User: user, Permission: schema.Permission(string(s.Type) + "#" + s.Permission), found: s}
	if n := len(before); n > 0 && before[n-1].User == user {
		entry.Roles = before[n-1].Roles
	} else {
		entry.Roles = rolesOf(g, s.Subject, user.Tenant)
	}
	return entry
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

// Entries are what a change gives, or what it takes.
type Entries []Entry

// Total is the number of permissions: each user on each resource is one.
func (all Entries) Total() int {
	n := 0
	for _, s := range all {
		n += s.Len()
	}
	return n
}

// Users is the number of users.
func (all Entries) Users() int {
	users := map[schema.Ref]bool{}
	for _, s := range all {
		users[s.User] = true
	}
	return len(users)
}

// Largest are the n with the most resources, the largest first.
func (all Entries) Largest(n int) Entries {
	sorted := slices.Clone(all)
	slices.SortStableFunc(sorted, func(a, b Entry) int { return cmp.Compare(b.Len(), a.Len()) })
	return sorted[:min(n, len(sorted))]
}
