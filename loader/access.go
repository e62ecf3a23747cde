package loader

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// maxAccess is how often a plan may give one permission in a tenant unasked,
// even where that is more than maxShare of what the users had.
const maxAccess = 1000

// limited says whether a permission counts for the limit. Who sees which roles
// somebody has does not: every professional sees those of every other, so that
// it grows with the square of the staff, and the limit would stand against six
// new colleagues of a hundred.
func limited(p schema.Permission) bool { return p != schema.AccountViewRoles }

// withAccess is the plan with the permissions that it gives and takes, counted by
// tenant, for its safety limits. A permission that does not change and a tenant
// that the plan does not name are left out.
func (p Plan) withAccess(counts map[schema.TenantID][]access.PermissionCount) Plan {
	p.Tenants = slices.Clone(p.Tenants)
	for i, t := range p.Tenants {
		p.Tenants[i].Access = nil
		for _, c := range counts[t.Tenant] {
			if c.Given > 0 || c.Taken > 0 {
				p.Tenants[i].Access = append(p.Tenants[i].Access, c)
			}
		}
		slices.SortFunc(p.Tenants[i].Access, func(a, b access.PermissionCount) int { return cmp.Compare(a.Permission, b.Permission) })
	}
	p.Digest = p.digest()
	return p
}

// Gives is how many permissions the plan gives, in all tenants in which they
// are counted, but for those that are not limited: what Limits.AllowAccess is
// measured against.
func (p Plan) Gives() int {
	n := 0
	for _, t := range p.Tenants {
		for _, c := range t.Access {
			if limited(c.Permission) {
				n += c.Given
			}
		}
	}
	return n
}

// access is how many permissions are given and taken.
func (t TenantChanges) access() (given, taken int) {
	for _, c := range t.Access {
		given, taken = given+c.Given, taken+c.Taken
	}
	return given, taken
}

// accessReasons are those of the permissions that are counted, in one plan and in
// those of a day. What is taken is
// no reason: one secretary who leaves takes thousands along, and a revocation
// that waits for somebody to say a number leaves access standing. Taking away
// by accident is held by the limits on relationships.
func (l Limits) accessReasons(t TenantChanges) []string {
	var reasons []string
	for _, c := range t.Access {
		if limited(c.Permission) && c.Given > mostOfAccess(c) {
			reasons = append(reasons, fmt.Sprintf("gives %s %d times (users had it %d times before); the limit is %d",
				c.Permission, c.Given, c.Before, mostOfAccess(c)))
		}
	}
	if all := t.together().Access; len(reasons) == 0 && t.spends().Access > 0 && all > l.ofDay(wholeAccess) {
		reasons = append(reasons, fmt.Sprintf("is given, with what the last day gave, %d %% of what one plan may give; the limit of a day is %d %%",
			all/(wholeAccess/100), l.ofDay(100)))
	}
	return reasons
}

// mostOfAccess is how often a plan may give a permission.
func mostOfAccess(c access.PermissionCount) int { return max(maxAccess, c.Before*maxShare/100) }

// validateAccess says what no count would be, or nil.
func (t TenantChanges) validateAccess() error {
	last := schema.Permission("")
	for _, c := range t.Access {
		switch {
		case t.Before == 0:
			return fmt.Errorf("tenant %s counts permissions, and had nothing before", t.Tenant)
		case c.Permission.Name() == "":
			return fmt.Errorf("tenant %s counts %q, which is no permission", t.Tenant, c.Permission)
		case c.Permission <= last:
			return fmt.Errorf("tenant %s counts %s out of order", t.Tenant, c.Permission)
		case c.Given < 0 || c.Taken < 0 || c.Taken > c.Before || c.Given+c.Taken == 0:
			return fmt.Errorf("tenant %s counts %s in a way that cannot be", t.Tenant, c.Permission)
		}
		last = c.Permission
	}
	return nil
}
