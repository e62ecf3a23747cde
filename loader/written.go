package loader

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// worthWatching is how many relationships an engine holds at least for its history to be
// asked: a few are read again sooner than that tells how far it has come.
const worthWatching = 10_000

// standsStill says whether an engine holds the same now as when the plan was computed, in
// all its tenants: it is at the same revision, or its history tells of nothing there since.
// Some engines' revisions move although nobody writes.
func (p Proposal) standsStill(ctx context.Context, now view) bool {
	switch {
	case p.view.revision == now.revision:
		return true
	case p.view.revision == "" || p.Plan.before() < worthWatching:
		return false
	}
	within := p.Plan.within()
	return history(ctx, now.engine, p.view.revision, now.revision, func(u *v1.RelationshipUpdate) bool {
		c, err := relation.FromUpdate(u)
		return err == nil && (!within[c.Resource.Tenant()] || beside(c))
	})
}

// wroteAlone are the tenants of the plan in which nothing else was written since a view than
// the plan's own changes, up to its last write, by the engine's history. Such a tenant holds
// what was to come of it. None is known of where the plan changes much: then what there is
// is as soon read.
func (a *applying) wroteAlone(ctx context.Context, plan Plan, last schema.Revision) map[schema.TenantID]bool {
	if a.view.revision == "" || plan.before() < worthWatching || plan.Size() > plan.before()/fewChanges {
		return nil
	}
	within, own, alone := plan.within(), make(map[relation.Change]bool, plan.Size()), map[schema.TenantID]bool{}
	missing := map[schema.TenantID]int{}
	for _, t := range plan.Tenants {
		alone[t.Tenant], missing[t.Tenant] = !t.Gone, t.Changes.Len()
		for c := range t.Changes.All() {
			own[relation.Change{Relationship: c.Relationship, Gone: c.Removes()}] = true
		}
	}
	told := history(ctx, a.own.engine, a.view.revision, last, func(u *v1.RelationshipUpdate) bool {
		c, err := relation.FromUpdate(u)
		if err != nil {
			return false
		}
		tenant := c.Resource.Tenant()
		unseen, planned := own[c]
		switch {
		case !within[tenant] || beside(c) || a.own.wrote(c):
		case !planned:
			alone[tenant] = false
		case unseen:
			own[c] = false
			missing[tenant]--
		}
		return true
	})
	if !told {
		return nil
	}
	for tenant, n := range missing {
		alone[tenant] = alone[tenant] && n == 0
	}
	return alone
}

// fewChanges is of how many relationships one is changed, at most, where the engine's history
// is asked for what it would take to read all.
const fewChanges = 4

// beside says whether a change concerns no plan: of what lies aside, only a lease of syncs does.
func beside(c relation.Change) bool {
	return traitsOf(c.Relationship).kind.Aside() && !ofLease(c.Relationship)
}

func ofLease(r Relationship) bool {
	return r.Relation == schema.LeaseNumber || r.Relation == schema.LeaseHeld || r.Relation == schema.LeaseSpent
}

// wrote says whether a change of a lease is the sync's own.
func (l lease) wrote(c relation.Change) bool {
	// What syncs spent gives nothing, whoever wrote it.
	return ofLease(c.Relationship) && (c.Gone || c.Relation == schema.LeaseSpent || c.Subject == l.numbers[c.Resource.Tenant()])
}

// before is how many relationships the plan's tenants held.
func (p Plan) before() int {
	n := 0
	for _, t := range p.Tenants {
		n += t.Before
	}
	return n
}

func (p Plan) within() map[schema.TenantID]bool {
	within := make(map[schema.TenantID]bool, len(p.Tenants))
	for _, t := range p.Tenants {
		within[t.Tenant] = true
	}
	return within
}
