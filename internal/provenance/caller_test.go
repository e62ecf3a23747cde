package provenance_test

import (
	"context"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/structpb"

	"github.com/remit-authz/remit/internal/provenance"
)

// conn keeps what is written last.
type conn struct {
	grpc.ClientConnInterface
	written any
}

func (c *conn) Invoke(_ context.Context, _ string, request, _ any, _ ...grpc.CallOption) error {
	c.written = request
	return nil
}

// stream brings one request.
type stream struct {
	grpc.ServerStream
	request proto.Message
}

func (s stream) Context() context.Context { return context.Background() }

func (s stream) RecvMsg(message any) error {
	proto.Merge(message.(proto.Message), s.request)
	return nil
}

// byService is what a write says that the service makes: whatever library it is made with.
func byService(p provenance.Provenance) provenance.Provenance {
	p.By = "remit serve"
	return p
}

// With whose key something was written nobody says but who looked at the key: what a
// caller says of that is no part of it.
func TestCaller(t *testing.T) {
	claims, err := structpb.NewStruct(map[string]any{"caller": "another", "actor": "ada"})
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []*structpb.Struct{nil, {}, claims} {
		for _, caller := range []string{"k7f3", ""} {
			for method, request := range map[string]interface {
				proto.Message
				GetOptionalTransactionMetadata() *structpb.Struct
			}{
				v1.PermissionsService_WriteRelationships_FullMethodName:  &v1.WriteRelationshipsRequest{OptionalTransactionMetadata: said},
				v1.PermissionsService_DeleteRelationships_FullMethodName: &v1.DeleteRelationshipsRequest{OptionalTransactionMetadata: said, OptionalLimit: 7},
			} {
				before, want := proto.Clone(request), provenance.Provenance{Caller: caller, Actor: said.GetFields()["actor"].GetStringValue()}
				c := &conn{}
				if err := provenance.From(c, caller).Invoke(t.Context(), method, request, nil); err != nil {
					t.Fatal(err)
				}
				if got := provenance.Of(c.written.(interface {
					GetOptionalTransactionMetadata() *structpb.Struct
				}).GetOptionalTransactionMetadata()); got != byService(want) {
					t.Errorf("%s, over a connection: got %+v, want %+v", method, got, byService(want))
				}
				if !proto.Equal(before, request) {
					t.Errorf("%s: what is the caller's was changed: %v", method, request)
				}
				got := request.ProtoReflect().New().Interface()
				intercept := provenance.Intercept(func(context.Context) string { return caller })
				if err := intercept(nil, stream{request: request}, &grpc.StreamServerInfo{FullMethod: method}, func(_ any, s grpc.ServerStream) error {
					return s.RecvMsg(got)
				}); err != nil {
					t.Fatal(err)
				}
				if p := provenance.Of(got.(interface {
					GetOptionalTransactionMetadata() *structpb.Struct
				}).GetOptionalTransactionMetadata()); p != want {
					t.Errorf("%s, served: got %+v, want %+v", method, p, want)
				}
			}
		}
	}
}
