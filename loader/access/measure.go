package access

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/graph/difference"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// PermissionCount says how often a change gives and takes one permission in one
// tenant: each user on each resource counts once.
type PermissionCount struct {
	Permission schema.Permission `json:"permission"`
	// Before is how often the tenant's users had it, where the change gives it to
	// anybody; zero elsewhere, as nobody asks.
	Before int `json:"before"`
	Given  int `json:"given"` // how many times the plan gives it
	Taken  int `json:"taken"` // how many times the plan takes it
}

// CountChanges counts the permissions that changes to the relationships that an
// engine with a model holds give and take at a moment, in the tenants that count.
func CountChanges(m schema.Model, held []relation.Relationship, changes []relation.Change, at time.Time, counts func(schema.TenantID) bool) (map[schema.TenantID][]PermissionCount, error) {
	change, err := ofPart(m, held, changes, at, counts, aPart)
	if err != nil {
		return nil, err
	}
	if len(change.Gained) == 0 {
		return countsOf(nil, change), nil
	}
	// What nobody has on one side, and everybody has on the other, is all there is.
	s, err := newSnapshot(m, held, nil)
	if err != nil {
		return nil, err
	}
	had := side(s.before, s.before)
	had.Permissions = slices.DeleteFunc(had.Permissions, func(p zed.Permission) bool { return !change.Gained.of(p) })
	all, err := differ(difference.Side{Snapshot: s.before}, had, nil, at, counts)
	if err != nil {
		return nil, err
	}
	return countsOf(all.Gained, change), nil
}

// of says whether any is of a permission.
func (all Entries) of(p zed.Permission) bool {
	of := schema.Permission(string(p.Type) + "#" + p.Name)
	return slices.ContainsFunc(all, func(e Entry) bool { return e.Permission == of })
}

// countsOf sorts what there was and what changes by tenant and permission.
func countsOf(before Entries, d Difference) map[schema.TenantID][]PermissionCount {
	type kind struct {
		tenant     schema.TenantID
		permission schema.Permission
	}
	sums := map[kind]PermissionCount{}
	add := func(all Entries, put func(*PermissionCount, int)) {
		for _, s := range all {
			k := kind{s.User.Tenant, s.Permission}
			sum := sums[k]
			put(&sum, s.Len())
			sums[k] = sum
		}
	}
	add(before, func(c *PermissionCount, n int) { c.Before += n })
	add(d.Gained, func(c *PermissionCount, n int) { c.Given += n })
	add(d.Lost, func(c *PermissionCount, n int) { c.Taken += n })
	counts := map[schema.TenantID][]PermissionCount{}
	for k, sum := range sums {
		if sum.Given == 0 {
			sum.Before = 0
		}
		sum.Permission = k.permission
		counts[k.tenant] = append(counts[k.tenant], sum)
	}
	return counts
}
