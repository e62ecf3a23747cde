package acts

import (
	"context"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Remove takes away an object that an application made, all links to it, and
// all that is part of it, and returns the revision from which it is gone. It
// takes the permission that the type's facts name (schema.TypeFacts.RemovedWith),
// on the object alone; where they name none, nobody removes one. An object that a
// source names goes when the source no longer does, and is refused here, as is
// one that has such a part.
//
// Each object goes in one transaction, the parts before the whole: when it breaks
// off between two, what is left is whole, and removing it again goes on.
func Remove(ctx context.Context, conn grpc.ClientConnInterface, by, object schema.Ref, now time.Time) (schema.Revision, error) {
	a := act{calls.Of(conn), by, "remove", object, now}
	if err := a.wrong(); err != nil {
		return "", err
	}
	permission := object.Type.Facts().RemovedWith
	if permission == "" {
		return "", a.refuse(phrase.Of("no permission removes a %s", object.Type).String())
	}
	on, placed, err := a.place(ctx, permission)
	if err != nil {
		return "", err
	}
	if err := a.may(ctx, permission, on); err != nil {
		return "", err
	}
	all, err := a.wholeOf(ctx, object)
	if err != nil {
		return "", err
	}
	rules := append(placed, active(by)...)
	if err := a.removable(ctx, rules, all); err != nil {
		return "", err
	}
	var at schema.Revision
	for i, one := range all {
		switch at, err = a.remove(ctx, one, append(active(by), made(one))); {
		case err != nil && i > 0: // no longer a refusal: something is written
			return "", fmt.Errorf("%d of the %d objects that go with %s are gone, and then: %v: remove it again", i, len(all), object, err)
		case err != nil:
			return "", err
		}
	}
	return at, nil
}

// made wants an object to be an application's.
func made(object schema.Ref) rule {
	return rule{filter: between(object, object.Type.Origin(), schema.TenantRef(object.Tenant)), broken: phrase.Of("%s was made by no application: it goes when its source no longer names it", object).String()}
}

// wholeOf are an object and all that is part of it, parts first.
func (a act) wholeOf(ctx context.Context, object schema.Ref) ([]schema.Ref, error) {
	var all []schema.Ref
	for _, part := range parts(object.Type) {
		found, err := calls.ReadAll(ctx, a.engine, partsOf(object, part), calls.Head())
		if err != nil {
			return nil, fmt.Errorf("reading what is part of %s: %w: nothing is written", object, err)
		}
		for _, r := range found {
			ref, err := schema.RefOfObject(r.GetResource().GetObjectType(), r.GetResource().GetObjectId())
			if err != nil || ref.Tenant != object.Tenant {
				return nil, a.refuse(phrase.Of("%s has a part that is not in its tenant", object).String())
			}
			below, err := a.wholeOf(ctx, ref)
			if err != nil {
				return nil, err
			}
			all = append(all, below...)
		}
	}
	return append(all, object), nil
}

// removable looks before anything is taken away.
func (a act) removable(ctx context.Context, rules []rule, all []schema.Ref) error {
	for _, one := range all {
		rules = append(rules, made(one))
	}
	reasons, err := broken(ctx, a.engine, rules)
	switch {
	case err != nil:
		return fmt.Errorf("reading what %s is: %w: nothing is written", a.object, err)
	case len(reasons) > 0:
		return a.refuse(reasons...)
	}
	return nil
}

// remove takes away every relationship of one object that nothing is part of.
func (a act) remove(ctx context.Context, one schema.Ref, rules []rule) (schema.Revision, error) {
	rules = append(rules, empty(one)...)
	bounded, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := a.engine.DeleteRelationships(bounded, &v1.DeleteRelationshipsRequest{
		RelationshipFilter:    relation.Of(relation.ObjectOf(one)),
		OptionalPreconditions: preconditions(rules), OptionalTransactionMetadata: a.provenance(),
	})
	if err != nil {
		return "", a.failed(ctx, rules, err)
	}
	if answer.GetDeletionProgress() != v1.DeleteRelationshipsResponse_DELETION_PROGRESS_COMPLETE {
		return "", fmt.Errorf("removing %s: the engine left something of it: remove it again", one)
	}
	return schema.Revision(answer.GetDeletedAt().GetToken()), nil
}
