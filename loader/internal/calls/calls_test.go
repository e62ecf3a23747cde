package calls

import (
	"context"
	"errors"
	"io"
	"testing"
	"testing/synctest"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

var errAsked = errors.New("asked")

type reader struct{}

func (reader) ReadRelationships(context.Context, *v1.ReadRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error) {
	return nil, errAsked
}

// slow answers five times, each after so long, and then no more.
type slow time.Duration

func (s slow) ReadRelationships(ctx context.Context, _ *v1.ReadRelationshipsRequest, _ ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error) {
	return &slowStream{pause: time.Duration(s), ctx: ctx}, nil
}

type slowStream struct {
	grpc.ServerStreamingClient[v1.ReadRelationshipsResponse]
	pause   time.Duration
	ctx     context.Context
	answers int
}

func (s *slowStream) Recv() (*v1.ReadRelationshipsResponse, error) {
	select {
	case <-s.ctx.Done():
		return nil, status.FromContextError(s.ctx.Err()).Err()
	case <-time.After(s.pause):
	}
	if s.answers++; s.answers > 5 {
		return nil, io.EOF
	}
	return &v1.ReadRelationshipsResponse{Relationship: &v1.Relationship{}}, nil
}

// A tenant that took an engine longer than a call may take could once not be
// read at all. An engine that has gone silent is still given up.
func TestReadWaitsAsLongAsItHears(t *testing.T) {
	filter := &v1.RelationshipFilter{ResourceType: "tenant", OptionalResourceId: "acme"}
	synctest.Test(t, func(t *testing.T) {
		found, err := ReadAll(t.Context(), slow(Timeout-time.Second), filter, Head())
		if err != nil || len(found) != 5 {
			t.Errorf("an engine that goes on: got %d relationships and %v, want 5", len(found), err)
		}
		begin := time.Now()
		if _, err := ReadAll(t.Context(), slow(time.Hour), filter, Head()); status.Code(err) != codes.DeadlineExceeded || time.Since(begin) != Timeout {
			t.Errorf("a silent engine: got %v after %v, want a deadline after %v", err, time.Since(begin), Timeout)
		}
		own, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := ReadAll(own, slow(Timeout), filter, Head()); status.Code(err) != codes.DeadlineExceeded || time.Since(begin) != Timeout+time.Second {
			t.Errorf("a caller's deadline: got %v after %v", err, time.Since(begin)-Timeout)
		}
	})
}

// To SpiceDB a blank id or type means any: such a filter is never sent.
func TestReadAllNeverAsksForEverything(t *testing.T) {
	for _, tt := range []struct {
		why   string
		f     *v1.RelationshipFilter
		asked bool
	}{
		{"an id", &v1.RelationshipFilter{ResourceType: "tenant", OptionalResourceId: "acme"}, true},
		{"a prefix", &v1.RelationshipFilter{ResourceType: "client", OptionalResourceIdPrefix: "acme/"}, true},
		{"neither", &v1.RelationshipFilter{ResourceType: "client"}, false},
		{"no type", &v1.RelationshipFilter{OptionalResourceIdPrefix: "acme/"}, false},
		{"nothing", &v1.RelationshipFilter{}, false},
	} {
		if _, err := ReadAll(context.Background(), reader{}, tt.f, Head()); err == nil || errors.Is(err, errAsked) != tt.asked {
			t.Errorf("%s: got %v, want asked %t", tt.why, err, tt.asked)
		}
	}
}

func TestBounded(t *testing.T) {
	ctx, cancel := Bounded(context.Background())
	defer cancel()
	if end, ok := ctx.Deadline(); !ok || time.Until(end) > Timeout {
		t.Errorf("without a deadline: got %v, want %v from now", end, Timeout)
	}
	own, cancelOwn := context.WithTimeout(context.Background(), time.Hour)
	defer cancelOwn()
	ctx, cancel = Bounded(own)
	defer cancel()
	if end, _ := ctx.Deadline(); time.Until(end) < 30*time.Minute {
		t.Errorf("with a deadline of an hour: got %v", end)
	}
}

// A schema that does not fit has the same code as a broken precondition: it is
// told apart by the reason, or a fault would be shown as a refusal.
func TestPreconditionFailed(t *testing.T) {
	for _, err := range []error{nil, errAsked, status.Error(codes.FailedPrecondition, "unknown relation"), status.Error(codes.Unavailable, "away")} {
		if PreconditionFailed(err) {
			t.Errorf("%v was taken for a broken precondition", err)
		}
	}
}
