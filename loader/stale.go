package loader

import (
	"context"
	"iter"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// StalePlanError is a plan of which the engine no longer holds what it was computed on.
type StalePlanError struct {
	// Why says what is different.
	Why string
	// Err is the engine's refusal, if that is how it was noticed.
	Err error

	said phrase.Phrase // Why
}

func staleError(err error, why string, args ...any) *StalePlanError {
	said := phrase.Of(why, args...)
	return &StalePlanError{said.String(), err, said}
}

// Error says what is different and what to do.
func (e *StalePlanError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *StalePlanError) Say(in phrase.Printer) string {
	return in.Say("stale plan: %s; make a new plan", e.said.Or(e.Why))
}

// Unwrap is the engine's refusal.
func (e *StalePlanError) Unwrap() error { return e.Err }

// StandsOn refuses a state that the plan was not computed on, with a
// *StalePlanError. What applications write makes no plan stale.
func (p Plan) StandsOn(observed Observed) error {
	base, held := newBaseDigest(observed.NoSchema), observed.byTenant()
	for _, t := range p.Tenants {
		base.add(t.Tenant, held(t.Tenant).Relationships)
	}
	return p.standsOn(base)
}

// CheckBase is Plan.StandsOn over what the engine holds now.
func (s Sync) CheckBase(ctx context.Context, plan Plan) error {
	observed, err := ObservedState(ctx, s.Engine, plan.tenants())
	if err != nil {
		return err
	}
	return plan.StandsOn(observed)
}

func (p Plan) standsOn(base baseDigest) error {
	if base.String() != p.BaseDigest {
		return staleError(nil, "what a source wrote in the engine has changed since it was made, perhaps by applying it")
	}
	return nil
}

// after is what an engine that has this state holds once the changes are made to
// the loader's own relationships, sorted. What they clear away is an application's.
func (t TenantChanges) after(observed []Relationship) []Relationship {
	return afterAll(t.ownChanges(), observed)
}

// afterAll is what is left of some sorted relationships after some changes, sorted.
func afterAll(changes []Change, relationships []Relationship) []Relationship {
	if len(changes) == 0 {
		return relationships
	}
	byRelationship := func(a, b Change) int { return a.Compare(b.Relationship) }
	if !slices.IsSortedFunc(changes, byRelationship) { // somebody wrote the plan
		changes = slices.Clone(changes)
		slices.SortStableFunc(changes, byRelationship)
	}
	after := make([]Relationship, 0, len(changes)+len(relationships))
	for _, c := range changes {
		for len(relationships) > 0 && relationships[0].Compare(c.Relationship) < 0 {
			after, relationships = append(after, relationships[0]), relationships[1:]
		}
		if len(relationships) > 0 && relationships[0].Compare(c.Relationship) == 0 {
			relationships = relationships[1:]
		}
		if !c.Removes() {
			after = append(after, c.Relationship)
		}
	}
	return append(after, relationships...)
}

// byTenant are the changes of each tenant.
func (p Plan) byTenant() []Changes {
	all := make([]Changes, len(p.Tenants))
	for i, t := range p.Tenants {
		all[i] = t.Changes
	}
	return all
}

// changes are those of all tenants.
func (p Plan) changes() iter.Seq[Change] {
	return func(yield func(Change) bool) {
		for _, t := range p.Tenants {
			for c := range t.Changes.All() {
				if !yield(c) {
					return
				}
			}
		}
	}
}

func (p Plan) tenants() []schema.TenantID {
	names := make([]schema.TenantID, len(p.Tenants))
	for i, t := range p.Tenants {
		names[i] = t.Tenant
	}
	return names
}
