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

// settleAttempts is how often orphans that come while a plan is written
// are cleared away. Once is enough for emergencies, which cannot begin on
// what is gone.
const settleAttempts = 5

// clockSkew is how far an engine's clock may be from this one's: around its
// end an invitation may be read back or not.
const clockSkew = time.Minute

// applyLeased looks again, now that older syncs are stopped, and writes.
func applyLeased(ctx context.Context, plan Plan, own lease, by Sync) (schema.Revision, error) {
	observed, err := observe(ctx, own.engine, plan.tenants())
	if err != nil {
		return "", err
	}
	if err := own.alone(observed); err != nil {
		return "", err
	}
	// The schema that the plan found missing is there now.
	observed.NoSchema = plan.WritesSchema
	if plan, err = plan.recomputed(observed); err != nil {
		return "", err
	}
	if plan.Empty() {
		return observed.Revision, nil
	}
	if err := by.keep(plan); err != nil {
		return "", err
	}
	at, err := write(ctx, plan, observed, own, by)
	if err != nil {
		return "", err
	}
	if at, err = settle(ctx, plan, observed, own, at, by); err != nil {
		return "", err
	}
	return at, own.forget(ctx, plan.gone())
}

// settle reads back what a plan wrote, and clears away what applications left
// over meanwhile: an emergency may have begun on what the plan was about to take
// away. That gives nothing, and before its id is used again it is gone: what a
// crash leaves here the next sync clears away before it gives.
func settle(ctx context.Context, plan Plan, before Observed, own lease, at schema.Revision, by Sync) (schema.Revision, error) {
	desired := owned(plan.after(before))
	for range settleAttempts {
		got, stands, err := own.seen(ctx, plan, at)
		if err != nil {
			return "", fmt.Errorf("everything is written, but reading it back failed: %w: run the same sync again to be sure", err)
		}
		if err := compare(desired, got.Relationships); err != nil {
			return "", err
		}
		left := plan.leftOver(desired, got)
		if len(left) == 0 || !stands {
			return at, nil
		}
		cleared, err := clearAway(ctx, own, left, got, by.provenance(plan))
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
func compare(desired, got []Relationship) error {
	soon := time.Now().Add(clockSkew)
	differences := ownedChanges(lasting(desired, soon), lasting(got, soon))
	if len(differences) == 0 {
		return nil
	}
	return fmt.Errorf("everything is written, but the engine now holds something else: %d differences, the first: %s %s: somebody else writes these tenants; run the same sync again",
		len(differences), differences[0].Action, differences[0])
}

// clearAway takes away the orphans, in the order of any plan: an object
// that an application placed twice is not opened by one place that goes first.
func clearAway(ctx context.Context, own lease, left []Change, observed Observed, metadata *structpb.Struct) (at schema.Revision, err error) {
	all, err := batches(order(left, observed.Relationships), maxBatch)
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
