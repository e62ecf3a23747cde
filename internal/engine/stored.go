package engine

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/schema"
)

// refuseStoredQuestions are interceptors that refuse relationships that store
// what only a question brings: SpiceDB takes them, and they would never end.
func refuseStoredQuestions() Interceptors {
	return Interceptors{
		Unary: func(ctx context.Context, request any, _ *grpc.UnaryServerInfo, next grpc.UnaryHandler) (any, error) {
			if r, ok := request.(*v1.WriteRelationshipsRequest); ok {
				for _, u := range r.GetUpdates() {
					if u.GetOperation() == v1.RelationshipUpdate_OPERATION_DELETE {
						continue
					}
					if err := storesQuestion(u.GetRelationship()); err != nil {
						return nil, err
					}
				}
			}
			return next(ctx, request)
		},
		Stream: func(server any, stream grpc.ServerStream, _ *grpc.StreamServerInfo, next grpc.StreamHandler) error {
			return next(server, importing{stream})
		},
	}
}

// importing is a stream that may bring relationships to import.
type importing struct{ grpc.ServerStream }

func (i importing) RecvMsg(message any) error {
	if err := i.ServerStream.RecvMsg(message); err != nil {
		return err
	}
	// Of two services, with a message each.
	imported, ok := message.(interface{ GetRelationships() []*v1.Relationship })
	if !ok {
		return nil
	}
	for _, r := range imported.GetRelationships() {
		if err := storesQuestion(r); err != nil {
			return err
		}
	}
	return nil
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
