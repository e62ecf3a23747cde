package relation

import (
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/schema"
)

// A blank id in a filter means any: whoever makes one of what somebody else
// named has looked at that before.

// Of finds the relationships of an object.
func Of(o Object) *v1.RelationshipFilter {
	return &v1.RelationshipFilter{ResourceType: string(o.Type), OptionalResourceId: o.ID}
}

// OfIn finds the relationships of an object in one relation.
func OfIn(o Object, r schema.Relation) *v1.RelationshipFilter {
	return &v1.RelationshipFilter{ResourceType: string(o.Type), OptionalResourceId: o.ID, OptionalRelation: r.Name()}
}

// In finds the relationships in one relation, of every object.
func In(r schema.Relation) *v1.RelationshipFilter {
	return &v1.RelationshipFilter{ResourceType: string(r.Type()), OptionalRelation: r.Name()}
}

// InTenant finds the relationships in one relation of all objects of a tenant.
func InTenant(r schema.Relation, tenant schema.TenantID) *v1.RelationshipFilter {
	f := OfTenant(r.Type(), tenant)
	f.OptionalRelation = r.Name()
	return f
}

// OfTenant finds the relationships of a tenant's objects of a type.
func OfTenant(t schema.Type, tenant schema.TenantID) *v1.RelationshipFilter {
	if t == schema.TypeTenant {
		return Of(Object{t, string(tenant)})
	}
	return &v1.RelationshipFilter{ResourceType: string(t), OptionalResourceIdPrefix: string(tenant) + "/"}
}

// WithinTenant finds the relationships of all objects in a tenant, but for those of
// the tenant itself.
func WithinTenant(tenant schema.TenantID) *v1.RelationshipFilter {
	return &v1.RelationshipFilter{OptionalResourceIdPrefix: string(tenant) + "/"}
}

// Exactly finds one relationship, whatever its terms.
func Exactly(r Relationship) *v1.RelationshipFilter {
	return WithSubject(OfIn(r.Resource, r.Relation), r.Subject, r.SubjectRelation)
}

// WithSubject narrows a filter to a subject: an object itself, or one of its
// relations.
func WithSubject(f *v1.RelationshipFilter, o Object, relation string) *v1.RelationshipFilter {
	f.OptionalSubjectFilter = &v1.SubjectFilter{
		SubjectType: string(o.Type), OptionalSubjectId: o.ID,
		OptionalRelation: &v1.SubjectFilter_RelationFilter{Relation: relation},
	}
	return f
}

// To finds the relationships in which an object, or any of its relations, is the
// subject.
func To(o Object) *v1.RelationshipFilter {
	return &v1.RelationshipFilter{OptionalSubjectFilter: &v1.SubjectFilter{SubjectType: string(o.Type), OptionalSubjectId: o.ID}}
}
