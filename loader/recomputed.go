package loader

import (
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// recomputed is the plan as Diff makes it over what an engine holds, a tenant at a
// time, each of which is then passed on with that. Of a plan,
// which may come from anywhere, only what it does to the loader's own
// relationships counts: all the rest, such as what the limits go by, is computed
// anew. It refuses a stale plan with a *StalePlanError. The digest
// stays that of the plan that was shown.
func (p Plan) recomputed(noSchema bool, read func(TenantChanges) (Observed, error), each func(*TenantChanges, Observed) error) (Plan, error) {
	made, base := p, newBaseDigest(noSchema)
	made.WritesSchema, made.Unnamed, made.Tenants = noSchema, nil, make([]TenantChanges, 0, len(p.Tenants))
	var wrong error // told only of a plan that is not stale
	for i, t := range p.Tenants {
		if i > 0 && t.Tenant <= p.Tenants[i-1].Tenant {
			return Plan{}, notMade(phrase.Errorf("its tenants are out of order"))
		}
		observed, err := read(t)
		if err != nil {
			return Plan{}, err
		}
		base.add(t.Tenant, observed.Relationships)
		if wrong != nil {
			continue
		}
		again, err := t.recomputed(p.Source, observed)
		if wrong = err; err == nil {
			made.Tenants = append(made.Tenants, again)
			wrong = each(&made.Tenants[i], observed)
		}
	}
	if err := p.standsOn(base); err != nil {
		return Plan{}, err
	}
	return made, wrong
}

func (t TenantChanges) recomputed(source string, observed Observed) (TenantChanges, error) {
	for _, r := range t.revoked() {
		if i, there := slices.BinarySearchFunc(observed.Relationships, r, Relationship.Compare); !there || observed.Relationships[i] != r {
			return TenantChanges{}, revokedSince(r)
		}
	}
	made := changesOf(t.leadsTo(source, observed), observed)
	if o, stale := t.meets(observed.Relationships); stale {
		return TenantChanges{}, staleError(nil, "%s is an application's now, or no longer", o)
	}
	if !slices.EqualFunc(t.ownChanges(), made.ownChanges(), Change.equal) {
		return TenantChanges{}, notMade(phrase.Errorf("it changes what needs no change"))
	}
	if t.Changes.Equal(made.Changes) {
		made.Changes = t.Changes // of which there may be millions
	}
	return made, nil
}

// valid refuses changes that lead to what no source asks for. It is the
// same over every state that the plan stands on.
func (t TenantChanges) valid(observed Observed) error {
	if err := t.leadsTo("", observed).validate(); err != nil {
		return notMade(phrase.Errorf("what it leads to no source asks for: %w", err))
	}
	return nil
}

// leadsTo is what the changes make of the loader's own relationships.
func (t TenantChanges) leadsTo(source string, observed Observed) Desired {
	d := Desired{Tenants: []schema.TenantID{t.Tenant}, Relationships: owned(t.after(observed.Relationships)), Source: source, Revoked: t.revoked()}
	if t.Gone {
		d.Gone = d.Tenants
	}
	return d
}

// meets is an object that the plan takes for a source's and an application has
// made since, or that it takes over and no longer is the application's.
func (t TenantChanges) meets(observed []Relationship) (Object, bool) {
	applications := madeIn(observed)
	taken := map[Object]bool{}
	for c := range t.Changes.All() {
		if c.Action == TakeOver {
			taken[c.Resource] = true
		}
	}
	for c := range t.Changes.All() {
		adds := c.Action == Add && applications[c.Resource] && !taken[c.Resource]
		if adds || c.Action == TakeOver && !applications[c.Resource] {
			return c.Resource, true
		}
	}
	return Object{}, false
}

// ownChanges are those of the loader's own relationships, and of whose an object
// is.
func (t TenantChanges) ownChanges() []Change {
	return slices.DeleteFunc(t.Changes.List(), func(c Change) bool {
		own := ownedBySource(c.Relationship) && c.Action != ClearOrphan && c.Action != Erase && c.Action != Revoke || c.Action == TakeOver
		return !own
	})
}

func (c Change) equal(other Change) bool {
	return c.Action == other.Action && c.Relationship == other.Relationship &&
		(c.Was == other.Was || c.Was != nil && other.Was != nil && *c.Was == *other.Was)
}
