package loader

import (
	"cmp"
	"context"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Tenant is what an engine has of one tenant.
type Tenant struct {
	ID schema.TenantID `json:"id"`
	// Users have an account, of which Active are active.
	Users  int `json:"users"`
	Active int `json:"active"` // users
	// Objects are those but accounts, of which applications made Made.
	Objects int `json:"objects"`
	Made    int `json:"made"` // objects that an application made
	// Relationships are all, whoever wrote them, but for who may write.
	Relationships int `json:"relationships"`
	// BySource says that a sync has written the tenant.
	BySource bool `json:"by_source"`
}

// Tenants are those that an engine has, sorted, all at one revision: each of which
// there is any relationship. None in an engine without a schema.
func Tenants(ctx context.Context, conn grpc.ClientConnInterface) ([]Tenant, error) {
	engine := calls.Of(conn)
	at, err := headOf(ctx, engine)
	if err != nil || at.revision == "" {
		return nil, err
	}
	if err := checkSchema(ctx, engine); err != nil {
		return nil, err
	}
	found := map[schema.TenantID]*Tenant{}
	for _, t := range at.model.Types() {
		for _, r := range at.model.Relations(t) {
			err := calls.ExportRelation(ctx, engine, r, exactly(at.revision), func(page []*v1.Relationship) error {
				for _, m := range page {
					id := relation.ObjectIn(m.GetResource()).Tenant()
					if found[id] == nil {
						found[id] = &Tenant{ID: id}
					}
					found[id].count(r)
				}
				return nil
			})
			if err != nil {
				return nil, phrase.Errorf("reading %s of every tenant: %w", r, err)
			}
		}
	}
	var tenants []Tenant
	for _, t := range found {
		tenants = append(tenants, *t)
	}
	slices.SortFunc(tenants, func(a, b Tenant) int { return cmp.Compare(a.ID, b.ID) })
	return tenants, nil
}

// count counts a relationship of the tenant.
func (t *Tenant) count(r schema.Relation) {
	switch r.Facts().Kind {
	case schema.KindLease:
		t.BySource = t.BySource || r == schema.LeaseNumber
		return
	case schema.KindReview:
		return
	case schema.KindActive:
		t.Active++
	case schema.KindOrigin:
		t.Made++
	case schema.KindTenant:
		if r.Type() == schema.TypeAccount {
			t.Users++
		} else {
			t.Objects++
		}
	}
	t.Relationships++
}

// UnknownTenantError is a tenant of which an engine has nothing.
type UnknownTenantError struct{ Tenant schema.TenantID }

// Error names it.
func (e *UnknownTenantError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *UnknownTenantError) Say(in phrase.Printer) string {
	return in.Say("the engine has no tenant %s", e.Tenant)
}

// RemoveTenant computes the plan after which nothing is left of a tenant, whoever
// wrote it, an institution's own relations included. A limit on removals stands
// against it, whatever its size. The error is an *UnknownTenantError where there is
// nothing to take away.
func (s Sync) RemoveTenant(ctx context.Context, tenant schema.TenantID) (Proposal, error) {
	if err := tenant.Validate(); err != nil {
		return Proposal{}, err
	}
	v, err := look(ctx, calls.Of(s.Engine))
	if err != nil {
		return Proposal{}, err
	}
	observed, err := v.tenant(ctx, tenant, 0)
	if err != nil {
		return Proposal{}, err
	}
	if len(observed.in(tenant))+len(observed.leases) == 0 {
		return Proposal{}, &UnknownTenantError{tenant}
	}
	gone := []schema.TenantID{tenant}
	removal := Desired{Tenants: gone, Gone: gone, Source: "removal of tenant " + string(tenant)}
	proposal, err := s.propose(ctx, v, s.now(), removal.Source, gone, func(schema.TenantID) Desired { return removal })
	if err != nil {
		return Proposal{}, err
	}
	return proposal.sealed(), nil
}

// in is all that the state has of a tenant, sorted.
func (s Observed) in(tenant schema.TenantID) []Relationship {
	found := slices.DeleteFunc(s.all(), func(r Relationship) bool { return r.Resource.Tenant() != tenant })
	slices.SortFunc(found, Relationship.Compare)
	return found
}

// erasing are the changes after which a tenant has nothing.
func erasing(tenant schema.TenantID, held []Relationship) TenantChanges {
	t := TenantChanges{Tenant: tenant, Gone: true, Before: len(held), Holders: holdersOf(holders(held), nil), Losers: losersOf(nil, held)}
	made, p := madeIn(held), packing{}
	for _, r := range held {
		switch {
		case !made.owned(r):
			p.add(Change{Erase, r, nil})
		case r.StoresQuestion():
			p.add(Change{ClearStoredNow, r, nil})
		default:
			p.add(Change{Remove, r, nil})
		}
	}
	t.Changes = p.Changes
	t.Findings = t.findings(nil, held)
	return t
}

// gone are the tenants that the plan takes away as a whole.
func (p Plan) gone() []schema.TenantID {
	var found []schema.TenantID
	for _, t := range p.Tenants {
		if t.Gone {
			found = append(found, t.Tenant)
		}
	}
	return found
}

// leftOver is what still has to be cleared away once the changes are written: orphans, or
// whatever came to a tenant that is gone.
func (t TenantChanges) leftOver(desired []Relationship, got Observed) []Change {
	if t.Gone {
		return erasing(t.Tenant, got.in(t.Tenant)).Changes.List()
	}
	return clearings(desired, got.Relationships)
}
