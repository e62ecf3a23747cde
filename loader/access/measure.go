package access

import (
	"time"

	"github.com/remit-authz/remit/internal/graph/difference"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// PermissionCount says how often a change gives and takes one permission in one
// tenant: each user on each resource counts once.
type PermissionCount struct {
	Permission schema.Permission `json:"permission"`
	// Before is how often the tenant's users had it.
	Before int `json:"before"`
	Given  int `json:"given"`
	Taken  int `json:"taken"`
}

// CountChanges counts the permissions that changes to the relationships that an
// engine with a model holds give and take at a moment, in the tenants that count.
func CountChanges(m schema.Model, held []relation.Relationship, changes []relation.Change, at time.Time, counts func(schema.TenantID) bool) (map[schema.TenantID][]PermissionCount, error) {
	s, err := newSnapshot(m, held, changes)
	if err != nil {
		return nil, err
	}
	change, err := s.difference(at, counts)
	if err != nil {
		return nil, err
	}
	// What nobody has on one side, and everybody has on the other, is all there is.
	all, err := differ(difference.Side{Snapshot: s.before}, side(s.before, s.before), nil, at, counts)
	if err != nil {
		return nil, err
	}
	return countsOf(all.Gained, change), nil
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
		sum.Permission = k.permission
		counts[k.tenant] = append(counts[k.tenant], sum)
	}
	return counts
}
