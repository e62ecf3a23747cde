package loader

import (
	"context"
	"errors"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
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
	// By goes there too: with what is written, such as "remit undo", of which the last word
	// says what for. Blank is "remit sync".
	By string
	// Now is the moment that counts for ends and for permissions; zero is that of
	// the call.
	Now time.Time
	// LateEnds takes links with an end, other than invitations, to an engine that may
	// end them some seconds late (*LateEndsError).
	LateEnds bool
	// Keep is given each plan as it will be written, before its first write, so that
	// Undo can go back by it; an error stops the sync. Nil keeps nothing.
	Keep func(Plan) error
	// Progress is told how far it is, when something begins, and after each write and each page that is read. Nil
	// tells nobody.
	Progress func(Step)

	// batch is the room in a write; zero is what the engine has. Tests make it small.
	batch room
}

func (s Sync) now() time.Time {
	if s.Now.IsZero() {
		return time.Now()
	}
	return s.Now
}

// Proposal is a plan with what it was computed on.
type Proposal struct {
	Plan Plan
	// At is the moment for which it was computed.
	At time.Time

	sync Sync
	view view
	// digest is that of the plan as it was computed.
	digest  string
	leases  []Relationship
	notOurs []int // by tenant
	// checked says that what the plan leads to was checked: the source, or with what the
	// engine holds of kinds that no source owns.
	checked  bool
	pointers orderer
	// outcomes make again what each tenant that the plan changes is to hold, as far as that is
	// the source's; none of one of which the engine has a part.
	outcomes map[schema.TenantID]func() *packed
}

// Plan computes what a source would change, and counts the permissions that it
// gives and takes. It writes nothing, and holds nothing to the limits: Apply does.
// A tenant at a time is held of what the engine has.
func (s Sync) Plan(ctx context.Context, src source.Source) (Proposal, error) {
	v, err := look(ctx, calls.Of(s.Engine))
	if err != nil {
		return Proposal{}, err
	}
	at, parts := s.now(), partsOf(src)
	proposal, err := s.propose(ctx, v, at, src.Digest, parts.tenants, func(tenant schema.TenantID) Desired { return parts.desired(tenant, at) })
	if err != nil {
		return Proposal{}, err
	}
	proposal.checked = src.Checked()
	if proposal.Plan.Unnamed, err = v.others(ctx, parts.tenants); err != nil {
		return Proposal{}, err
	}
	return proposal.sealed(), nil
}

// propose is the plan from an engine's state to another, each by tenant; it is to be
// sealed.
func (s Sync) propose(ctx context.Context, v view, at time.Time, digest string, tenants []schema.TenantID, desired func(schema.TenantID) Desired) (Proposal, error) {
	proposal := Proposal{At: at, sync: s, view: v, pointers: orderer{}, outcomes: map[schema.TenantID]func() *packed{}}
	v.steps = s.steps("reading", 0)
	plan, alone := newPlanning(digest, v.nothing()), true
	for _, tenant := range tenants {
		want := desired(tenant)
		plan.plan.Notices = append(plan.plan.Notices, want.Notices...)
		outcome := want.packed
		if outcome == nil || len(want.Unowned) > 0 { // what it is to hold has more
			outcome = &packed{}
		}
		observed, asDesired, err := v.beside(ctx, tenant, len(outcome.rows), outcome)
		if err != nil {
			return Proposal{}, err
		}
		proposal.leases = append(proposal.leases, observed.leases...)
		if asDesired && outcome == want.packed {
			plan.addUnchanged(want, observed)
			proposal.notOurs = append(proposal.notOurs, len(observed.ofOwnTypes))
			continue
		}
		t := plan.add(want.unpacked(), observed)
		if len(want.Unowned) > 0 {
			if err := t.leadsTo(digest, observed).validate(); err != nil {
				return Proposal{}, phrase.Errorf("the sources do not go with what the engine holds of kinds that none of them owns: %w", err)
			}
		}
		proposal.pointers.add(t.Changes, observed.Relationships)
		switch {
		case t.Changes.Len() == 0 || outcome != want.packed:
		case t.Changes.rows == outcome:
			proposal.outcomes[tenant] = func() *packed { return outcome }
		default: // seldom needed, and much to hold
			proposal.outcomes[tenant] = func() *packed { return desired(tenant).packed }
		}
		if alone = alone && t.standsAlone(observed); alone && !s.Limits.Unlimited {
			if err := t.measure(observed, at); err != nil {
				return Proposal{}, err
			}
		}
		proposal.notOurs = append(proposal.notOurs, observed.notOurs())
	}
	proposal.Plan = plan.done()
	if !alone && !s.Limits.Unlimited {
		var err error
		if proposal.Plan, err = proposal.Plan.measuredTogether(ctx, v, at); err != nil {
			return Proposal{}, err
		}
	}
	return proposal, nil
}

// sealed is the proposal as it is given away.
func (p Proposal) sealed() Proposal {
	p.Plan = p.Plan.sealed()
	p.digest = p.Plan.Digest
	return p
}

// Access says which permissions the plan gives and takes, for whom, on what. It reads
// the engine again, as it was when the plan was computed.
func (p Proposal) Access(ctx context.Context) (access.Difference, error) {
	observed, err := p.view.tenants(ctx, p.Plan.tenants())
	if err != nil {
		return access.Difference{}, err
	}
	return p.Plan.Access(observed, p.At)
}

// Apply is Sync.Apply of the plan. Where the engine has
// not moved, it is not counted again, and what it does not change is not read again.
func (p Proposal) Apply(ctx context.Context) (schema.Revision, error) {
	if p.Plan.digest() != p.digest {
		return p.sync.Apply(ctx, p.Plan)
	}
	return p.sync.apply(ctx, p.Plan, &p)
}

// Run plans and applies, and returns the revision that has it.
func (s Sync) Run(ctx context.Context, src source.Source) (schema.Revision, error) {
	proposal, err := s.Plan(ctx, src)
	if err != nil {
		return "", err
	}
	return s.apply(ctx, proposal.Plan, &proposal)
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
// Up to 1000 changes, and to remit's own engine up to 2500, are written at once or not at
// all. A longer plan is
// written in several steps, what takes rights away first; when it breaks off
// between two, there is too little access and never too much, and applying a
// new plan of the same source goes on from there. Apply does not retry. At the
// end each tenant that it wrote is held to what was to come of it: by the engine's history,
// where that tells of its own writes and of no others, and else it is read back.
//
// What applications write makes no plan stale: what the plan orphans of it is
// found now, and cleared away in the same Apply, also what came while it ran.
func (s Sync) Apply(ctx context.Context, plan Plan) (schema.Revision, error) {
	return s.apply(ctx, plan, nil)
}

// apply is Apply of a plan as it was computed; nil for one that comes from elsewhere.
func (s Sync) apply(ctx context.Context, plan Plan, computed *Proposal) (written schema.Revision, err error) {
	if err := s.Limits.Validate(); err != nil {
		return "", err
	}
	v, err := look(ctx, calls.Of(s.Engine))
	if err != nil {
		return "", err
	}
	work := applying{Sync: s, view: v, computed: computed, pointers: orderer{}}
	// First, so that a stale plan stops nobody.
	if computed != nil && computed.standsStill(ctx, v) {
		work.leases = computed.leases
		err = work.checkUnmoved(ctx, plan)
	} else {
		plan, err = work.check(ctx, plan)
	}
	if err != nil {
		return "", err
	}
	if err := s.Limits.Check(plan); err != nil {
		return "", err
	}
	if err := s.CheckEnds(ctx, plan); err != nil {
		return "", err
	}
	at := v.revision
	if plan.WritesSchema {
		if at, err = WriteSchema(ctx, s.Engine, schema.Model{}); err != nil {
			return "", err
		}
	}
	tenants := plan.leasable(work.leases)
	if len(tenants) == 0 {
		return at, nil
	}
	work.own = newLease(v.engine, tenants, s.provenance(plan))
	work.own.spending, work.own.source = s.Limits.spending(plan), plan.Source
	defer func() {
		// A write of which nobody knows may still land. While this sync's lease stands held,
		// a newer one takes it, and then that write fails.
		if stale := new(StalePlanError); err == nil || errors.As(err, &stale) {
			work.own.release(ctx)
		}
	}()
	first, err := work.own.take(ctx, work.leases)
	if err != nil {
		return "", err
	}
	return work.write(ctx, plan, first)
}
