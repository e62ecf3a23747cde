package checker

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// Resources lists the resources on which a user has a permission, those of the
// user's own tenant. The list is complete or there is an error, as Check
// returns them.
func (c *Checker) Resources(ctx context.Context, subject schema.Ref, permission schema.Permission) (List, error) {
	if err := validateSubject(c.options.Model, subject); err != nil {
		return List{}, err
	}
	if err := validatePermission(c.options.Model, permission); err != nil {
		return List{}, err
	}
	if c.context.err != nil {
		return List{}, c.context.err
	}
	if s := c.snapshot(ctx); s != nil {
		if list, err := s.Resources(subject, permission, c.context.EvaluationContext); err == nil {
			return list, nil
		}
	}
	return c.askResources(ctx, subject, permission)
}

// askResources puts the question to the engine.
func (c *Checker) askResources(ctx context.Context, subject schema.Ref, permission schema.Permission) (List, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.ListTimeout)
	defer cancel() // Also ends a stream that is left before its end.
	asked := "which " + subject.String() + " " + string(permission)
	if err := c.settle(ctx); err != nil {
		return List{}, engineError(asked, err)
	}
	// No limit: with one, an engine repeats ids and needs a cursor's rounds.
	stream, err := c.engine.LookupResources(ctx, &v1.LookupResourcesRequest{
		Consistency:        c.consistency(),
		ResourceObjectType: string(permission.Type()),
		Permission:         permission.Name(),
		Subject:            subjectOf(subject),
		Context:            c.context.message(),
	})
	if err != nil {
		return List{}, engineError(asked, err)
	}
	list, err := c.collect(permission.Type(), subject.Tenant, func() (found, error) {
		item, err := stream.Recv()
		return found{item.GetResourceObjectId(), item.GetPermissionship(), item.GetLookedUpAt()}, err
	})
	if err == nil {
		err = c.believeList(ctx, permission, subject.Tenant, schema.Ref{}, list)
	}
	if err != nil {
		return List{}, engineError(asked, err)
	}
	return list, nil
}
