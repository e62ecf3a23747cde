package loader

import (
	"encoding/json"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/schema"
)

// fromWire is a relationship as an engine tells it.
func fromWire(w *v1.Relationship) (Relationship, error) {
	resource, subject := w.GetResource(), w.GetSubject()
	r := Relationship{
		Resource:        Object{schema.Type(resource.GetObjectType()), resource.GetObjectId()},
		Relation:        schema.Relation(resource.GetObjectType() + "#" + w.GetRelation()),
		Subject:         Object{schema.Type(subject.GetObject().GetObjectType()), subject.GetObject().GetObjectId()},
		SubjectRelation: subject.GetOptionalRelation(),
	}
	if r.Resource.ID == "" || w.GetRelation() == "" || r.Subject.ID == "" {
		return Relationship{}, fmt.Errorf("the engine answered half a relationship: %s", r)
	}
	if caveat := w.GetOptionalCaveat(); caveat != nil {
		// Marshal sorts the names; protojson promises no order.
		context, err := json.Marshal(caveat.GetContext().AsMap())
		if err != nil {
			return Relationship{}, fmt.Errorf("caveat of %s: %w", r, err)
		}
		r.Caveat, r.Context = schema.Caveat(caveat.GetCaveatName()), string(context)
	}
	if expires := w.GetOptionalExpiresAt(); expires != nil {
		r.Expires = expires.AsTime().UTC().Format(time.RFC3339Nano)
	}
	return r, nil
}

// toWire is a relationship as an engine is told it.
func (r Relationship) toWire() (*v1.Relationship, error) {
	w := &v1.Relationship{
		Resource: r.Resource.toWire(),
		Relation: r.name(),
		Subject:  &v1.SubjectReference{Object: r.Subject.toWire(), OptionalRelation: r.SubjectRelation},
	}
	if r.Caveat != "" {
		context := &structpb.Struct{}
		if err := context.UnmarshalJSON([]byte(r.Context)); err != nil {
			return nil, fmt.Errorf("caveat of %s: %w", r, err)
		}
		w.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: string(r.Caveat), Context: context}
	}
	if r.Expires != "" {
		expires, err := time.Parse(time.RFC3339, r.Expires)
		if err != nil {
			return nil, fmt.Errorf("expiry of %s: %w", r, err)
		}
		w.OptionalExpiresAt = timestamppb.New(expires)
	}
	return w, nil
}

func (o Object) toWire() *v1.ObjectReference {
	return &v1.ObjectReference{ObjectType: string(o.Type), ObjectId: o.ID}
}
