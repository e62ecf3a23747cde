package loader

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
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
	for i := range p.Tenants {
		p.Tenants[i].setAccess(counts[p.Tenants[i].Tenant])
	}
	return p.sealed()
}

func (t *TenantChanges) setAccess(counts []access.PermissionCount) {
	t.Access = nil
	for _, c := range counts {
		if c.Given > 0 || c.Taken > 0 {
			t.Access = append(t.Access, c)
		}
	}
	slices.SortFunc(t.Access, func(a, b access.PermissionCount) int { return cmp.Compare(a.Permission, b.Permission) })
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
func (l Limits) accessReasons(t TenantChanges) []phrase.Phrase {
	var reasons []phrase.Phrase
	for _, c := range t.Access {
		if limited(c.Permission) && c.Given > max(l.StandingAccess, mostOfAccess(c)) {
			reasons = append(reasons, phrase.Of("gives %s %d times (users had it %d times before); the limit is %d",
				c.Permission, c.Given, c.Before, mostOfAccess(c)))
		}
	}
	if all, most := t.together().Access, l.ofDay(l.mostSpent(t)); len(reasons) == 0 && t.spends().Access > 0 && all > most {
		reasons = append(reasons, phrase.Of("is given, with what the last day gave, %d %% of what one plan may give; the limit of a day is %d %%",
			all/(wholeAccess/100), most/(wholeAccess/100)))
	}
	return reasons
}

// mostSpent is what one plan may give, as it is counted for the day: all, or as much more
// as a standing number lets it.
func (l Limits) mostSpent(t TenantChanges) int {
	most := wholeAccess
	for _, c := range t.Access {
		if limited(c.Permission) && c.Given > 0 {
			most = max(most, int(int64(l.StandingAccess)*wholeAccess/int64(mostOfAccess(c))))
		}
	}
	return most
}

// mostOfAccess is how often a plan may give a permission.
func mostOfAccess(c access.PermissionCount) int { return max(maxAccess, c.Before*maxShare/100) }

// validateAccess says what no count would be, or nil.
func (t TenantChanges) validateAccess() error {
	last := schema.Permission("")
	for _, c := range t.Access {
		switch {
		case t.Before == 0:
			return phrase.Errorf("tenant %s counts permissions, and had nothing before", t.Tenant)
		case c.Permission.Name() == "":
			return phrase.Errorf("tenant %s counts %q, which is no permission", t.Tenant, c.Permission)
		case c.Permission <= last:
			return phrase.Errorf("tenant %s counts %s out of order", t.Tenant, c.Permission)
		case c.Given < 0 || c.Taken < 0 || (c.Given > 0 || c.Before > 0) && c.Taken > c.Before || c.Given+c.Taken == 0:
			return phrase.Errorf("tenant %s counts %s in a way that cannot be", t.Tenant, c.Permission)
		}
		last = c.Permission
	}
	return nil
}
