package loader

import (
	"context"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
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
		known[t.Tenant] = t.isCounted()
	}
	counts, err := access.CountChanges(observed.model, observed.all(), p.relationChanges(), at, func(t schema.TenantID) bool { return known[t] })
	if err != nil {
		return Plan{}, err
	}
	return p.withAccess(counts), nil
}

// measuredTogether is Measured over all tenants of the plan at once, where what one
// gives depends on another.
func (p Plan) measuredTogether(ctx context.Context, v view, at time.Time) (Plan, error) {
	observed, err := v.tenants(ctx, p.tenants())
	if err != nil {
		return Plan{}, err
	}
	return p.Measured(observed, at)
}

// isCounted says whether the permissions of the tenant are counted.
func (t TenantChanges) isCounted() bool { return t.Before > 0 && t.Changes.Len() > 0 }

// standsAlone says whether what permissions the changes give in the tenant, if they are
// counted, does not depend on other tenants: nothing there points at another, as only
// hands have written it.
func (t TenantChanges) standsAlone(observed Observed) bool {
	strays := func(r Relationship) bool {
		return r.Subject.ID != relation.Wildcard && r.Subject.Tenant() != t.Tenant
	}
	return !t.isCounted() || !slices.ContainsFunc(observed.Relationships, strays) && !slices.ContainsFunc(observed.ofOwnTypes, strays) &&
		!t.Changes.contains(func(c Change) bool { return strays(c.Relationship) })
}

// measure counts the permissions of a tenant that stands alone.
func (t *TenantChanges) measure(observed Observed, at time.Time) error {
	if !t.isCounted() {
		return nil
	}
	counts, err := access.CountChanges(observed.model, observed.all(), Plan{Tenants: []TenantChanges{*t}}.relationChanges(), at, func(tenant schema.TenantID) bool { return tenant == t.Tenant })
	if err != nil {
		return phrase.Errorf("counting what the plan gives: %w", err)
	}
	t.setAccess(counts[t.Tenant])
	return nil
}

// all is everything that permissions depend on.
func (s Observed) all() []Relationship { return slices.Concat(s.Relationships, s.ofOwnTypes) }

// relationChanges are all changes of the plan, of whatever action.
func (p Plan) relationChanges() []relation.Change {
	changes := make([]relation.Change, 0, p.Size()) // not nil: nothing else differs
	for c := range p.changes() {
		changes = append(changes, relation.Change{Relationship: c.Relationship, Gone: c.Removes()})
	}
	return changes
}
