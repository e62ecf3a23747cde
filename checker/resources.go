package checker

import (
	"context"
	"iter"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/schema"
)

// Resources lists the resources on which a user has a permission, those of the
// user's own tenant. The list is complete or there is an error, as Check
// returns them.
func (c *Checker) Resources(ctx context.Context, subject schema.Ref, permission schema.Permission) (List, error) {
	return c.list(ctx, OperationResources, resourceLookup{subject, permission})
}

// ResourcesSeq yields what Resources lists in Refs as it comes: each once, in no
// order that means anything. It is complete only if no error came: an error is
// yielded last, beside a zero Ref. Options.ListTimeout is for all of it, the
// body of the loop included; a loop that is left ends the engine's work. Each
// loop over it asks anew.
func (c *Checker) ResourcesSeq(ctx context.Context, subject schema.Ref, permission schema.Permission) iter.Seq2[schema.Ref, error] {
	return c.each(ctx, OperationResourcesSeq, resourceLookup{subject, permission})
}

// ResourcesPage is a part of what Resources lists in Refs. The engine goes
// through the whole list for it, since it knows no such order; little of it is
// held at once.
func (c *Checker) ResourcesPage(ctx context.Context, subject schema.Ref, permission schema.Permission, paging Paging) (Page, error) {
	return c.page(ctx, OperationResourcesPage, resourceLookup{subject, permission}, paging)
}

// resourceLookup asks on which resources a user has a permission.
type resourceLookup struct {
	subject    schema.Ref
	permission schema.Permission
}

func (l resourceLookup) String() string {
	return "which " + l.subject.String() + " " + string(l.permission)
}

func (l resourceLookup) question() Question {
	return Question{Subject: l.subject, Permission: l.permission}
}

func (l resourceLookup) kind(schema.Model) schema.Type { return l.permission.Type() }
func (l resourceLookup) tenant() schema.TenantID       { return l.subject.Tenant }

func (l resourceLookup) validate(m schema.Model) error {
	if err := validateSubject(m, l.subject); err != nil {
		return err
	}
	return validatePermission(m, l.permission)
}

func (l resourceLookup) remembered(s Snapshot, m schema.Model, e EvaluationContext) (List, error) {
	return s.Resources(m, l.subject, l.permission, e)
}

func (l resourceLookup) ask(ctx context.Context, c *Checker, at *v1.Consistency) (receive, error) {
	// No limit: with one, an engine repeats ids and needs a cursor's rounds.
	stream, err := c.engine.LookupResources(decided.Ask(ctx), &v1.LookupResourcesRequest{
		Consistency:        at,
		ResourceObjectType: string(l.permission.Type()),
		Permission:         l.permission.Name(),
		Subject:            subjectOf(l.subject),
		Context:            c.context.message(),
	})
	return receiving(stream, err, func(m *v1.LookupResourcesResponse) found {
		return found{ids: m.GetResourceObjectId(), permissionship: m.GetPermissionship(), at: m.GetLookedUpAt()}
	})
}
