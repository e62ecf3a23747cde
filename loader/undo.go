package loader

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// UndoError is a plan that cannot be undone, because what it changed was changed
// again since, or because something builds on it.
type UndoError struct {
	Why string
	// Err is more of it, or nil.
	Err error

	said phrase.Phrase // Why
}

func undoError(err error, why string, args ...any) *UndoError {
	said := phrase.Of(why, args...)
	return &UndoError{said.String(), err, said}
}

// Error says what stands in the way.
func (e *UndoError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *UndoError) Say(in phrase.Printer) string {
	if e.Err == nil {
		return in.Say("it cannot be undone: %s", e.said.Or(e.Why))
	}
	return in.Say("it cannot be undone: %s: %v", e.said.Or(e.Why), e.Err)
}

// Unwrap is more of it, or nil.
func (e *UndoError) Unwrap() error { return e.Err }

// Undo computes the way back to before a plan was applied: a plan like any other.
// What the plan changed must be as it left it; anything else is an *UndoError, as is
// a way back to what no source asks for. A plan that was interrupted is to be
// finished before, by the same sync: then it can be undone as a whole. It goes by the plan alone, as Sync.Keep was given it, or a plan that was
// kept when it was made.
//
// What applications made since stays, but for what is part of an object that goes,
// which the plan says. What applications wrote and the plan cleared away does not
// come back, which a notice says.
func (s Sync) Undo(ctx context.Context, applied Plan) (Proposal, error) {
	at := s.now()
	v, err := look(ctx, calls.Of(s.Engine))
	if err != nil {
		return Proposal{}, err
	}
	observed, err := v.tenants(ctx, applied.tenants())
	if err != nil {
		return Proposal{}, err
	}
	desired, err := applied.undone(observed, at)
	if err != nil {
		return Proposal{}, err
	}
	parts := byTenant(desired.Relationships)
	proposal, err := s.propose(ctx, v, at, desired.Source, desired.Tenants, func(tenant schema.TenantID) Desired {
		part := desired.of(tenant, parts[tenant])
		part.Notices = nil
		return part
	})
	if err != nil {
		return Proposal{}, err
	}
	proposal.Plan.Notices = desired.Notices
	return proposal.sealed(), nil
}

// undone is the state that the loader is to take an engine to, so that what the
// plan changed is as it was before.
func (p Plan) undone(observed Observed, now time.Time) (Desired, error) {
	if observed.NoSchema {
		return Desired{}, undoError(nil, "the engine is empty")
	}
	d := Desired{Tenants: p.tenants(), Source: "undo of " + p.Digest}
	held, made, cleared := byKey(owned(observed.Relationships)), madeIn(observed.Relationships), 0
	for c := range p.changes() {
		switch {
		case c.Action == TakeOver:
			d.Notices = append(d.Notices, noticef("%s stays the source's, which took it over from an application", c.Resource))
			continue
		case c.Action == ClearOrphan, c.Action == ClearStoredNow, c.Action == Erase, c.Action == Revoke:
			cleared++
			continue
		case derived(c.Relationship):
			continue // what follows from other relationships follows from those before
		case made[c.Resource]:
			return Desired{}, undoError(nil, "%s is an application's now", c.Resource)
		}
		if err := c.revert(held, now); err != nil {
			return Desired{}, err
		}
		if r, ok := held[c.Key()]; ok && r.Expired(now) {
			delete(held, c.Key())
			d.Notices = append(d.Notices, noticef("left out: %s has ended meanwhile", r))
		}
	}
	if cleared > 0 {
		d.Notices = append(d.Notices, noticef("%s that applications wrote, and the plan cleared away, do not come back", phrase.Of("%d {relationship|relationships}", cleared)))
	}
	d.Relationships = slices.DeleteFunc(slices.Collect(maps.Values(held)), derived)
	d.addMarkers()
	slices.SortFunc(d.Relationships, Relationship.Compare)
	if err := d.validate(); err != nil {
		return Desired{}, undoError(err, "what it leads back to no source asks for")
	}
	return d, nil
}

// revert turns one change back in what is held, unless that is not what the change
// left.
func (c Change) revert(held map[Relationship]Relationship, at time.Time) error {
	now, there := held[c.Key()]
	forgotten := !there && c.Expired(at) // by the engine, as it has ended
	if !forgotten && (there == c.Removes() || there && now.Terms != c.Terms) {
		return undoError(nil, "%s was changed again since, or never made (if that was interrupted, run it again first)", c)
	}
	if delete(held, c.Key()); c.Action != Add {
		before := c.Relationship
		if c.Was != nil {
			before.Terms = *c.Was
		}
		held[c.Key()] = before
	}
	return nil
}

// keep tells whoever keeps what is applied, before the first write of it: what
// cannot be kept is not written.
func (s Sync) keep(plan Plan) error {
	if s.Keep == nil {
		return nil
	}
	if err := s.Keep(plan.sealed()); err != nil {
		return phrase.Errorf("keeping what is about to be written, to undo it by: %w: nothing is written", err)
	}
	return nil
}
