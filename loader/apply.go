package loader

import (
	"cmp"
	"context"
	"slices"
	"time"

	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// settleAttempts is how often orphans that come while a plan is written
// are cleared away. Once is enough for emergencies, which cannot begin on
// what is gone.
const settleAttempts = 5

// clockSkew is how far an engine's clock may be from this one's: around its
// end an invitation may be read back or not.
const clockSkew = time.Minute

// applying is the work of one Apply.
type applying struct {
	Sync
	// computed is the plan as it was computed; nil for one that comes from elsewhere.
	computed *Proposal
	// view is the engine as the plan was checked against it, and leases what those of
	// the plan's tenants held there.
	view     view
	leases   []Relationship
	pointers orderer
	own      lease
}

// check is the plan as it is made over what the engine holds, counted anew; it refuses
// one that is stale, or leads to what no source asks for. A plan that is as it was
// computed leads to what the source asked for, which was checked, or where it changes
// nothing.
func (a *applying) check(ctx context.Context, plan Plan) (Plan, error) {
	at, alone := a.now(), true
	made, err := a.recomputed(ctx, plan, func(t *TenantChanges, observed Observed) error {
		if t.Changes.Len() == 0 && a.computed != nil {
			return nil
		}
		if a.computed == nil || !a.computed.checked {
			if err := t.valid(observed); err != nil {
				return err
			}
		}
		if alone = alone && t.standsAlone(observed); !alone || a.Limits.Unlimited {
			return nil
		}
		return t.measure(observed, at)
	})
	if err == nil && !alone && !a.Limits.Unlimited {
		made, err = made.measuredTogether(ctx, a.view, at)
	}
	return made, err
}

// recomputed is Plan.recomputed over the view.
func (a *applying) recomputed(ctx context.Context, plan Plan, each func(*TenantChanges, Observed) error) (Plan, error) {
	a.leases, a.pointers, a.view.steps = nil, orderer{}, a.steps("reading", 0)
	read := func(t TenantChanges) (Observed, error) { return a.view.tenant(ctx, t.Tenant, t.Before) }
	made, err := plan.recomputed(a.view.noSchema, read, func(t *TenantChanges, observed Observed) error {
		a.leases = append(a.leases, observed.leases...)
		a.pointers.add(t.Changes, observed.Relationships)
		return each(t, observed)
	})
	made.Revision = a.view.revision
	return made, err
}

// checkUnmoved is check of a plan that was computed over this very view, and counted:
// what it changes nothing of is not looked at again, and nothing of one that leads to what
// was checked.
func (a *applying) checkUnmoved(ctx context.Context, plan Plan) error {
	if a.computed.checked {
		a.pointers = a.computed.pointers
		return nil
	}
	a.view.steps = a.steps("reading", 0)
	for _, t := range plan.Tenants {
		if t.Changes.Len() == 0 {
			continue
		}
		observed, err := a.view.tenant(ctx, t.Tenant, t.Before)
		if err != nil {
			return err
		}
		a.pointers.add(t.Changes, observed.Relationships)
		if err := t.valid(observed); err != nil {
			return err
		}
	}
	return nil
}

// write looks again, now that older syncs are stopped, unless the leases show that
// there were none since (first: each was as it was seen), and writes.
func (a *applying) write(ctx context.Context, plan Plan, first bool) (schema.Revision, error) {
	undisturbed, err := a.undisturbed(ctx, plan, first)
	if err != nil {
		return "", err
	}
	if !undisturbed {
		if plan, err = a.lookAgain(ctx, plan); err != nil {
			return "", err
		}
	}
	if plan.Empty() {
		return a.view.revision, nil
	}
	if err := a.keep(plan); err != nil {
		return "", err
	}
	at, err := write(ctx, plan, a.pointers, a.own, cmp.Or(a.batch, roomIn(a.view.updates)), a.Sync)
	if err != nil {
		return "", err
	}
	a.view.steps = a.steps("reading back", 0)
	alone := a.wroteAlone(ctx, plan, at)
	for _, t := range plan.Tenants {
		if !a.own.has(t.Tenant) || alone[t.Tenant] {
			continue // nothing was written there, or nothing else
		}
		if at, err = a.settle(ctx, t, at, a.provenance(plan)); err != nil {
			return "", err
		}
	}
	return at, a.own.forget(ctx, plan.gone())
}

// undisturbed says whether no sync can have written any of the plan's tenants since
// they were looked at: nobody held a lease then, and none has another number now than
// then, or this sync's own. What anybody else writes is found when all is read back.
func (a *applying) undisturbed(ctx context.Context, plan Plan, first bool) (bool, error) {
	if !first || slices.ContainsFunc(a.leases, func(r Relationship) bool { return r.Relation == schema.LeaseHeld }) {
		return false, nil
	}
	if len(a.own.tenants) == len(plan.Tenants) {
		return true, nil
	}
	then := map[Relationship]bool{}
	for _, r := range a.leases {
		then[r.Key()] = true
	}
	others := map[schema.TenantID]bool{}
	for _, t := range plan.Tenants {
		others[t.Tenant] = !a.own.has(t.Tenant)
	}
	for _, in := range []schema.Relation{schema.LeaseHeld, schema.LeaseNumber} {
		now, err := calls.ReadRelation(ctx, a.own.engine, in, calls.Head())
		if err != nil {
			return false, err
		}
		for _, m := range now {
			r, err := relation.FromMessage(m)
			if err != nil {
				return false, err
			}
			if others[r.Resource.Tenant()] && !then[r.Key()] {
				return false, nil
			}
		}
	}
	return true, nil
}

// lookAgain is the plan over what the engine holds now that the leases are taken.
func (a *applying) lookAgain(ctx context.Context, plan Plan) (_ Plan, err error) {
	if a.view, err = look(ctx, a.own.engine); err != nil {
		return Plan{}, err
	}
	// The schema that the plan found missing is there now.
	a.view.noSchema = plan.WritesSchema
	var rival error
	again, err := a.recomputed(ctx, plan, func(_ *TenantChanges, observed Observed) error {
		if rival == nil {
			rival = a.own.alone(observed)
		}
		return nil
	})
	if rival != nil {
		return Plan{}, rival
	}
	return again, err
}

// settle reads back what was written of a tenant, and clears away what applications left
// over meanwhile: an emergency may have begun on what the plan was about to take
// away. That gives nothing, and before its id is used again it is gone: what a
// crash leaves here the next sync clears away before it gives.
func (a *applying) settle(ctx context.Context, t TenantChanges, at schema.Revision, metadata *structpb.Struct) (schema.Revision, error) {
	outcome := &packed{}
	if a.computed != nil && a.computed.outcomes[t.Tenant] != nil {
		outcome = a.computed.outcomes[t.Tenant]()
	}
	got, asExpected, stands, err := a.own.seen(ctx, a.view, t.Tenant, t.Before+t.Changes.Len(), outcome, at)
	if err != nil {
		return "", readingBack(err)
	}
	if asExpected && len(outcome.rows) > 0 && len(got.ofOwnTypes) == 0 {
		return at, nil
	}
	before, err := a.view.tenant(ctx, t.Tenant, t.Before)
	if err != nil {
		return "", readingBack(err)
	}
	desired := owned(t.after(before.Relationships))
	for i := range settleAttempts {
		if i > 0 {
			if got, _, stands, err = a.own.seen(ctx, a.view, t.Tenant, len(desired), &packed{}, at); err != nil {
				return "", readingBack(err)
			}
		}
		if err := compare(desired, got.Relationships); err != nil {
			return "", err
		}
		left := t.leftOver(desired, got)
		if len(left) == 0 || !stands {
			return at, nil
		}
		cleared, err := clearAway(ctx, a.own, left, got, metadata)
		switch {
		case err == nil:
			at = cleared
		case !calls.PreconditionFailed(err):
			return "", phrase.Errorf("everything is written, but not all that it leaves over of what applications wrote is cleared away: %w: run the same sync again", err)
		}
	}
	return "", phrase.Errorf("everything is written, but applications go on writing what names users and objects that are gone: stop them, and run the same sync again")
}

func readingBack(err error) error {
	return phrase.Errorf("everything is written, but reading it back failed: %w: run the same sync again to be sure", err)
}

// compare refuses what is not what a plan wrote, but for what a clock ends.
// What applications do with their own meanwhile is no difference.
func compare(desired, got []Relationship) error {
	soon := time.Now().Add(clockSkew)
	differences := ownedChanges(lasting(desired, soon), lasting(got, soon))
	if len(differences) == 0 {
		return nil
	}
	return phrase.Errorf("everything is written, but the engine now holds something else: %d {difference|differences}, the first: %s %s: somebody else writes these tenants; run the same sync again",
		len(differences), differences[0].Action, differences[0])
}

// clearAway takes away the orphans, in the order of any plan: an object
// that an application placed twice is not opened by one place that goes first.
func clearAway(ctx context.Context, own lease, left []Change, observed Observed, metadata *structpb.Struct) (at schema.Revision, err error) {
	pointers, changes := orderer{}, ChangesOf(left...)
	pointers.add(changes, observed.Relationships)
	order := pointers.order(changes)
	sizes, err := order.batches(roomIn(calls.MostUpdates))
	if err != nil {
		return "", err
	}
	return order.write(sizes, func(_ int, some []Change) (schema.Revision, error) { return writeBatch(ctx, own, some, metadata) })
}

// lasting are the relationships that no clock has ended by then.
func lasting(relationships []Relationship, then time.Time) []Relationship {
	if !slices.ContainsFunc(relationships, func(r Relationship) bool { return r.Expires != "" }) {
		return relationships
	}
	return slices.DeleteFunc(slices.Clone(relationships), func(r Relationship) bool { return r.Expires != "" && r.Expired(then) })
}
