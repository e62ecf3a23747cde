package loader

import (
	"context"
	"slices"

	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Revoke computes the plan after which some relationships are gone that give a role or a
// link: a source's, which comes back with the next sync while the source still names it,
// and an application's. named says what decided it, and stands in the plan as its source.
// Each must stand as it is given, or the error is a *StalePlanError; what no plan may take
// away is a *PlanError.
func (s Sync) Revoke(ctx context.Context, named string, revoked []Relationship) (Proposal, error) {
	at := s.now()
	v, err := look(ctx, calls.Of(s.Engine))
	if err != nil {
		return Proposal{}, err
	}
	byTenant := map[schema.TenantID][]Relationship{}
	for _, r := range revoked {
		byTenant[r.Resource.Tenant()] = append(byTenant[r.Resource.Tenant()], r)
	}
	d := Desired{Source: named}
	for tenant := range byTenant {
		d.Tenants = append(d.Tenants, tenant)
	}
	slices.Sort(d.Tenants)
	parts := map[schema.TenantID]Desired{}
	for _, tenant := range d.Tenants {
		observed, err := v.tenant(ctx, tenant, 0)
		if err != nil {
			return Proposal{}, err
		}
		if parts[tenant], err = d.revoking(tenant, byTenant[tenant], observed); err != nil {
			return Proposal{}, err
		}
	}
	proposal, err := s.propose(ctx, v, at, named, d.Tenants, func(tenant schema.TenantID) Desired { return parts[tenant] })
	if err != nil {
		return Proposal{}, err
	}
	return proposal.sealed(), nil
}

// revoking is what a tenant is to hold without some of what it holds.
func (d Desired) revoking(tenant schema.TenantID, revoked []Relationship, observed Observed) (Desired, error) {
	held := byKey(observed.Relationships)
	gone := map[Relationship]bool{}
	d.Tenants = []schema.TenantID{tenant}
	for _, r := range revoked {
		if now, there := held[r.Key()]; !there || now != r {
			return Desired{}, revokedSince(r)
		}
		switch f := r.Relation.Facts(); {
		case f.Effect != schema.Gives || f.Kind != schema.KindLink && f.Kind != schema.KindSystemRole && f.Kind != schema.KindGroup:
			return Desired{}, planError(nil, "cannot take away %s: it is no role", r)
		case ownedBySource(r):
			gone[r.Key()] = true
			d.Notices = append(d.Notices, noticef("the source still names %s: take it out there, or the next sync brings it back", r))
		case revocable(r):
			d.Revoked = append(d.Revoked, r)
		default:
			return Desired{}, planError(nil, "cannot take away %s: no source and no application wrote it", r)
		}
	}
	slices.SortFunc(d.Revoked, Relationship.Compare)
	for _, r := range owned(observed.Relationships) {
		if !gone[r.Key()] && !derived(r) {
			d.Relationships = append(d.Relationships, r)
		}
	}
	d.addMarkers()
	slices.SortFunc(d.Relationships, Relationship.Compare)
	if err := d.validate(); err != nil {
		return Desired{}, planError(err, "would lead to what no source asks for")
	}
	return d, nil
}

func revokedSince(r Relationship) error {
	return staleError(nil, "%s has changed since it was decided about, or is gone", r)
}

// revocable says whether somebody may decide that an application's relationship ends: it
// gives a user a role on an object, by their account.
func revocable(r Relationship) bool {
	f := r.Relation.Facts()
	return !ownedBySource(r) && f.Kind == schema.KindLink && f.Effect == schema.Gives && f.Under == "" && f.WrittenBy(schema.ByApplication)
}

// revoking are the changes with what is revoked of an application's.
func revoking(revoked []Relationship, changes []Change) []Change {
	if len(revoked) == 0 {
		return changes
	}
	taken := map[Relationship]bool{}
	for _, c := range changes {
		taken[c.Key()] = c.Removes()
	}
	for _, r := range revoked {
		if !taken[r.Key()] { // it may go as an orphan
			changes = append(changes, Change{Revoke, r, nil})
		}
	}
	slices.SortFunc(changes, func(a, b Change) int { return a.Compare(b.Relationship) })
	return changes
}

// revoked are the relationships that the changes revoke.
func (t TenantChanges) revoked() []Relationship {
	var found []Relationship
	for c := range t.Changes.others() {
		if c.Action == Revoke {
			found = append(found, c.Relationship)
		}
	}
	return found
}

func inTenant(all []Relationship, tenant schema.TenantID) []Relationship {
	return slices.DeleteFunc(slices.Clone(all), func(r Relationship) bool { return r.Resource.Tenant() != tenant })
}
