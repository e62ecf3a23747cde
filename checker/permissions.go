package checker

import (
	"context"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// PermissionDecision is what one permission comes to.
type PermissionDecision struct {
	Permission schema.Permission
	Decision
}

// Permissions decides every permission that can be asked on a resource, in the
// order of the model, for one user: one request, one revision. It is complete
// or there is an error, as Check returns them.
func (c *Checker) Permissions(ctx context.Context, subject, resource schema.Ref) ([]PermissionDecision, error) {
	if err := c.options.Model.ValidateRef(resource); err != nil {
		return nil, &InvalidError{Part: PartResource, Err: err}
	}
	permissions := c.options.Model.Permissions(resource.Type)
	switch {
	case len(permissions) == 0 && resource.Type == schema.TypeUser && c.options.Model.HasTenants():
		return nil, &InvalidError{Part: PartResource, Err: phrase.Errorf("nothing can be asked on %s: ask on its account instead", resource)}
	case len(permissions) == 0:
		return nil, &InvalidError{Part: PartResource, Err: phrase.Errorf("type %s has no permissions: check a relation by its name", schema.Shown(string(resource.Type)))}
	}
	questions := make([]Question, len(permissions))
	for i, p := range permissions {
		questions[i] = Question{Subject: subject, Permission: p, Resource: resource}
	}
	decisions := make([]PermissionDecision, len(permissions))
	call := Call{Operation: OperationPermissions, Question: Question{Subject: subject, Resource: resource}, Questions: len(questions)}
	for i, answer := range c.answerAll(ctx, call, questions) {
		if answer.Err != nil {
			return nil, answer.Err
		}
		decisions[i] = PermissionDecision{Permission: permissions[i], Decision: answer.Decision}
	}
	return decisions, nil
}
