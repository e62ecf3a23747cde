package recall

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// resources are complete, each once, in no order that means anything, as
// SpiceDB's. They have no cursor: a list without a limit leaves nothing to go
// on with.
func (m memory) resources(ctx context.Context, r *v1.LookupResourcesRequest) ([]*v1.LookupResourcesResponse, bool) {
	if r.GetWithDebug() || r.GetOptionalLimit() != 0 || r.GetOptionalCursor() != nil || !accepted(r.GetContext()) {
		return nil, false
	}
	g := m.picture(ctx, r)
	if g == nil {
		return nil, false
	}
	q := eval.Question{Resource: relation.Object{Type: schema.Type(r.GetResourceObjectType())}, Permission: r.GetPermission(), Subject: object(r.GetSubject().GetObject()), SubjectRelation: r.GetSubject().GetOptionalRelation()}
	c := now(r.GetContext())
	all, err := g.Resources(q, c)
	if err != nil {
		return nil, false
	}
	return items(g, all, c, func(id string) eval.Question {
		q.Resource.ID = id
		return q
	}, resource)
}

func resource(at *v1.ZedToken, id string, v verdict) *v1.LookupResourcesResponse {
	return &v1.LookupResourcesResponse{LookedUpAt: at, ResourceObjectId: id, Permissionship: v.listed(), PartialCaveatInfo: v.missing}
}

// subjects are complete, each once. What everybody has is SpiceDB's to say.
func (m memory) subjects(ctx context.Context, r *v1.LookupSubjectsRequest) ([]*v1.LookupSubjectsResponse, bool) {
	if r.GetOptionalSubjectRelation() != "" || r.GetOptionalConcreteLimit() != 0 || r.GetOptionalCursor() != nil || !accepted(r.GetContext()) {
		return nil, false
	}
	g := m.picture(ctx, r)
	if g == nil {
		return nil, false
	}
	q := eval.Question{Resource: object(r.GetResource()), Permission: r.GetPermission(), Subject: relation.Object{Type: schema.Type(r.GetSubjectObjectType())}}
	c := now(r.GetContext())
	all, err := g.Subjects(q, c)
	if err != nil || all.Wildcard != eval.Denied {
		return nil, false
	}
	return items(g, all.List, c, func(id string) eval.Question {
		q.Subject.ID = id
		return q
	}, subject)
}

func subject(at *v1.ZedToken, id string, v verdict) *v1.LookupSubjectsResponse {
	return &v1.LookupSubjectsResponse{
		LookedUpAt: at,
		Subject:    &v1.ResolvedSubject{SubjectObjectId: id, Permissionship: v.listed(), PartialCaveatInfo: v.missing},
		// Clients from before Subject read these, and SpiceDB still fills them.
		SubjectObjectId:   id,         //lint:ignore SA1019 see above
		Permissionship:    v.listed(), //lint:ignore SA1019 see above
		PartialCaveatInfo: v.missing,  //lint:ignore SA1019 see above
	}
}

// items are a list's in the words of one call; false where SpiceDB has to say
// what a conditional one lacks. about is the question that an item answers.
func items[Item any](g *eval.Snapshot, all eval.List, c eval.Context, about func(id string) eval.Question, item func(at *v1.ZedToken, id string, v verdict) Item) ([]Item, bool) {
	list := make([]Item, 0, len(all.Allowed)+len(all.Conditional))
	at := at(g)
	for _, id := range all.Allowed {
		list = append(list, item(at, id, verdict{outcome: eval.Allowed}))
	}
	for _, id := range all.Conditional {
		v, ok := ask(g, about(id), c)
		if !ok {
			return nil, false
		}
		list = append(list, item(at, id, v))
	}
	return list, true
}
