package access

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/schema"
)

// Count is how often one permission is given, or taken: each user on each
// resource counts once.
type Count struct {
	Permission schema.Permission `json:"permission"`
	Total      int               `json:"total"` // permissions, each user on each resource
	Users      int               `json:"users"` // who have it
	// Roles are the same by role, in the order of the model. A user with
	// several roles counts under each, so that they may add up to more.
	Roles []RoleCount `json:"roles"`
}

// RoleCount is the part of a Count that users with one role have.
type RoleCount struct {
	// Role is blank for users without any.
	Role  schema.Role `json:"role"`
	Total int         `json:"total"` // permissions, each user on each resource
	Users int         `json:"users"` // who have it
}

// Counts are the counts of each permission that changes, the largest first.
func (all Entries) Counts() []Count {
	counts := []Count{}
	places := map[schema.Permission]int{}
	for _, s := range all {
		place, ok := places[s.Permission]
		if !ok {
			place = len(counts)
			places[s.Permission] = place
			counts = append(counts, Count{Permission: s.Permission, Roles: []RoleCount{}})
		}
		counts[place].add(s)
	}
	for _, c := range counts {
		slices.SortFunc(c.Roles, func(a, b RoleCount) int { return cmp.Compare(rank(a.Role), rank(b.Role)) })
	}
	slices.SortStableFunc(counts, func(a, b Count) int {
		return cmp.Or(cmp.Compare(b.Total, a.Total), cmp.Compare(a.Permission, b.Permission))
	})
	return counts
}

// add counts one entry of one user.
func (c *Count) add(s Entry) {
	c.Total += s.Len()
	c.Users++
	for _, role := range orNone(s.Roles) {
		i := slices.IndexFunc(c.Roles, func(r RoleCount) bool { return r.Role == role })
		if i < 0 {
			i = len(c.Roles)
			c.Roles = append(c.Roles, RoleCount{Role: role})
		}
		c.Roles[i].Total += s.Len()
		c.Roles[i].Users++
	}
}

func orNone(roles []schema.Role) []schema.Role {
	if len(roles) == 0 {
		return []schema.Role{""}
	}
	return roles
}

// rank is the place of a role in the model; no role comes last.
func rank(r schema.Role) int {
	roles := schema.TenantRoles()
	if i := slices.Index(roles, r); i >= 0 {
		return i
	}
	return len(roles)
}
