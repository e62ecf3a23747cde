package guard

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/lint"
)

// Vet refuses schemas under which the SpiceDB in this process can answer
// "allowed" wrongly. Its zero value accepts no rule.
type Vet struct {
	// Accepted are names of rules of package lint.
	Accepted []string
}

// Engine returns a *lint.RefusedError for an engine that holds such a schema. One
// without a schema is none.
func (v Vet) Engine(ctx context.Context, conn grpc.ClientConnInterface) error {
	ctx, cancel := context.WithTimeout(ctx, compareWithin)
	defer cancel()
	held, err := v1.NewSchemaServiceClient(conn).ReadSchema(ctx, &v1.ReadSchemaRequest{})
	if err != nil && status.Code(err) != codes.NotFound {
		return err
	}
	return v.text(held.GetSchemaText())
}

func (v Vet) text(text string) error {
	s, err := lint.Parse("schema", text)
	if err != nil {
		return err
	}
	return s.Refuse(engine.Version, v.Accepted...)
}

// Intercept refuses to write such a schema, and one that cannot be looked at.
func (v Vet) Intercept(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	if info.FullMethod != v1.SchemaService_WriteSchema_FullMethodName {
		return next(server, stream)
	}
	request := &v1.WriteSchemaRequest{}
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	if err := v.text(request.GetSchema()); err != nil {
		return status.Error(codes.InvalidArgument, err.Error())
	}
	return next(server, engine.Again(stream, request))
}
