package graph

import (
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"
)

// Object names one object as an engine holds it: its type and its id.
type Object struct{ Type, ID string }

// String is the object as SpiceDB writes it, "type:id".
func (o Object) String() string { return o.Type + ":" + o.ID }

// Everybody is the id of the subject that stands for all of its type.
const Everybody = "*"

// Relationship is one relationship of an engine.
type Relationship struct {
	Resource Object
	Relation string
	Subject  Object
	// SubjectRelation is blank where the subject is the object itself.
	SubjectRelation string
	// Caveat is the name of the condition that the relationship holds under,
	// blank for none, and Context what was written with it.
	Caveat  string
	Context map[string]any
	// Expires is when the relationship ends by itself; nil for never. That there
	// is an end and when are two things: SpiceDB takes the zero time, which is
	// long past. Nobody writes to the time.
	Expires *time.Time
}

// String is the relationship as SpiceDB writes it, without its condition.
func (r Relationship) String() string {
	s := r.Resource.String() + "#" + r.Relation + "@" + r.Subject.String()
	if r.SubjectRelation != "" {
		s += "#" + r.SubjectRelation
	}
	return s
}

// Change is one relationship that comes, or replaces the one of the same
// resource, relation and subject, or goes.
type Change struct {
	Relationship
	Gone bool
}

// relationshipOf reads a relationship from SpiceDB's API.
func relationshipOf(r *v1.Relationship) Relationship {
	rel := Relationship{
		Resource:        Object{r.GetResource().GetObjectType(), r.GetResource().GetObjectId()},
		Relation:        r.GetRelation(),
		Subject:         Object{r.GetSubject().GetObject().GetObjectType(), r.GetSubject().GetObject().GetObjectId()},
		SubjectRelation: r.GetSubject().GetOptionalRelation(),
	}
	if c := r.GetOptionalCaveat(); c.GetCaveatName() != "" {
		rel.Caveat, rel.Context = c.GetCaveatName(), c.GetContext().AsMap()
	}
	if r.GetOptionalExpiresAt() != nil {
		rel.Expires = new(r.GetOptionalExpiresAt().AsTime())
	}
	return rel
}

// ChangeOf reads a change from SpiceDB's API, as Watch tells it.
func ChangeOf(u *v1.RelationshipUpdate) Change {
	return Change{relationshipOf(u.GetRelationship()), u.GetOperation() == v1.RelationshipUpdate_OPERATION_DELETE}
}

// Proto is the change for SpiceDB's API. A context that JSON cannot hold is an
// error.
func (c Change) Proto() (*v1.RelationshipUpdate, error) {
	r, err := c.Relationship.proto()
	update := &v1.RelationshipUpdate{Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: r}
	if c.Gone {
		update.Operation = v1.RelationshipUpdate_OPERATION_DELETE
	}
	return update, err
}

func (r Relationship) proto() (*v1.Relationship, error) {
	p := &v1.Relationship{
		Resource: &v1.ObjectReference{ObjectType: r.Resource.Type, ObjectId: r.Resource.ID},
		Relation: r.Relation,
		Subject: &v1.SubjectReference{
			Object:           &v1.ObjectReference{ObjectType: r.Subject.Type, ObjectId: r.Subject.ID},
			OptionalRelation: r.SubjectRelation,
		},
	}
	if r.Expires != nil {
		p.OptionalExpiresAt = timestamppb.New(*r.Expires)
	}
	if r.Caveat == "" {
		return p, nil
	}
	context, err := structpb.NewStruct(r.Context)
	p.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: r.Caveat, Context: context}
	return p, err
}
