package loader

import (
	"fmt"
	"strings"

	"github.com/remit-authz/remit/schema"
)

const (
	// maxRemovals is the number of relationships of one tenant that a plan may
	// take away unasked.
	maxRemovals = 100
	// maxShare is the same as a share of what the tenant has, in per cent.
	maxShare = 10
	// smallTenant is the number of relationships from which the two hold: in a
	// smaller tenant one user who leaves would be more than a tenth.
	smallTenant = 20
)

// Limits say how much a plan may change. The zero value is the careful one.
type Limits struct {
	// AllowRemovals lifts the limits on relationships for a plan that takes
	// away at most this many in all of those that a source wrote. What of an
	// application's goes with them does not count here, though it does for the
	// limits: it may become more while people work, and the number no longer do.
	AllowRemovals int
	// AllowAccess lifts the limit on permissions for a plan that gives at most
	// this many in all.
	AllowAccess int
}

// Validate refuses a number that cannot be meant.
func (l Limits) Validate() error {
	for _, given := range []struct {
		name string
		n    int
	}{{"--allow-removals", l.AllowRemovals}, {"--allow-access", l.AllowAccess}} {
		if given.n < 0 {
			return fmt.Errorf("%s %d is less than none: give how many are meant, or leave it out", given.name, given.n)
		}
	}
	return nil
}

// String is the limits as the program's flags; blank for the zero value.
func (l Limits) String() string {
	var flags []string
	if l.AllowRemovals != 0 {
		flags = append(flags, fmt.Sprintf("--allow-removals %d", l.AllowRemovals))
	}
	if l.AllowAccess != 0 {
		flags = append(flags, fmt.Sprintf("--allow-access %d", l.AllowAccess))
	}
	return strings.Join(flags, " ")
}

// Refusal is one reason not to apply a plan.
type Refusal struct {
	Tenant schema.TenantID `json:"tenant"`
	Reason string          `json:"reason"`
}

// String is "tenant acme: why".
func (r Refusal) String() string { return fmt.Sprintf("tenant %s: %s", r.Tenant, r.Reason) }

// RefusedError is a plan that a safety limit refuses.
type RefusedError struct {
	Refusals []Refusal
	// Needs are the limits that would let the plan pass; zero for a kind of
	// limit that does not refuse it.
	Needs Limits
}

// Error prints each refusal and what lifts them.
func (e *RefusedError) Error() string {
	lines := []string{"nothing was written: the plan changes too much"}
	for _, r := range e.Refusals {
		lines = append(lines, "  "+r.String())
	}
	return strings.Join(append(lines, "if that is meant, say so with "+e.Needs.String()), "\n")
}

// Refusals are the reasons not to apply the plan: a tenant loses more than 10 %
// or more than 100 of its relationships, whichever is less, or its last active
// app admin or application manager. Emergencies that are left over do not count,
// as they end by themselves, nor what stores its own time. A tenant of fewer
// than 20 relationships may lose any number, and one that has none yet has none
// to lose.
//
// A plan whose permissions are counted (Plan.WithAccess) is refused too when,
// in a tenant that had relationships before, it gives a permission more than
// 1,000 times and more than 10 % of the times that the tenant's users had it:
// one more group can give ten thousand. That does not go for
// account#view_roles, which every new colleague brings in great numbers. A plan
// without counts is held to relationships only.
func (p Plan) Refusals(limits Limits) []Refusal {
	if refused := p.refused(limits); refused != nil {
		return refused.Refusals
	}
	return nil
}

// refused is what limits say against the plan, or nil.
func (p Plan) refused(limits Limits) *RefusedError {
	var e RefusedError
	if removals := p.refusals(TenantChanges.reasons); !allows(limits.AllowRemovals, p.ownRemovals()) && len(removals) > 0 {
		// At least 1: zero lifts nothing, even where all is an application's.
		e.Refusals, e.Needs.AllowRemovals = removals, max(1, p.ownRemovals())
	}
	if access := p.refusals(TenantChanges.accessReasons); !allows(limits.AllowAccess, p.Access()) && len(access) > 0 {
		e.Refusals, e.Needs.AllowAccess = append(e.Refusals, access...), p.Access()
	}
	if len(e.Refusals) == 0 {
		return nil
	}
	return &e
}

// allows says whether a limit is lifted for so many: not by zero.
func allows(limit, n int) bool { return limit > 0 && limit >= n }

func (p Plan) refusals(reasons func(TenantChanges) []string) []Refusal {
	var refusals []Refusal
	for _, t := range p.Tenants {
		for _, reason := range reasons(t) {
			refusals = append(refusals, Refusal{t.Tenant, reason})
		}
	}
	return refusals
}

func (t TenantChanges) reasons() []string {
	var reasons []string
	n := t.losses()
	if t.Before >= smallTenant && (n > maxRemovals || n*100 > t.Before*maxShare) {
		reasons = append(reasons, fmt.Sprintf("loses %d of its %d relationships; the limit is %d",
			n, t.Before, min(maxRemovals, t.Before*maxShare/100)))
	}
	for _, last := range []struct {
		role    schema.Role
		holders Holders
	}{
		{schema.RoleAppAdmin, t.AppAdmins},
		{schema.RoleApplicationManager, t.ApplicationManagers},
	} {
		if last.holders.Before > 0 && last.holders.After == 0 {
			reasons = append(reasons, fmt.Sprintf("loses its last active %s (%d before)",
				last.role.Label().In(schema.English), last.holders.Before))
		}
	}
	return reasons
}

// losses count what would have lasted of what is taken away, and should have.
func (t TenantChanges) losses() int {
	n := 0
	for _, c := range t.Changes {
		if c.Removes() && c.Action != ClearStoredNow && c.Action != TakeOver && c.Relation.Facts().Under == "" {
			n++
		}
	}
	return n
}

// check is the refusals as an error.
func (p Plan) check(limits Limits) error {
	if err := limits.Validate(); err != nil {
		return err
	}
	if refused := p.refused(limits); refused != nil {
		return refused
	}
	return nil
}
