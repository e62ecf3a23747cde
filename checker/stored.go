package checker

import (
	"context"
	"errors"
	"fmt"
	"io"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// storing are the resources, by id, that have a relationship which stores what
// only a question brings, each with that as an error. SpiceDB lets it hold
// without end, and does not say which relationships it went by: so what it
// allows by such a relation is not believed where there is one. Of the filter,
// the relation is filled in; the answer holds at the revision. A blank relation
// has none.
func (c *Checker) storing(ctx context.Context, at schema.Revision, relation schema.Relation, filter *v1.RelationshipFilter) (map[string]error, error) {
	if relation == "" {
		return nil, nil
	}
	filter.ResourceType, filter.OptionalRelation = string(relation.Type()), relation.Name()
	stream, err := c.engine.ReadRelationships(ctx, &v1.ReadRelationshipsRequest{Consistency: exactly(at), RelationshipFilter: filter})
	if err != nil {
		return nil, err
	}
	found := map[string]error{}
	for {
		item, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return found, nil
		}
		if err != nil {
			return nil, err
		}
		r := item.GetRelationship()
		caveat := r.GetOptionalCaveat()
		if schema.StoresQuestion(schema.Caveat(caveat.GetCaveatName()), caveat.GetContext().GetFields()) {
			who := r.GetSubject().GetObject()
			found[r.GetResource().GetObjectId()] = fmt.Errorf("it may go by %s:%s#%s@%s:%s, which stores \"now\" and would never end: take that away",
				r.GetResource().GetObjectType(), r.GetResource().GetObjectId(), r.GetRelation(), who.GetObjectType(), who.GetObjectId())
		}
	}
}

// believe refuses an answer that allows by a relationship that stores the
// question.
func (c *Checker) believe(ctx context.Context, q Question, d Decision) error {
	if d.Outcome != Allowed {
		return nil
	}
	found, err := c.storing(ctx, d.Revision, q.Permission.ConditionalOn(), &v1.RelationshipFilter{OptionalResourceId: q.Resource.ObjectID()})
	if err != nil {
		return err
	}
	return found[q.Resource.ObjectID()]
}

// believeList does so of a list of a tenant's resources, or, where the resource
// is given, of those who have it.
func (c *Checker) believeList(ctx context.Context, permission schema.Permission, tenant schema.TenantID, resource schema.Ref, l List) error {
	if len(l.Refs) == 0 {
		return nil
	}
	filter := &v1.RelationshipFilter{OptionalResourceIdPrefix: string(tenant) + "/"}
	listed := l.Refs
	if resource != (schema.Ref{}) {
		filter, listed = &v1.RelationshipFilter{OptionalResourceId: resource.ObjectID()}, []schema.Ref{resource}
	}
	found, err := c.storing(ctx, l.Revision, permission.ConditionalOn(), filter)
	for _, ref := range listed {
		err = errors.Join(err, found[ref.ObjectID()])
	}
	return err
}

// believeAll does so of answers of one revision, with one reading for each
// tenant and relation.
func (c *Checker) believeAll(ctx context.Context, questions []Question, answers []Answer, at schema.Revision) error {
	type part struct {
		tenant   schema.TenantID
		relation schema.Relation
	}
	read := map[part]map[string]error{}
	for i, q := range questions {
		p := part{q.Resource.Tenant, q.Permission.ConditionalOn()}
		if p.relation == "" || answers[i].Outcome != Allowed {
			continue
		}
		if read[p] == nil {
			found, err := c.storing(ctx, at, p.relation, &v1.RelationshipFilter{OptionalResourceIdPrefix: string(p.tenant) + "/"})
			if err != nil {
				return err
			}
			read[p] = found
		}
		if err := read[p][q.Resource.ObjectID()]; err != nil {
			answers[i] = Answer{Err: engineError(q.String(), err)}
		}
	}
	return nil
}
