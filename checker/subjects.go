package checker

import (
	"context"
	"errors"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// Subjects lists the users who have a permission on a resource, those of the
// resource's own tenant. The list is complete or there is an error, as Check
// returns them.
func (c *Checker) Subjects(ctx context.Context, permission schema.Permission, resource schema.Ref) (List, error) {
	if err := validateAsked(c.options.Model, permission, resource); err != nil {
		return List{}, err
	}
	if c.options.Model.Listed() == "" {
		return List{}, &InvalidError{Part: PartSubject, Err: errors.New("the model does not say of which type subjects are listed")}
	}
	if c.context.err != nil {
		return List{}, c.context.err
	}
	if s := c.snapshot(ctx); s != nil {
		if list, err := s.Subjects(permission, resource, c.context.EvaluationContext); err == nil {
			return list, nil
		}
	}
	return c.askSubjects(ctx, permission, resource)
}

// askSubjects puts the question to the engine.
func (c *Checker) askSubjects(ctx context.Context, permission schema.Permission, resource schema.Ref) (List, error) {
	ctx, cancel := context.WithTimeout(ctx, c.options.ListTimeout)
	defer cancel() // Also ends a stream that is left before its end.
	asked := "who " + permission.Name() + " " + resource.String()
	if err := c.settle(ctx); err != nil {
		return List{}, engineError(asked, err)
	}
	stream, err := c.engine.LookupSubjects(ctx, &v1.LookupSubjectsRequest{
		Consistency:       c.consistency(),
		Resource:          objectOf(resource),
		Permission:        permission.Name(),
		SubjectObjectType: string(c.options.Model.Listed()),
		Context:           c.context.message(),
		// A wildcard must show, to be refused: left out by the engine, it
		// would make the list short in silence.
		WildcardOption: v1.LookupSubjectsRequest_WILDCARD_OPTION_INCLUDE_WILDCARDS,
	})
	if err != nil {
		return List{}, engineError(asked, err)
	}
	list, err := c.collect(c.options.Model.Listed(), resource.Tenant, func() (found, error) {
		item, err := stream.Recv()
		return found{item.GetSubject().GetSubjectObjectId(), item.GetSubject().GetPermissionship(), item.GetLookedUpAt()}, err
	})
	if err == nil {
		err = c.believeList(ctx, permission, resource.Tenant, resource, list)
	}
	if err != nil {
		return List{}, engineError(asked, err)
	}
	return list, nil
}
