package engine

import (
	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

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

func storesQuestion(r *v1.Relationship) error {
	c := r.GetOptionalCaveat()
	if !schema.StoresQuestion(schema.Caveat(c.GetCaveatName()), c.GetContext().GetFields()) {
		return nil
	}
	return status.Errorf(codes.InvalidArgument, "relationship %s:%s#%s@%s:%s stores \"now\", which only a question brings: write it without",
		r.GetResource().GetObjectType(), r.GetResource().GetObjectId(), r.GetRelation(),
		r.GetSubject().GetObject().GetObjectType(), r.GetSubject().GetObject().GetObjectId())
}
