package acts

import (
	"context"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader/internal/calls"
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
func Create(ctx context.Context, conn grpc.ClientConnInterface, by schema.Ref, object Object, now time.Time) (schema.Revision, error) {
	a := act{calls.Of(conn), by, "create", object.Ref, now}
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
		return "", a.refuse(phrase.Of("an application makes no %s", object.Ref.Type).String())
	case parent.Type != whole:
		return "", a.refuse(phrase.Of("it belongs to one %s, and %s is none", whole, parent).String())
	}
	if err := a.may(ctx, facts.CreatedWith, parent); err != nil {
		return "", err
	}
	rules := append(active(by), there(parent)...)
	return a.write(ctx, append(rules, free(object.Ref)...), v1.RelationshipUpdate_OPERATION_CREATE, created(object.Ref, parent, by)...)
}

// created are the relationships of a new object.
func created(object, parent, by schema.Ref) []relation.Relationship {
	tenant := schema.TenantRef(object.Tenant)
	all := []relation.Relationship{
		relation.Between(object, object.Type.Origin(), tenant),
		relation.Between(object, object.Type.Pointer(schema.TypeTenant), tenant),
	}
	if parent != tenant {
		all = append(all, relation.Between(object, object.Type.Pointer(parent.Type), parent))
	}
	for _, r := range object.Type.Facts().Creator {
		all = append(all, link(object, r, by))
	}
	return all
}

// link names a user as applications do: where a source writes the relation too,
// as whoever owns their account.
func link(object schema.Ref, r schema.Relation, user schema.Ref) relation.Relationship {
	if r.Facts().WrittenBy(schema.BySource) {
		owner := relation.Between(object, r, user.Account())
		owner.SubjectRelation = schema.AccountOwner.Name()
		return owner
	}
	return relation.Between(object, r, user)
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
