package loader

import (
	"context"
	"errors"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

// InWritesOf makes each write as small as a test needs it.
func (s Sync) InWritesOf(changes int) Sync {
	s.batch = room{changes, changes}
	return s
}

// Apply applies a plan to an engine.
func Apply(ctx context.Context, engine enginetest.Engine, plan Plan, by Sync) (schema.Revision, error) {
	by.Engine = enginetest.Conn(engine)
	return by.Apply(ctx, plan)
}

// Refusals are what limits say against a plan.
func (p Plan) Refusals(limits Limits) []Refusal {
	var refused *RefusedError
	if errors.As(limits.Check(p), &refused) {
		return refused.Refusals
	}
	return nil
}

// WithAccess is a plan with counts that a test makes up.
func (p Plan) WithAccess(counts map[schema.TenantID][]access.PermissionCount) Plan {
	return p.withAccess(counts)
}

// ToWire is how a test writes a relationship past the loader.
var ToWire = Relationship.Message

// Owned is the loader's own part of a state.
func (s Observed) Owned() []Relationship { return owned(s.Relationships) }

// Resealed is a plan with the digest of what it now says, as a forger would.
func (p Plan) Resealed() Plan {
	p.Digest = p.digest()
	return p
}

// Recomputed is what Apply makes of a plan.
func Recomputed(p Plan, have Observed) (Plan, error) {
	held := have.byTenant()
	read := func(t TenantChanges) (Observed, error) { return held(t.Tenant), t.Tenant.Validate() }
	return p.recomputed(have.NoSchema, read, func(t *TenantChanges, observed Observed) error { return t.valid(observed) })
}

// Valid is the one rule for what a plan may lead to.
var Valid = Desired.validate

// Compare is the order of relationships.
var Compare = Relationship.Compare

// RowKind is the kind of row that asks for a relationship.
var RowKind = rowKind

// FindingKinds are all kinds of finding.
var FindingKinds = findingKinds

// Undone is the state before a plan.
var Undone = Plan.undone

// NewNotice is a notice with a text of its own.
func NewNotice(text string) Notice { return noticef("%s", text) }
