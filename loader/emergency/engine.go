package emergency

import (
	"context"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// Engine is what this package calls of a SpiceDB. Every call gets 30 seconds
// unless the caller's context has a deadline of its own.
type Engine interface {
	ReadRelationships(context.Context, *v1.ReadRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error)
	WriteRelationships(context.Context, *v1.WriteRelationshipsRequest, ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error)
}

// filter finds one relationship. Refs are checked before: a blank id in a
// filter would mean any.
func filter(resource schema.Ref, relation schema.Relation, subjectType schema.Type, subjectID string) *v1.RelationshipFilter {
	return &v1.RelationshipFilter{
		ResourceType:       string(resource.Type),
		OptionalResourceId: resource.ObjectID(),
		OptionalRelation:   relation.Name(),
		OptionalSubjectFilter: &v1.SubjectFilter{
			SubjectType:       string(subjectType),
			OptionalSubjectId: subjectID,
			OptionalRelation:  &v1.SubjectFilter_RelationFilter{},
		},
	}
}

func accessFilter(user, client schema.Ref) *v1.RelationshipFilter {
	return filter(client, schema.ClientEmergency, user.Type, user.ObjectID())
}

func mustMatch(f *v1.RelationshipFilter) *v1.Precondition {
	return &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_MATCH, Filter: f}
}

func mustNotMatch(f *v1.RelationshipFilter) *v1.Precondition {
	return &v1.Precondition{Operation: v1.Precondition_OPERATION_MUST_NOT_MATCH, Filter: f}
}

// write sends one update under preconditions. The metadata goes into the
// engine's change log, which is where it stays known who asked and why.
func write(ctx context.Context, engine Engine, operation v1.RelationshipUpdate_Operation, r Running, under []*v1.Precondition) (schema.Revision, error) {
	metadata := map[string]any{"by": "remit emergency", "user": r.User.Text(), "client": r.Client.Text()}
	if !r.Until.IsZero() {
		metadata["reason"], metadata["until"] = r.Reason, r.Until.Format(time.RFC3339)
	}
	fields, err := structpb.NewStruct(metadata)
	if err != nil {
		return "", fmt.Errorf("describing the write: %w", err)
	}
	relationship, err := r.toWire()
	if err != nil {
		return "", err
	}
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	answer, err := engine.WriteRelationships(ctx, &v1.WriteRelationshipsRequest{
		Updates:                     []*v1.RelationshipUpdate{{Operation: operation, Relationship: relationship}},
		OptionalPreconditions:       under,
		OptionalTransactionMetadata: fields,
	})
	if err != nil {
		return "", err
	}
	return schema.Revision(answer.GetWrittenAt().GetToken()), nil
}

// toWire is the relationship of an access. One without an end is only good for
// taking it away.
func (r Running) toWire() (*v1.Relationship, error) {
	w := &v1.Relationship{
		Resource: &v1.ObjectReference{ObjectType: string(r.Client.Type), ObjectId: r.Client.ObjectID()},
		Relation: schema.ClientEmergency.Name(),
		Subject:  &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: string(r.User.Type), ObjectId: r.User.ObjectID()}},
	}
	if r.Until.IsZero() {
		return w, nil
	}
	context, err := structpb.NewStruct(map[string]any{
		"since":  r.Since.Format(time.RFC3339),
		"until":  r.Until.Format(time.RFC3339),
		"reason": r.Reason,
	})
	if err != nil {
		return nil, fmt.Errorf("describing the access: %w", err)
	}
	// The caveat ends it to the second whatever an engine has cached; the
	// expiry clears the relationship away, a little later, so that whoever asks
	// why it is over can be told.
	w.OptionalCaveat = &v1.ContextualizedCaveat{CaveatName: string(schema.CaveatEmergencyAccess), Context: context}
	w.OptionalExpiresAt = timestamppb.New(r.Until.Add(schema.EndedShownFor))
	return w, nil
}
