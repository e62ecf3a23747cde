package engine

import (
	"context"
	"errors"
	"io"
	"slices"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// refuseStoredQuestions refuses relationships that store what only a question
// brings: SpiceDB takes them, and they would never end.
func refuseStoredQuestions(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	switch info.FullMethod {
	case v1.PermissionsService_WriteRelationships_FullMethodName:
		return refuseStoredUpdates(server, stream, next)
	case v1.PermissionsService_ImportBulkRelationships_FullMethodName:
		return next(server, importing{stream, &v1.ImportBulkRelationshipsRequest{}})
	case v1.ExperimentalService_BulkImportRelationships_FullMethodName:
		return next(server, importing{stream, &v1.BulkImportRelationshipsRequest{}})
	}
	return next(server, stream)
}

func refuseStoredUpdates(server any, stream grpc.ServerStream, next grpc.StreamHandler) error {
	request := &v1.WriteRelationshipsRequest{}
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	for _, u := range request.GetUpdates() {
		if u.GetOperation() == v1.RelationshipUpdate_OPERATION_DELETE {
			continue
		}
		if err := storesQuestion(u.GetRelationship()); err != nil {
			return err
		}
	}
	return next(server, Again(stream, request))
}

// importing is a stream that brings relationships to import, in messages like
// the one it has.
type importing struct {
	grpc.ServerStream
	like relationships
}

type relationships interface {
	proto.Message
	GetRelationships() []*v1.Relationship
}

// RecvMsg looks at a message before it is handed on as bytes.
func (i importing) RecvMsg(message any) error {
	request := i.like.ProtoReflect().New().Interface().(relationships)
	if err := i.ServerStream.RecvMsg(request); err != nil {
		return err
	}
	for _, r := range request.GetRelationships() {
		if err := storesQuestion(r); err != nil {
			return err
		}
	}
	return copyMessage(message, request)
}

// holdsNoStoredQuestion refuses an engine that holds such a relationship: an
// older program or a tool may have left it, and SpiceDB would allow by it
// whatever memory says. The relations that take the conditions, an institution's
// too, are found in the engine's schema; one without a schema holds nothing.
func holdsNoStoredQuestion(ctx context.Context, conn grpc.ClientConnInterface) error {
	held, err := v1.NewSchemaServiceClient(conn).ReflectSchema(ctx, &v1.ReflectSchemaRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
	})
	if err != nil && status.Code(err) != codes.NotFound {
		return phrase.Errorf("looking for relationships that store the time of a question: %w", err)
	}
	client := v1.NewPermissionsServiceClient(conn)
	for _, definition := range held.GetDefinitions() {
		for _, r := range definition.GetRelations() {
			if !slices.ContainsFunc(r.GetSubjectTypes(), takesQuestion) {
				continue
			}
			if err := readsNoStoredQuestion(ctx, client, schema.Relation(definition.GetName()+"#"+r.GetName())); err != nil {
				return err
			}
		}
	}
	return nil
}

// takesQuestion says whether a kind of subject has a condition to which a question
// brings its time.
func takesQuestion(s *v1.ReflectionTypeReference) bool {
	return schema.Caveat(s.GetOptionalCaveatName()).TakesTime()
}

func readsNoStoredQuestion(ctx context.Context, client v1.PermissionsServiceClient, r schema.Relation) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	stream, err := client.ReadRelationships(ctx, &v1.ReadRelationshipsRequest{
		Consistency:        &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
		RelationshipFilter: relation.In(r),
	})
	for err == nil {
		var item *v1.ReadRelationshipsResponse
		if item, err = stream.Recv(); err == nil {
			err = storesQuestion(item.GetRelationship())
		}
	}
	switch status.Code(err) {
	case codes.InvalidArgument:
		return phrase.Errorf("%s: `remit sync` and `remit emergency stop` take it away", status.Convert(err).Message())
	case codes.FailedPrecondition, codes.NotFound:
		return nil // the schema has no such relation
	}
	if errors.Is(err, io.EOF) {
		return nil
	}
	return phrase.Errorf("looking for relationships that store the time of a question: %w", err)
}

func storesQuestion(r *v1.Relationship) error {
	which, stores := relation.StoresQuestion(r)
	if !stores {
		return nil
	}
	return status.Errorf(codes.InvalidArgument, "relationship %s stores \"now\", which only a question brings", which)
}
