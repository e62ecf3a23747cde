package relation

import (
	"encoding/json"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/schema"
)

// FromMessage is a relationship as an engine tells it. Half of one is an error, and one
// with a field that is not known. A number that is none is kept as its name, "NaN", as
// SpiceDB reads it. Of many, a Reader makes them.
func FromMessage(m *v1.Relationship) (Relationship, error) { return new(Reader).Read(m) }

// complete reads the terms, and refuses half a relationship.
func (r *Relationship) complete(m *v1.Relationship) error {
	if r.Resource.ID == "" || m.GetRelation() == "" || r.Subject.ID == "" {
		return fmt.Errorf("the engine answered half a relationship: %s", r)
	}
	if caveat := m.GetOptionalCaveat(); caveat != nil {
		// Marshal sorts the names; protojson promises no order.
		context, err := json.Marshal(caveat.GetContext().AsMap())
		if err != nil {
			return fmt.Errorf("caveat of %s: %w", r, err)
		}
		r.Caveat, r.Context = schema.Caveat(caveat.GetCaveatName()), string(context)
	}
	if expires := m.GetOptionalExpiresAt(); expires != nil {
		r.Expires = expires.AsTime().UTC().Format(time.RFC3339Nano)
	}
	return nil
}

// hasUnknown says whether any part of a message has a field that is not known.
func hasUnknown(m *v1.Relationship) bool {
	resource, subject := m.GetResource(), m.GetSubject()
	object, caveat, expires := subject.GetObject(), m.GetOptionalCaveat(), m.GetOptionalExpiresAt()
	return more(m) || more(resource) || more(subject) || more(object) ||
		caveat != nil && (more(caveat) || more(caveat.GetContext())) || expires != nil && more(expires)
}

// more says whether a message has a field that is not known. None has none.
func more(m proto.Message) bool { return len(m.ProtoReflect().GetUnknown()) > 0 }

// Watched is what a Watch brings to whoever is to miss nothing: every change, that the schema
// is another, and how far it has come. Nobody writes to it.
var Watched = []v1.WatchKind{
	v1.WatchKind_WATCH_KIND_INCLUDE_RELATIONSHIP_UPDATES,
	v1.WatchKind_WATCH_KIND_INCLUDE_SCHEMA_UPDATES,
	v1.WatchKind_WATCH_KIND_INCLUDE_CHECKPOINTS,
}

// FromUpdate is a change as an engine's Watch tells it. An operation that is not
// known is an error, and so is a field.
func FromUpdate(m *v1.RelationshipUpdate) (Change, error) {
	if more(m) {
		return Change{}, errUnknown
	}
	r, err := FromMessage(m.GetRelationship())
	if err != nil {
		return Change{}, err
	}
	switch m.GetOperation() {
	case v1.RelationshipUpdate_OPERATION_CREATE, v1.RelationshipUpdate_OPERATION_TOUCH:
		return Change{r, false}, nil
	case v1.RelationshipUpdate_OPERATION_DELETE:
		return Change{r, true}, nil
	}
	return Change{}, fmt.Errorf("the engine tells a change of %s that is not known: %s", r, m.GetOperation())
}

// Message is the relationship as an engine is told it. Terms that cannot be read
// are an error.
func (r Relationship) Message() (*v1.Relationship, error) {
	m := &v1.Relationship{
		Resource: r.Resource.Message(),
		Relation: r.Relation.Name(),
		Subject:  r.Subject.Subject(r.SubjectRelation),
	}
	if r.Caveat != "" {
		context := &structpb.Struct{}
		if err := context.UnmarshalJSON([]byte(r.Context)); err != nil {
			return nil, fmt.Errorf("caveat of %s: %w", r, err)
		}
		m.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: string(r.Caveat), Context: context}
	}
	if r.Expires != "" {
		expires, err := time.Parse(time.RFC3339, r.Expires)
		if err != nil {
			return nil, fmt.Errorf("expiry of %s: %w", r, err)
		}
		m.OptionalExpiresAt = timestamppb.New(expires)
	}
	return m, nil
}

// Update is what a write does with the relationship.
func (r Relationship) Update(does v1.RelationshipUpdate_Operation) (*v1.RelationshipUpdate, error) {
	m, err := r.Message()
	return &v1.RelationshipUpdate{Operation: does, Relationship: m}, err
}

// Updates are what a write does with each of some relationships.
func Updates(does v1.RelationshipUpdate_Operation, all ...Relationship) ([]*v1.RelationshipUpdate, error) {
	updates := make([]*v1.RelationshipUpdate, len(all))
	for i, r := range all {
		var err error
		if updates[i], err = r.Update(does); err != nil {
			return nil, err
		}
	}
	return updates, nil
}

// Update is what makes the change: TOUCH or DELETE.
func (c Change) Update() (*v1.RelationshipUpdate, error) {
	if c.Gone {
		return c.Relationship.Update(v1.RelationshipUpdate_OPERATION_DELETE)
	}
	return c.Relationship.Update(v1.RelationshipUpdate_OPERATION_TOUCH)
}

// Message is the object as an engine is told it.
func (o Object) Message() *v1.ObjectReference {
	return &v1.ObjectReference{ObjectType: string(o.Type), ObjectId: o.ID}
}

// Subject is the object, or one of its relations, as the subject of a
// relationship or a question.
func (o Object) Subject(relation string) *v1.SubjectReference {
	return &v1.SubjectReference{Object: o.Message(), OptionalRelation: relation}
}

// ObjectIn is the object of a message; zero for none.
func ObjectIn(m *v1.ObjectReference) Object {
	return Object{schema.Type(m.GetObjectType()), m.GetObjectId()}
}

// StoresQuestion says whether a relationship stores what only a question brings,
// and which it is, as SpiceDB writes it.
func StoresQuestion(m *v1.Relationship) (which string, stores bool) {
	caveat := m.GetOptionalCaveat()
	if !schema.StoresQuestion(schema.Caveat(caveat.GetCaveatName()), caveat.GetContext().GetFields()) {
		return "", false
	}
	resource, subject := m.GetResource(), m.GetSubject().GetObject()
	return fmt.Sprintf("%s:%s#%s@%s:%s", resource.GetObjectType(), resource.GetObjectId(), m.GetRelation(), subject.GetObjectType(), subject.GetObjectId()), true
}
