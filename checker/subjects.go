package checker

import (
	"context"
	"iter"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/decided"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Subjects lists the users who have a permission on a resource, those of the
// resource's own tenant. The list is complete or there is an error, as Check
// returns them.
func (c *Checker) Subjects(ctx context.Context, permission schema.Permission, resource schema.Ref) (List, error) {
	return c.list(ctx, OperationSubjects, subjectLookup{permission, resource})
}

// SubjectsSeq yields what Subjects lists in Refs, as ResourcesSeq does.
func (c *Checker) SubjectsSeq(ctx context.Context, permission schema.Permission, resource schema.Ref) iter.Seq2[schema.Ref, error] {
	return c.each(ctx, OperationSubjectsSeq, subjectLookup{permission, resource})
}

// SubjectsPage is a part of what Subjects lists in Refs, as of ResourcesPage.
func (c *Checker) SubjectsPage(ctx context.Context, permission schema.Permission, resource schema.Ref, paging Paging) (Page, error) {
	return c.page(ctx, OperationSubjectsPage, subjectLookup{permission, resource}, paging)
}

// subjectLookup asks which users have a permission on a resource.
type subjectLookup struct {
	permission schema.Permission
	resource   schema.Ref
}

func (l subjectLookup) String() string {
	return "who " + l.permission.Name() + " " + l.resource.String()
}

func (l subjectLookup) question() Question {
	return Question{Permission: l.permission, Resource: l.resource}
}

func (l subjectLookup) kind(m schema.Model) schema.Type { return m.Listed() }
func (l subjectLookup) tenant() schema.TenantID         { return l.resource.Tenant }

func (l subjectLookup) validate(m schema.Model) error {
	if err := validateAsked(m, l.permission, l.resource); err != nil {
		return err
	}
	if m.Listed() == "" {
		return &InvalidError{Part: PartSubject, Err: phrase.Errorf("the model does not say of which type subjects are listed")}
	}
	return nil
}

func (l subjectLookup) remembered(s Snapshot, m schema.Model, e EvaluationContext) (List, error) {
	return s.Subjects(m, l.permission, l.resource, e)
}

func (l subjectLookup) ask(ctx context.Context, c *Checker, at *v1.Consistency) (receive, error) {
	stream, err := c.engine.LookupSubjects(decided.Ask(ctx), &v1.LookupSubjectsRequest{
		Consistency:       at,
		Resource:          objectOf(l.resource),
		Permission:        l.permission.Name(),
		SubjectObjectType: string(c.options.Model.Listed()),
		Context:           c.context.message(),
		// A wildcard must show, to be refused: left out by the engine, it
		// would make the list short in silence.
		WildcardOption: v1.LookupSubjectsRequest_WILDCARD_OPTION_INCLUDE_WILDCARDS,
	})
	return receiving(stream, err, func(m *v1.LookupSubjectsResponse) found {
		return found{ids: m.GetSubject().GetSubjectObjectId(), permissionship: m.GetSubject().GetPermissionship(), at: m.GetLookedUpAt()}
	})
}
