package loader

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/remit-authz/remit/schema"
)

const (
	// budgetTime is for how long what a sync did counts for those that follow.
	budgetTime = 24 * time.Hour
	// wholeAccess is all of what one plan may give, in the parts that Spent counts.
	wholeAccess = 1_000_000
)

// Spent is what syncs did to a tenant within a day, of what one plan may do. The
// zero value is nothing.
//
// It is kept in the engine, with the lease, in the same write that takes the lease:
// so that it is there for whoever syncs next, from any machine, and counts also when
// the sync breaks off. The engine itself forgets it after a day, by its own clock;
// its history would not do, as it may be cut sooner, and is long to read. In an engine
// that was restored to an older state, or whose leases were taken away, the day
// begins anew. What somebody said is meant (Limits.AllowRemovals) is not counted.
type Spent struct {
	// Removals are the relationships that the tenant lost.
	Removals int `json:"removals,omitempty"`
	// Access is what it was given, in millionths of what one plan may give.
	Access int `json:"access,omitempty"`
}

func (s Spent) plus(other Spent) Spent {
	return Spent{s.Removals + other.Removals, s.Access + other.Access}
}

func (s Spent) most(other Spent) Spent {
	return Spent{max(s.Removals, other.Removals), max(s.Access, other.Access)}
}

// spenderOf names a source in what is kept. A sync that was killed and runs again is
// the same spender, and is not counted twice.
func spenderOf(source string) string {
	sum := sha256.Sum256([]byte(source))
	return hex.EncodeToString(sum[:8])
}

// subject is what stands for it in the tenant's lease.
func (s Spent) subject(tenant schema.TenantID, source string) Object {
	return Object{Type: schema.TypeLease, ID: fmt.Sprintf("%s/%d-%d-%s", tenant, s.Removals, s.Access, spenderOf(source))}
}

// row is the relationship that keeps it until the day is over.
func (s Spent) row(tenant schema.TenantID, source string, now time.Time) Relationship {
	r := leaseHas(tenant, schema.LeaseSpent, s.subject(tenant, source))
	r.Terms = r.Expiring(now.Add(budgetTime).Truncate(time.Second))
	return r
}

// spentIn adds up what other sources than one spent in a tenant, and says what that
// one did. What cannot be read counts as everything: somebody wrote it by hand.
func spentIn(leases []Relationship, tenant schema.TenantID, source string) (others, own Spent) {
	each := map[string]Spent{}
	for _, r := range leases {
		if r.Relation == schema.LeaseSpent && r.Resource.Tenant() == tenant {
			by, s := readSpent(r.Subject)
			each[by] = each[by].most(s)
		}
	}
	for by, s := range each {
		if by == spenderOf(source) {
			own = s
		} else {
			others = others.plus(s)
		}
	}
	return others, own
}

func readSpent(subject Object) (by string, s Spent) {
	_, written, _ := strings.Cut(subject.ID, "/")
	parts := strings.SplitN(written, "-", 3)
	if len(parts) != 3 {
		return subject.ID, Spent{1 << 30, wholeAccess}
	}
	removals, wrong := strconv.Atoi(parts[0])
	access, alsoWrong := strconv.Atoi(parts[1])
	if cmp.Or(wrong, alsoWrong) != nil || removals < 0 || access < 0 || removals > 1<<30 || access > 1<<30 {
		return subject.ID, Spent{1 << 30, wholeAccess}
	}
	return parts[2], Spent{removals, access}
}

// spends is what a plan does to the tenant, of what one may do. The first load
// spends nothing.
func (t TenantChanges) spends() Spent {
	s := Spent{Removals: t.losses()}
	for _, c := range t.Access {
		if limited(c.Permission) {
			s.Access = max(s.Access, int(int64(c.Given)*wholeAccess/int64(mostOfAccess(c))))
		}
	}
	return s
}

// spending is what the plan spends in each tenant, but for what was lifted for it.
func (l Limits) spending(p Plan) map[schema.TenantID]Spent {
	careful := Limits{Budget: l.Budget, StandingRemovals: l.StandingRemovals, StandingAccess: l.StandingAccess}.standing(p)
	removals, access := len(p.refusals(LimitRemovals, careful.reasons)) > 0, len(p.refusals(LimitAccess, careful.accessReasons)) > 0
	all := map[schema.TenantID]Spent{}
	for _, t := range p.Tenants {
		s := t.spends()
		if removals {
			s.Removals = 0
		}
		if access {
			s.Access = 0
		}
		if s != (Spent{}) && !t.Gone && !l.Unlimited {
			all[t.Tenant] = s
		}
	}
	return all
}

// together is what the tenant's syncs of a day come to with this one.
func (t TenantChanges) together() Spent { return t.Spent.plus(t.spends().most(t.SpentBefore)) }

// ofDay is how much a day may have of what one plan may have.
func (l Limits) ofDay(one int) int { return one * max(100, l.Budget) / 100 }
