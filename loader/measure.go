package loader

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// Access says what applying the plan gives and takes at a moment, in the tenants
// that it names. observed is what the plan was made for: another state is a
// *StalePlanError. Nothing is asked of an engine.
func (p Plan) Access(observed Observed, at time.Time) (access.Difference, error) {
	if err := p.StandsOn(observed); err != nil {
		return access.Difference{}, err
	}
	return access.OfChanges(observed.model, observed.all(), p.relationChanges(), at)
}

// Measured is the plan with the permissions that it gives and takes counted, for
// its safety limits. A tenant that has nothing yet is not counted: its first
// load gives everything. The errors are those of Access.
func (p Plan) Measured(observed Observed, at time.Time) (Plan, error) {
	if err := p.StandsOn(observed); err != nil {
		return Plan{}, err
	}
	known := map[schema.TenantID]bool{}
	for _, t := range p.Tenants {
		if t.Before > 0 && len(t.Changes) > 0 {
			known[t.Tenant] = true
		}
	}
	if len(known) == 0 {
		return p, nil
	}
	counts, err := access.CountChanges(observed.model, observed.all(), p.relationChanges(), at, func(t schema.TenantID) bool { return known[t] })
	if err != nil {
		return Plan{}, err
	}
	return p.withAccess(counts), nil
}

// all is everything that permissions depend on.
func (s Observed) all() []Relationship { return slices.Concat(s.Relationships, s.ofOwnTypes) }

// withCountsOf is the plan with the counts of another, of the same tenants.
func (p Plan) withCountsOf(other Plan) Plan {
	counts := map[schema.TenantID][]access.PermissionCount{}
	for _, t := range other.Tenants {
		counts[t.Tenant] = t.Access
	}
	return p.withAccess(counts)
}

// relationChanges are all changes of the plan, of whatever action.
func (p Plan) relationChanges() []relation.Change {
	changes := []relation.Change{} // not nil: nothing else differs
	for _, c := range p.changes() {
		changes = append(changes, relation.Change{Relationship: c.Relationship, Gone: c.Removes()})
	}
	return changes
}
