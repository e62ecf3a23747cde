package checker

import (
	"context"
	"errors"
	"io"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// doubts are the resources, by id, that have a relationship which stores what
// only a question brings, each with that as an error. SpiceDB lets it hold
// without end, and does not say which relationships it went by: so what it
// allows by such a relation is not believed where there is one.
type doubts struct {
	on map[string]error
	// anywhere is of relations that other objects have, of which it is not known
	// what they lead to.
	anywhere error
}

func (d doubts) about(resource schema.Ref) error {
	return errors.Join(d.anywhere, d.on[resource.ObjectID()])
}

// read adds what the relation of a condition has at a revision in a tenant, or of
// one resource where that is given and all that it is about.
func (d *doubts) read(ctx context.Context, c *Checker, at schema.Revision, k schema.Condition, tenant schema.TenantID, resource schema.Ref) error {
	filter := relation.InTenant(k.Relation, tenant)
	if !k.Elsewhere && resource != (schema.Ref{}) {
		filter = relation.OfIn(relation.ObjectOf(resource), k.Relation)
	}
	stream, err := c.engine.ReadRelationships(ctx, &v1.ReadRelationshipsRequest{Consistency: exactly(at), RelationshipFilter: filter})
	if err != nil {
		return err
	}
	for {
		item, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		d.look(item.GetRelationship(), k.Elsewhere)
	}
}

func (d *doubts) look(r *v1.Relationship, elsewhere bool) {
	which, stores := relation.StoresQuestion(r)
	if !stores {
		return
	}
	err := phrase.Errorf("it may go by %s, which stores \"now\" and would never end: take that away", which)
	if elsewhere {
		d.anywhere = err
		return
	}
	if d.on == nil {
		d.on = map[string]error{}
	}
	d.on[r.GetResource().GetObjectId()] = err
}

// believe refuses an answer that allows by a relationship that stores the
// question.
func (c *Checker) believe(ctx context.Context, q Question, d Decision) error {
	if d.Outcome != Allowed {
		return nil
	}
	found, err := c.doubt(ctx, d.Revision, q.Permission, q.Resource.Tenant, q.Resource)
	if err != nil {
		return err
	}
	return found.about(q.Resource)
}

// doubt is what may be wrong with answers about a permission at a revision, of a
// tenant's resources, or of one where that is given.
func (c *Checker) doubt(ctx context.Context, at schema.Revision, p schema.Permission, tenant schema.TenantID, resource schema.Ref) (doubts, error) {
	var found doubts
	for _, k := range c.options.Model.Conditions(p) {
		if err := found.read(ctx, c, at, k, tenant, resource); err != nil {
			return doubts{}, err
		}
	}
	return found, nil
}

// believeAll does so of answers of one revision, with one reading for each
// tenant and condition.
func (c *Checker) believeAll(ctx context.Context, questions []Question, answers []Answer, at schema.Revision) error {
	type part struct {
		tenant    schema.TenantID
		condition schema.Condition
	}
	read := map[part]*doubts{}
	for i, q := range questions {
		if answers[i].Outcome != Allowed {
			continue
		}
		for _, k := range c.options.Model.Conditions(q.Permission) {
			p := part{q.Resource.Tenant, k}
			if read[p] == nil {
				read[p] = &doubts{}
				if err := read[p].read(ctx, c, at, k, p.tenant, schema.Ref{}); err != nil {
					return err
				}
			}
			if err := read[p].about(q.Resource); err != nil {
				answers[i] = Answer{Err: engineError(q.String(), err)}
			}
		}
	}
	return nil
}
