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

// Limits say how much a plan may take away. The zero value is the careful one.
type Limits struct {
	// AllowRemovals lifts the limits for a plan that takes away at most this
	// many relationships in all.
	AllowRemovals int
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
	// Removals is what AllowRemovals would have to be.
	Removals int
}

// Error prints each refusal and what lifts them.
func (e *RefusedError) Error() string {
	lines := []string{"nothing was written: the plan takes away too much"}
	for _, r := range e.Refusals {
		lines = append(lines, "  "+r.String())
	}
	return strings.Join(append(lines, fmt.Sprintf("if that is meant, say so with --allow-removals %d", e.Removals)), "\n")
}

// Refusals are the reasons not to apply the plan: a tenant loses more than 10 %
// or more than 100 of its relationships, whichever is less, or its last active
// app admin or application manager. A tenant of fewer than 20 relationships may
// lose any number, and one that has none yet has none to lose.
func (p Plan) Refusals(limits Limits) []Refusal {
	if limits.AllowRemovals > 0 && limits.AllowRemovals >= p.Removals() {
		return nil
	}
	var refusals []Refusal
	for _, t := range p.Tenants {
		for _, reason := range t.reasons() {
			refusals = append(refusals, Refusal{t.Tenant, reason})
		}
	}
	return refusals
}

func (t TenantChanges) reasons() []string {
	var reasons []string
	n := t.Removals()
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

// check is the refusals as an error.
func (p Plan) check(limits Limits) error {
	if refusals := p.Refusals(limits); len(refusals) > 0 {
		return &RefusedError{refusals, p.Removals()}
	}
	return nil
}
