package loader_test

import (
	"context"
	"flag"
	"os"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// TestMain keeps the properties short: each case starts an engine and asks it
// thousands of questions. -rapid.checks on the command line asks for more. A
// failure prints its seed; no file is left behind.
func TestMain(m *testing.M) {
	for name, value := range map[string]string{"rapid.checks": "20", "rapid.nofailfile": "true"} {
		if err := flag.Set(name, value); err != nil {
			panic(err)
		}
	}
	flag.Parse()
	os.Exit(m.Run())
}

// tester is what a test and a property have in common.
type tester interface {
	Helper()
	Fatal(...any)
	Fatalf(string, ...any)
}

// start starts an engine without a schema. The caller closes it.
func start(t tester) (*engine.Engine, enginetest.Engine) {
	t.Helper()
	e, err := engine.Start(context.Background(), engine.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return e, enginetest.Of(e.Conn())
}

// startWith starts an engine that holds a folder, for one test.
func startWith(t *testing.T, f files) (*engine.Engine, enginetest.Engine) {
	t.Helper()
	e, eng := start(t)
	t.Cleanup(func() { _ = e.Close() })
	if _, err := loader.Load(t.Context(), e.Conn(), f.folder(), today); err != nil {
		t.Fatal(err)
	}
	return e, eng
}

// spy counts writes, calls after each, and fails from a given one on.
type spy struct {
	enginetest.Engine
	writes, failAt int
	largest        int // of the writes, in updates
	metadata       []map[string]any
	after          func()
}

var errAway = status.Error(codes.Unavailable, "away")

func (s *spy) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	s.writes++
	s.largest = max(s.largest, len(r.GetUpdates()))
	s.metadata = append(s.metadata, r.GetOptionalTransactionMetadata().AsMap())
	if s.failAt > 0 && s.writes >= s.failAt {
		return nil, errAway
	}
	answer, err := s.Engine.WriteRelationships(ctx, r, opts...)
	if s.after != nil && err == nil {
		s.after()
	}
	return answer, err
}

func have(t tester, eng enginetest.Engine, tenants ...schema.TenantID) loader.Observed {
	t.Helper()
	state, err := loader.ObservedState(context.Background(), enginetest.Conn(eng), tenants)
	if err != nil {
		t.Fatal(err)
	}
	return state
}

// planFor is the plan from what an engine has to a world.
func planFor(t tester, eng enginetest.Engine, w loader.Desired) loader.Plan {
	t.Helper()
	return loader.Diff(w, have(t, eng, w.Tenants...))
}

// freely allows whatever a plan takes away.
func freely(p loader.Plan) loader.Sync {
	return loader.Sync{Limits: loader.Limits{AllowRemovals: p.Size()}}
}

// sync turns an engine into a world, whatever that takes away.
func sync(t tester, eng enginetest.Engine, w loader.Desired) schema.Revision {
	t.Helper()
	p := planFor(t, eng, w)
	at, err := loader.Apply(context.Background(), eng, p, freely(p))
	if err != nil {
		t.Fatal(err)
	}
	return at
}

// put and drop write past the loader, as an application or a hand would.
func put(t tester, eng enginetest.Engine, relationships ...loader.Relationship) {
	t.Helper()
	edit(t, eng, v1.RelationshipUpdate_OPERATION_TOUCH, relationships)
}

func drop(t tester, eng enginetest.Engine, relationships ...loader.Relationship) {
	t.Helper()
	edit(t, eng, v1.RelationshipUpdate_OPERATION_DELETE, relationships)
}

func edit(t tester, eng enginetest.Engine, operation v1.RelationshipUpdate_Operation, relationships []loader.Relationship) {
	t.Helper()
	request := &v1.WriteRelationshipsRequest{}
	for _, r := range relationships {
		w, err := loader.ToWire(r)
		if err != nil {
			t.Fatal(err)
		}
		request.Updates = append(request.Updates, &v1.RelationshipUpdate{Operation: operation, Relationship: w})
	}
	if len(request.Updates) == 0 {
		return
	}
	if _, err := eng.WriteRelationships(context.Background(), request); err != nil {
		t.Fatal(err)
	}
}
