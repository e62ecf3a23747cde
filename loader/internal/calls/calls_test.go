package calls

import (
	"context"
	"errors"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
)

var errAsked = errors.New("asked")

type reader struct{}

func (reader) ReadRelationships(ctx context.Context, _ *v1.ReadRelationshipsRequest, _ ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error) {
	if _, ok := ctx.Deadline(); !ok {
		return nil, errors.New("no deadline")
	}
	return nil, errAsked
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
