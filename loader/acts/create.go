package acts

import (
	"context"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// Object is an object to be made.
type Object struct {
	Ref schema.Ref
	// Parent is the organization of an engagement, or the engagement of an
	// analysis or a connection; zero for the others, which belong to their tenant
	// alone.
	Parent schema.Ref
}

// Create makes an object for a user of its tenant, at now, with the links that
// its creator gets: of an organization they become the manager, of a client the
// practitioner. It returns the revision that has it. It takes the permission that
// the type's facts name (schema.TypeFacts.CreatedWith). An id that is in use, or
// of which something is left, is refused: it revives nothing.
func Create(ctx context.Context, engine Engine, by schema.Ref, object Object, now time.Time) (schema.Revision, error) {
	a := act{engine, by, "create", object.Ref, now}
	facts, whole := object.Ref.Type.Facts(), parentType(object.Ref.Type)
	parent := object.Parent
	if whole == schema.TypeTenant && parent == (schema.Ref{}) {
		parent = schema.TenantRef(object.Ref.Tenant)
	}
	if err := a.wrong(parent); err != nil {
		return "", err
	}
	switch {
	case facts.CreatedWith == "":
		return "", a.refuse(fmt.Sprintf("an application makes no %s", object.Ref.Type))
	case parent.Type != whole:
		return "", a.refuse(fmt.Sprintf("it belongs to one %s, and %s is none", whole, parent))
	}
	if err := a.may(ctx, facts.CreatedWith, parent); err != nil {
		return "", err
	}
	rules := append(active(by), there(parent)...)
	return a.write(ctx, append(rules, free(object.Ref)...), created(object.Ref, parent, by)...)
}

// created are the relationships of a new object.
func created(object, parent, by schema.Ref) []*v1.RelationshipUpdate {
	tenant := schema.TenantRef(object.Tenant)
	updates := []*v1.RelationshipUpdate{
		adds(object, object.Type.Origin(), &v1.SubjectReference{Object: wire(tenant)}),
		adds(object, object.Type.Pointer(schema.TypeTenant), &v1.SubjectReference{Object: wire(tenant)}),
	}
	if parent != tenant {
		updates = append(updates, adds(object, object.Type.Pointer(parent.Type), &v1.SubjectReference{Object: wire(parent)}))
	}
	for _, r := range object.Type.Facts().Creator {
		updates = append(updates, adds(object, r, subject(r, by)))
	}
	return updates
}

func adds(object schema.Ref, r schema.Relation, subject *v1.SubjectReference) *v1.RelationshipUpdate {
	return &v1.RelationshipUpdate{Operation: v1.RelationshipUpdate_OPERATION_CREATE, Relationship: &v1.Relationship{
		Resource: wire(object), Relation: r.Name(), Subject: subject,
	}}
}

// subject names a user as applications do: where a source writes the relation
// too, as whoever owns their account.
func subject(r schema.Relation, user schema.Ref) *v1.SubjectReference {
	if r.Facts().WrittenBy(schema.BySource) {
		return &v1.SubjectReference{Object: wire(user.Account()), OptionalRelation: schema.AccountOwner.Name()}
	}
	return &v1.SubjectReference{Object: wire(user)}
}

// parentType is the type of what objects of a type belong to.
func parentType(t schema.Type) schema.Type {
	for _, r := range schema.Relations(t) {
		if r.Facts().Kind == schema.KindParent {
			return schema.Type(r.Name())
		}
	}
	return schema.TypeTenant
}
