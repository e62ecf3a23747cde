package loader_test

import (
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func TestHaveRefusesABlankTenant(t *testing.T) {
	_, eng := startWith(t, small())
	for _, tenant := range []schema.TenantID{"", "*", "acme/"} {
		if state, err := loader.ObservedState(t.Context(), enginetest.Conn(eng), []schema.TenantID{tenant}); err == nil {
			t.Errorf("tenant %q: got %d relationships, want an error", tenant, len(state.Relationships))
		}
	}
}

// stream is bad at its second answer, and ends with it.
type stream struct {
	grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse]
	answers int
	second  func() (*v1.ExportBulkRelationshipsResponse, error)
}

func (s *stream) Recv() (*v1.ExportBulkRelationshipsResponse, error) {
	s.answers++
	switch s.answers {
	case 1:
		return s.ServerStreamingClient.Recv()
	case 2:
		return s.second()
	}
	return nil, io.EOF
}

type badReader struct {
	enginetest.Engine
	second func() (*v1.ExportBulkRelationshipsResponse, error)
}

func (b badReader) ExportBulkRelationships(ctx context.Context, r *v1.ExportBulkRelationshipsRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse], error) {
	s, err := b.Engine.ExportBulkRelationships(ctx, r, opts...)
	return &stream{s, 0, b.second}, err
}

func TestHaveIsWholeOrAnError(t *testing.T) {
	_, eng := startWith(t, small())
	answer := func(resource string, subject string) func() (*v1.ExportBulkRelationshipsResponse, error) {
		return func() (*v1.ExportBulkRelationshipsResponse, error) {
			return &v1.ExportBulkRelationshipsResponse{Relationships: []*v1.Relationship{{
				Resource: &v1.ObjectReference{ObjectType: "client", ObjectId: resource},
				Relation: "practitioner",
				Subject:  &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: subject}},
			}}}, nil
		}
	}
	for _, tt := range []struct {
		why    string
		second func() (*v1.ExportBulkRelationshipsResponse, error)
		want   string
	}{
		{"it breaks off", func() (*v1.ExportBulkRelationshipsResponse, error) { return nil, errAway }, "away"},
		{"it breaks off in the middle of a message", func() (*v1.ExportBulkRelationshipsResponse, error) { return nil, io.ErrUnexpectedEOF }, "unexpected EOF"},
		{"it answers nothing", func() (*v1.ExportBulkRelationshipsResponse, error) { return nil, nil }, "without a relationship"},
		{"it answers half", answer("acme/c1", ""), "half a relationship"},
		{"it answers another tenant's", answer("acme-2/c1", "acme-2/u"), "not in the tenant"},
	} {
		state, err := loader.ObservedState(t.Context(), enginetest.Conn(badReader{eng, tt.second}), []schema.TenantID{"acme"})
		if err == nil || !strings.Contains(err.Error(), tt.want) || len(state.Relationships) > 0 {
			t.Errorf("%s: got %d relationships and %v, want %q", tt.why, len(state.Relationships), err, tt.want)
		}
	}
}

// silent never answers a read: only a deadline ends it.
type silent struct{ enginetest.Engine }

func (silent) ReadSchema(ctx context.Context, _ *v1.ReadSchemaRequest, _ ...grpc.CallOption) (*v1.ReadSchemaResponse, error) {
	if _, ok := ctx.Deadline(); !ok {
		return nil, errors.New("no deadline")
	}
	<-ctx.Done()
	return nil, ctx.Err()
}

func TestEveryCallHasADeadline(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	if _, err := loader.ObservedState(ctx, enginetest.Conn(silent{}), []schema.TenantID{"acme"}); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v, want the caller's deadline", err)
	}
	if _, err := loader.ObservedState(context.Background(), enginetest.Conn(deadlines{}), []schema.TenantID{"acme"}); !errors.Is(err, errAway) {
		t.Errorf("got %v, want that a call has a deadline of its own", err)
	}
}

// deadlines answers that it is away, if it was asked with a deadline.
type deadlines struct{ enginetest.Engine }

func (deadlines) ReadSchema(ctx context.Context, _ *v1.ReadSchemaRequest, _ ...grpc.CallOption) (*v1.ReadSchemaResponse, error) {
	if _, ok := ctx.Deadline(); !ok {
		return nil, errors.New("no deadline")
	}
	return nil, errAway
}
