package calls

import (
	"context"
	"errors"
	"io"
	"strconv"
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

func (reader) ExportBulkRelationships(context.Context, *v1.ExportBulkRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse], error) {
	return nil, errAsked
}

// slow answers five times, each after so long, and then no more.
type slow time.Duration

func (slow) ExportBulkRelationships(context.Context, *v1.ExportBulkRelationshipsRequest, ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse], error) {
	return nil, errAsked
}

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
		exported := tt.asked || tt.f.OptionalResourceIdPrefix != "" // a prefix has its tenant, whatever the type
		if err := Export(context.Background(), reader{}, tt.f, Head(), nil, nil); err == nil || errors.Is(err, errAsked) != exported {
			t.Errorf("%s, exported: got %v, want asked %t", tt.why, err, exported)
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

// paged holds so many relationships, and answers them in pages as long as it is asked
// for, from behind a cursor.
type paged struct {
	reader
	all   int
	asked []uint32
}

func (p *paged) ExportBulkRelationships(_ context.Context, r *v1.ExportBulkRelationshipsRequest, _ ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse], error) {
	p.asked = append(p.asked, r.GetOptionalLimit())
	at := 0
	if token := r.GetOptionalCursor().GetToken(); token != "" {
		at, _ = strconv.Atoi(token)
	}
	return &pages{all: p.all, at: at, size: int(r.GetOptionalLimit())}, nil
}

type pages struct {
	grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse]
	all, at, size int
}

func (p *pages) Recv() (*v1.ExportBulkRelationshipsResponse, error) {
	if p.at == p.all {
		return nil, io.EOF
	}
	answer := &v1.ExportBulkRelationshipsResponse{}
	for range min(p.size, p.all-p.at) {
		answer.Relationships = append(answer.Relationships, &v1.Relationship{Relation: strconv.Itoa(p.at)})
		p.at++
	}
	answer.AfterResultCursor = &v1.Cursor{Token: strconv.Itoa(p.at)}
	return answer, nil
}

// A large export goes on in larger pages, and has each relationship once and in order.
func TestExportHasEachOnce(t *testing.T) {
	for all, calls := range map[int]int{0: 1, 1: 1, firstPage - 1: 1, firstPage: 2, firstPage + 1: 2, firstPage + 2*morePage: 2, 3*morePage + 7: 2} {
		engine, next := &paged{all: all}, 0
		err := Export(t.Context(), engine, &v1.RelationshipFilter{OptionalResourceIdPrefix: "acme/"}, Head(), nil, func(_ int, page []*v1.Relationship) error {
			for _, r := range page {
				if r.GetRelation() != strconv.Itoa(next) {
					t.Fatalf("of %d: got %s, want %d", all, r.GetRelation(), next)
				}
				next++
			}
			return nil
		})
		if err != nil || next != all || len(engine.asked) != calls {
			t.Errorf("got %d of %d in calls of %v, and %v", next, all, engine.asked, err)
		}
	}
}
