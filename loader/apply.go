package loader

import (
	"context"
	"errors"
	"fmt"
	"time"

	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// settleAttempts is how often what applications leave over while a plan is
// written is cleared away. Once is enough for emergencies, which cannot begin on
// what is gone.
const settleAttempts = 5

// clockSkew is how far an engine's clock may be from this one's: around its
// end an invitation may be read back or not.
const clockSkew = time.Minute

// ApplyOptions say who applies a plan and how much it may take away. The zero
// value works.
type ApplyOptions struct {
	// Actor and Source go into the metadata of every write, beside the digests
	// of source and plan: who did it, and the name of the folder or feed.
	// Blank leaves them out.
	Actor, Source string
	Limits        Limits
	// Measure counts the permissions that the plan gives, over what the engine
	// holds, and the limits go by that too; access.Measure does it. Nil takes
	// only the counts that the plan carries, if any: one that somebody else made
	// may carry none, or others.
	Measure func(Plan, State) (Plan, error)
	// Progress is told how many changes are written, after each write. Nil
	// tells nobody.
	Progress func(done, total int)

	// batch is the size of a write; 0 is maxBatch. Tests make it small.
	batch int
}

// Apply writes a plan and returns the revision that has it: the only code that
// writes relationships for a source. Before it writes anything it refuses a
// plan beyond the limits (*RefusedError), one whose ground has moved
// (*MovedError), one that leads to what no source asks for, and an engine with
// another schema (*SchemaError). It believes a plan nothing that it can compute
// from what the engine holds.
//
// Of two that apply plans for the same tenant at once the one that began later
// wins, even if it has nothing to change; the other ends with a *MovedError.
//
// Up to 1000 changes are written at once or not at all. A longer plan is
// written in several steps, what takes rights away first; when it breaks off
// between two, there is too little access and never too much, and applying a
// new plan of the same source goes on from there. Apply does not retry. At the
// end it reads everything back and compares.
//
// What applications write does not put a plan out of date: what the plan leaves
// over of it is found now, and cleared away in the same Apply, also what came
// while it ran.
func Apply(ctx context.Context, engine Engine, plan Plan, opts ApplyOptions) (schema.Revision, error) {
	if err := plan.check(opts.Limits); err != nil {
		return "", err
	}
	have, err := Have(ctx, engine, plan.tenants())
	if err != nil {
		return "", err
	}
	// First, so that a plan that is out of date stops nobody.
	made, err := plan.recomputed(have)
	if err != nil {
		return "", err
	}
	if err := made.valid(have); err != nil {
		return "", err
	}
	if err := opts.hold(made, have); err != nil {
		return "", err
	}
	at := have.Revision
	if made.WritesSchema {
		if at, err = WriteSchema(ctx, engine, schema.Model{}); err != nil {
			return "", err
		}
	}
	tenants := made.leasable(have)
	if len(tenants) == 0 {
		return at, nil
	}
	own := newLease(engine, tenants, provenance(made, opts))
	defer own.release(ctx)
	if err := own.take(ctx, have); err != nil {
		return "", err
	}
	return applyLeased(ctx, made, own, opts)
}

// hold holds the plan, and what it really gives, to the limits.
func (o ApplyOptions) hold(plan Plan, have State) error {
	if err := plan.check(o.Limits); err != nil || o.Measure == nil {
		return err
	}
	counted, err := o.Measure(plan, have)
	if err != nil {
		return fmt.Errorf("counting what the plan gives: %w", err)
	}
	return counted.check(o.Limits)
}

// applyLeased looks again, now that older syncs are stopped, and writes.
func applyLeased(ctx context.Context, plan Plan, own lease, opts ApplyOptions) (schema.Revision, error) {
	have, err := Have(ctx, own.engine, plan.tenants())
	if err != nil {
		return "", err
	}
	if err := own.alone(have); err != nil {
		return "", err
	}
	// The schema that the plan found missing is there now.
	have.NoSchema = plan.WritesSchema
	if plan, err = plan.recomputed(have); err != nil {
		return "", err
	}
	if plan.Size() == 0 {
		return have.Revision, nil
	}
	at, err := write(ctx, plan, have, own, opts)
	if err != nil {
		return "", err
	}
	return settle(ctx, plan, have, own, at, opts)
}

// settle reads back what a plan wrote, and clears away what applications left
// over meanwhile: an emergency may have begun on what the plan was about to take
// away. That gives nothing, and before its id is used again it is gone: what a
// crash leaves here the next sync clears away before it gives.
func settle(ctx context.Context, plan Plan, before State, own lease, at schema.Revision, opts ApplyOptions) (schema.Revision, error) {
	want := owned(plan.after(before))
	for range settleAttempts {
		got, stands, err := own.seen(ctx, plan, at)
		if err != nil {
			return "", fmt.Errorf("everything is written, but reading it back failed: %w: run the same sync again to be sure", err)
		}
		if err := compare(want, got.Relationships); err != nil {
			return "", err
		}
		left := clearings(want, got.Relationships)
		if len(left) == 0 || !stands {
			return at, nil
		}
		cleared, err := clearAway(ctx, own, left, got, provenance(plan, opts))
		switch {
		case err == nil:
			at = cleared
		case !calls.PreconditionFailed(err):
			return "", fmt.Errorf("everything is written, but not all that it leaves over of what applications wrote is cleared away: %w: run the same sync again", err)
		}
	}
	return "", errors.New("everything is written, but applications go on writing what names users and objects that are gone: stop them, and run the same sync again")
}

// compare refuses what is not what a plan wrote, but for what a clock ends.
// What applications do with their own meanwhile is no difference.
func compare(want, got []Relationship) error {
	soon := time.Now().Add(clockSkew)
	differences := ownedChanges(lasting(want, soon), lasting(got, soon))
	if len(differences) == 0 {
		return nil
	}
	return fmt.Errorf("everything is written, but the engine now holds something else: %d differences, the first: %s %s: somebody else writes these tenants; run the same sync again",
		len(differences), differences[0].Action, differences[0])
}

// clearAway takes away what is left over, in the order of any plan: an object
// that an application placed twice is not opened by one place that goes first.
func clearAway(ctx context.Context, own lease, left []Change, have State, metadata *structpb.Struct) (at schema.Revision, err error) {
	all, err := batches(order(left, have.Relationships), maxBatch)
	if err != nil {
		return "", err
	}
	for _, some := range all {
		if at, err = writeBatch(ctx, own, some, metadata); err != nil {
			return "", err
		}
	}
	return at, nil
}

// lasting are the relationships that no clock has ended by then.
func lasting(relationships []Relationship, then time.Time) []Relationship {
	var found []Relationship
	for _, r := range relationships {
		if !r.Expired(then) {
			found = append(found, r)
		}
	}
	return found
}
