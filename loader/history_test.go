package loader_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"maps"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/fixtures/generate"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// meddled is an engine that holds so much that its history is asked. It counts the reads of
// whole tenants, and lets a test do something while a plan is written.
type meddled struct {
	enginetest.Engine
	whole   int
	history error // instead of telling it
	letGo   bool  // of the beginning of what is told
	meddle  func()
}

func (m *meddled) ExportBulkRelationships(ctx context.Context, r *v1.ExportBulkRelationshipsRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ExportBulkRelationshipsResponse], error) {
	if f := r.GetOptionalRelationshipFilter(); f.GetOptionalResourceIdPrefix() != "" && r.GetOptionalCursor() == nil {
		m.whole++
	}
	return m.Engine.ExportBulkRelationships(ctx, r, opts...)
}

func (m *meddled) Watch(ctx context.Context, r *v1.WatchRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[v1.WatchResponse], error) {
	if m.history != nil {
		return nil, m.history
	}
	return m.Engine.Watch(ctx, r, opts...)
}

func (m *meddled) ReadRelationships(ctx context.Context, r *v1.ReadRelationshipsRequest, opts ...grpc.CallOption) (grpc.ServerStreamingClient[v1.ReadRelationshipsResponse], error) {
	if m.letGo && r.GetConsistency().GetAtExactSnapshot() != nil {
		return nil, status.Error(codes.OutOfRange, "let go of")
	}
	return m.Engine.ReadRelationships(ctx, r, opts...)
}

func (m *meddled) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	ofPlan := r.GetOptionalTransactionMetadata().GetFields()["batch"] != nil
	if do := m.meddle; ofPlan && do != nil {
		m.meddle = nil
		do()
	}
	return m.Engine.WriteRelationships(ctx, r, opts...)
}

// startMeddled is an engine that holds a world, and that world with one link less.
func startMeddled(t *testing.T) (m *meddled, all, less source.Source) {
	t.Helper()
	world := generate.World(generate.Size{Tenants: 1, Users: 50, Clients: 3_000, Links: 3_000}, 1)
	e, err := embedded.Open(t.Context(), embedded.Options{Store: filepath.Join(t.TempDir(), "remit.db"), Record: embedded.Unrecorded})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	m = &meddled{Engine: enginetest.Of(e.Conn())}
	all, less = readWorld(t, world), readWorld(t, withoutLast(world))
	if _, err := (loader.Sync{Engine: e.Conn(), LateEnds: true}).Run(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	return m, all, less
}

// withoutLast is a folder without its last link.
func withoutLast(world fs.FS) fs.FS {
	less := maps.Clone(world.(fstest.MapFS))
	links := bytes.TrimSuffix(less["links.csv"].Data, []byte("\n"))
	less["links.csv"] = &fstest.MapFile{Data: links[:bytes.LastIndexByte(links, '\n')+1], Mode: 0o644}
	return less
}

func readWorld(t *testing.T, world fs.FS) source.Source {
	t.Helper()
	src, err := loader.Read(world)
	if err != nil {
		t.Fatal(err)
	}
	return src
}

// byHand writes a relationship as a hand does.
func byHand(t *testing.T, eng enginetest.Engine, does v1.RelationshipUpdate_Operation, r loader.Relationship) {
	t.Helper()
	u, err := r.Update(does)
	if err == nil {
		_, err = eng.WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{u}})
	}
	if err != nil {
		t.Fatal(err)
	}
}

// elsewhere is of a tenant that no source names.
var elsewhere = link("elsewhere", "c")

// link is one that a source might have written.
func link(tenant, client string) loader.Relationship {
	return loader.Relationship{
		Resource: relation.ObjectOf(schema.Ref{Type: schema.TypeClient, Tenant: schema.TenantID(tenant), ID: client}), Relation: schema.ClientPractitioner,
		Subject: relation.ObjectOf(schema.Ref{Type: schema.TypeUser, Tenant: schema.TenantID(tenant), ID: "stranger"}),
	}
}

// On an engine whose revision moves without it, a sync that changes nothing read
// everything twice, and one that changed little three times.
func TestASyncReadsATenantOnce(t *testing.T) {
	m, all, less := startMeddled(t)
	for _, tt := range []struct {
		why     string
		src     source.Source
		history error
		letGo   bool
		want    int
	}{
		{"nothing changes", all, nil, false, 1},
		{"one link goes", less, nil, false, 1},
		{"one link comes, and no history is told", all, status.Error(codes.FailedPrecondition, "switched off"), false, 3},
		{"one link goes, and the history's beginning is let go of", less, nil, true, 3},
	} {
		m.whole, m.history, m.letGo = 0, tt.history, tt.letGo
		proposal, err := (loader.Sync{Engine: enginetest.Conn(m), LateEnds: true}).Plan(t.Context(), tt.src)
		if err != nil {
			t.Fatal(tt.why, err)
		}
		byHand(t, m.Engine, v1.RelationshipUpdate_OPERATION_TOUCH, elsewhere)
		if _, err := proposal.Apply(t.Context()); err != nil {
			t.Fatal(tt.why, err)
		}
		if m.whole != tt.want {
			t.Errorf("%s: the tenant was read %d times, want %d", tt.why, m.whole, tt.want)
		}
		again, err := (loader.Sync{Engine: enginetest.Conn(m), LateEnds: true}).Plan(t.Context(), tt.src)
		if err != nil || !again.Plan.Empty() {
			t.Errorf("%s: the same again changes %d, %v", tt.why, again.Plan.Size(), err)
		}
	}
}

// What others write is found by the history as it is by reading: before the plan is
// applied, and while it is.
func TestWhatOthersWriteMeanwhileIsFound(t *testing.T) {
	m, all, less := startMeddled(t)
	by := loader.Sync{Engine: enginetest.Conn(m), LateEnds: true}
	desired := loader.DesiredState(less, today)
	tenant := string(desired.Tenants[0])
	standing := desired.Relationships[len(desired.Relationships)-1]

	for why, stray := range map[string]func(){
		"a link comes": func() { byHand(t, m.Engine, v1.RelationshipUpdate_OPERATION_TOUCH, link(tenant, "c-1")) },
		"one goes":     func() { byHand(t, m.Engine, v1.RelationshipUpdate_OPERATION_DELETE, standing) },
	} {
		for _, src := range []source.Source{all, less} {
			proposal, err := by.Plan(t.Context(), src)
			if err != nil {
				t.Fatal(err)
			}
			stray()
			_, err = proposal.Apply(t.Context())
			if stale := new(loader.StalePlanError); !errors.As(err, &stale) {
				t.Errorf("%s before %d changes are written: got %v, want a stale plan", why, proposal.Plan.Size(), err)
			}
			if _, err := by.Run(t.Context(), all); err != nil {
				t.Fatal(err)
			}
		}
		m.meddle = stray
		if _, err := by.Run(t.Context(), less); err == nil || !strings.Contains(err.Error(), "holds something else") {
			t.Errorf("%s while the plan is written: got %v", why, err)
		}
		if _, err := by.Run(t.Context(), all); err != nil {
			t.Fatal(err)
		}
	}

	// A write that an engine acknowledges and does not make.
	lost := &losing{meddled: m}
	if _, err := (loader.Sync{Engine: enginetest.Conn(lost), LateEnds: true}).Run(t.Context(), less); err == nil || !strings.Contains(err.Error(), "holds something else") {
		t.Errorf("an engine that loses a write: got %v", err)
	}
}

// losing is an engine that makes nothing of a plan's writes.
type losing struct{ *meddled }

func (l *losing) WriteRelationships(ctx context.Context, r *v1.WriteRelationshipsRequest, opts ...grpc.CallOption) (*v1.WriteRelationshipsResponse, error) {
	if r.GetOptionalTransactionMetadata().GetFields()["batch"] != nil {
		r = &v1.WriteRelationshipsRequest{Updates: r.GetUpdates()[:0], OptionalPreconditions: r.GetOptionalPreconditions()}
	}
	return l.Engine.WriteRelationships(ctx, r, opts...)
}
