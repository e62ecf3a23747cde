package loader

import (
	"context"
	"fmt"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Sync takes an engine to what sources say, in one way: Plan shows the change, and
// Apply makes it. All but Engine may be zero, which is the careful way: the limits
// are the narrowest, and what a plan gives is counted.
type Sync struct {
	// Engine is a connection, which stays the caller's. Every call on it gets 30
	// seconds, unless the caller's context has a deadline of its own.
	Engine grpc.ClientConnInterface
	Limits Limits
	// Actor and Source go into the metadata of every write, beside the digests
	// of source and plan: who did it, and the name of the folder or feed.
	// Blank leaves them out.
	Actor, Source string
	// Now is the moment that counts for ends and for permissions; zero is that of
	// the call.
	Now time.Time
	// LateEnds takes links with an end, other than invitations, to an engine that may
	// end them some seconds late (*LateEndsError).
	LateEnds bool
	// Keep is given each plan as it will be written, before its first write, so that
	// Undo can go back by it; an error stops the sync. Nil keeps nothing.
	Keep func(Plan) error
	// Progress is told how many changes are written, after each write. Nil
	// tells nobody.
	Progress func(done, total int)

	// batch is the size of a write; 0 is maxBatch. Tests make it small.
	batch int
}

func (s Sync) now() time.Time {
	if s.Now.IsZero() {
		return time.Now()
	}
	return s.Now
}

// Proposal is a plan with what it was computed on.
type Proposal struct {
	Plan     Plan
	Observed Observed
	// At is the moment for which it was computed.
	At time.Time

	sync Sync
}

// Plan computes what a source would change, and counts the permissions that it
// gives and takes. It writes nothing, and holds nothing to the limits: Apply does.
func (s Sync) Plan(ctx context.Context, src source.Source) (Proposal, error) {
	at := s.now()
	desired := DesiredState(src, at)
	observed, err := ObservedState(ctx, s.Engine, desired.Tenants)
	if err != nil {
		return Proposal{}, err
	}
	if err := observed.findOthers(ctx, calls.Of(s.Engine)); err != nil {
		return Proposal{}, err
	}
	return s.propose(desired, observed, at)
}

// propose is the plan from a state to another.
func (s Sync) propose(desired Desired, observed Observed, at time.Time) (proposal Proposal, err error) {
	plan := Diff(desired, observed)
	if len(desired.Unowned) > 0 {
		if err := plan.leadsTo(observed).validate(); err != nil {
			return Proposal{}, fmt.Errorf("the sources do not go with what the engine holds of kinds that none of them owns: %w", err)
		}
	}
	if !s.Limits.Unlimited {
		if plan, err = plan.Measured(observed, at); err != nil {
			return Proposal{}, err
		}
	}
	return Proposal{plan, observed, at, s}, nil
}

// Access says which permissions the plan gives and takes, for whom, on what.
func (p Proposal) Access() (access.Difference, error) { return p.Plan.Access(p.Observed, p.At) }

// Apply is Sync.Apply of the plan. It is not counted again where the engine has
// not moved.
func (p Proposal) Apply(ctx context.Context) (schema.Revision, error) {
	return p.sync.apply(ctx, p.Plan, p.Observed.Revision)
}

// Run plans and applies, and returns the revision that has it.
func (s Sync) Run(ctx context.Context, src source.Source) (schema.Revision, error) {
	proposal, err := s.Plan(ctx, src)
	if err != nil {
		return "", err
	}
	return proposal.Apply(ctx)
}

// Apply writes a plan and returns the revision that has it: the only code that
// writes relationships for a source. Before it writes anything it refuses a
// plan beyond the limits (*RefusedError) or with ends that the engine would be late
// with (*LateEndsError), a stale one (*StalePlanError), one that
// leads to what no source asks for (*PlanError), and an engine with another schema
// (*SchemaError). It believes a plan nothing that it can compute from what the
// engine holds: no count of it either.
//
// Of two that apply plans for the same tenant at once the one that began later
// wins, even if it has nothing to change; the other ends with a *StalePlanError.
//
// Up to 1000 changes are written at once or not at all. A longer plan is
// written in several steps, what takes rights away first; when it breaks off
// between two, there is too little access and never too much, and applying a
// new plan of the same source goes on from there. Apply does not retry. At the
// end it reads everything back and compares.
//
// What applications write makes no plan stale: what the plan orphans of it is
// found now, and cleared away in the same Apply, also what came while it ran.
func (s Sync) Apply(ctx context.Context, plan Plan) (schema.Revision, error) {
	return s.apply(ctx, plan, "")
}

// apply is Apply of a plan that was counted at a revision; blank for never.
func (s Sync) apply(ctx context.Context, plan Plan, counted schema.Revision) (schema.Revision, error) {
	if err := s.Limits.Validate(); err != nil {
		return "", err
	}
	observed, err := ObservedState(ctx, s.Engine, plan.tenants())
	if err != nil {
		return "", err
	}
	// First, so that a stale plan stops nobody.
	made, err := plan.recomputed(observed)
	if err != nil {
		return "", err
	}
	if err := made.valid(observed); err != nil {
		return "", err
	}
	spending, err := s.hold(made, observed, plan, counted)
	if err != nil {
		return "", err
	}
	if err := s.checkEnds(ctx, made); err != nil {
		return "", err
	}
	at := observed.Revision
	if made.WritesSchema {
		if at, err = WriteSchema(ctx, s.Engine, schema.Model{}); err != nil {
			return "", err
		}
	}
	tenants := made.leasable(observed)
	if len(tenants) == 0 {
		return at, nil
	}
	own := newLease(calls.Of(s.Engine), tenants, s.provenance(made))
	own.spending, own.source = spending, made.Source
	defer own.release(ctx)
	if err := own.take(ctx, observed); err != nil {
		return "", err
	}
	return applyLeased(ctx, made, own, s)
}

// hold holds a plan, and what it gives, to the limits, and says what it spends of a
// day's budget. The counts are those of the plan that was shown, if that was counted
// over the same state.
func (s Sync) hold(made Plan, observed Observed, shown Plan, counted schema.Revision) (map[schema.TenantID]Spent, error) {
	switch {
	case s.Limits.Unlimited: // and nothing is counted
	case counted != "" && counted == observed.Revision:
		made = made.withCountsOf(shown)
	default:
		var err error
		if made, err = made.Measured(observed, s.now()); err != nil {
			return nil, fmt.Errorf("counting what the plan gives: %w", err)
		}
	}
	return s.Limits.spending(made), s.Limits.Check(made)
}
