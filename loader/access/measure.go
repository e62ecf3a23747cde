package access

import (
	"time"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// Measure is the plan with the permissions that it gives and takes counted, for
// its safety limits. A tenant that has nothing yet is not counted: its first
// load gives everything. The errors are those of OfPlan.
func Measure(plan loader.Plan, have loader.State, at time.Time) (loader.Plan, error) {
	known := map[schema.TenantID]bool{}
	for _, t := range plan.Tenants {
		if t.Before > 0 && len(t.Changes) > 0 {
			known[t.Tenant] = true
		}
	}
	if len(known) == 0 {
		return plan, plan.StandsOn(have)
	}
	s, err := snapshotOf(plan, have)
	if err != nil {
		return loader.Plan{}, err
	}
	return s.measure(plan, at, func(t schema.TenantID) bool { return known[t] })
}

func (s snapshot) measure(plan loader.Plan, at time.Time, counts func(schema.TenantID) bool) (loader.Plan, error) {
	change, err := s.difference(at, counts)
	if err != nil {
		return loader.Plan{}, err
	}
	// What nobody has on one side, and everybody has on the other, is all there is.
	all, err := differ(graph.Side{Graph: s.before}, side(s.before, s.before), nil, at, counts)
	if err != nil {
		return loader.Plan{}, err
	}
	return plan.WithAccess(accessCounts(all.Gained, change)), nil
}

// accessCounts sorts what there was and what changes by tenant and permission.
func accessCounts(before Shifts, d Difference) map[schema.TenantID][]loader.AccessCount {
	type kind struct {
		tenant     schema.TenantID
		permission schema.Permission
	}
	sums := map[kind]loader.AccessCount{}
	add := func(all Shifts, put func(*loader.AccessCount, int)) {
		for _, s := range all {
			k := kind{s.User.Tenant, s.Permission}
			sum := sums[k]
			put(&sum, s.Len())
			sums[k] = sum
		}
	}
	add(before, func(c *loader.AccessCount, n int) { c.Before += n })
	add(d.Gained, func(c *loader.AccessCount, n int) { c.Given += n })
	add(d.Lost, func(c *loader.AccessCount, n int) { c.Taken += n })
	counts := map[schema.TenantID][]loader.AccessCount{}
	for k, sum := range sums {
		sum.Permission = k.permission
		counts[k.tenant] = append(counts[k.tenant], sum)
	}
	return counts
}
