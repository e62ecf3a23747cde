package recorder_test

import (
	"errors"
	"io"
	"os"
	"path/filepath"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/google/go-cmp/cmp"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/boltstore"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/ledger/recorder"
	"github.com/remit-authz/remit/internal/ledger/verify"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// world is an engine over a store, and a ledger.
type world struct {
	store, ledger string
	forgets       time.Duration // the window of the store's history; zero for its own
	conn          *grpc.ClientConn
	stop          func()
}

func newWorld(t *testing.T) *world {
	t.Helper()
	folder := t.TempDir()
	w := &world{store: filepath.Join(folder, "store"), ledger: filepath.Join(folder, "ledger")}
	w.start(t)
	return w
}

// start runs the engine over the store.
func (w *world) start(t *testing.T) {
	t.Helper()
	s, err := boltstore.Open(w.store, boltstore.Options{NoSync: true, GCWindow: w.forgets, GCInterval: w.forgets, Quantization: -1})
	if err != nil {
		t.Fatal(err)
	}
	e, err := engine.Start(t.Context(), engine.Options{Datastore: s})
	if err != nil {
		t.Fatal(err)
	}
	w.conn = e.Conn()
	stopped := false
	w.stop = func() {
		if stopped {
			return
		}
		stopped = true
		if err := errors.Join(e.Close(), s.Close()); err != nil {
			t.Error(err)
		}
	}
	t.Cleanup(w.stop)
}

// record starts a recorder.
func (w *world) record(t *testing.T, options recorder.Options) *recorder.Recorder {
	t.Helper()
	r, err := recorder.Start(t.Context(), w.conn, w.ledger, options)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// recorded catches up and ends a recorder.
func recorded(t *testing.T, r *recorder.Recorder) {
	t.Helper()
	if err := errors.Join(r.CatchUp(t.Context(), 10*time.Second), r.Close()); err != nil {
		t.Fatal(err)
	}
}

func (w *world) writeSchema(t *testing.T, text string) string {
	t.Helper()
	answer, err := v1.NewSchemaServiceClient(w.conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: text})
	if err != nil {
		t.Fatal(err)
	}
	return answer.GetWrittenAt().GetToken()
}

func (w *world) write(t *testing.T, by provenance.Provenance, changes ...relation.Change) string {
	t.Helper()
	request := &v1.WriteRelationshipsRequest{OptionalTransactionMetadata: by.Metadata()}
	for _, c := range changes {
		update, err := c.Update()
		if err != nil {
			t.Fatal(err)
		}
		request.Updates = append(request.Updates, update)
	}
	answer, err := v1.NewPermissionsServiceClient(w.conn).WriteRelationships(t.Context(), request)
	if err != nil {
		t.Fatal(err)
	}
	return answer.GetWrittenAt().GetToken()
}

// held is what the engine holds at a revision.
func (w *world) held(t *testing.T, revision string) map[relation.Relationship]relation.Terms {
	t.Helper()
	stream, err := v1.NewPermissionsServiceClient(w.conn).ExportBulkRelationships(t.Context(), &v1.ExportBulkRelationshipsRequest{
		Consistency: &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: revision}}},
	})
	if err != nil {
		t.Fatal(err)
	}
	all := map[relation.Relationship]relation.Terms{}
	for {
		page, err := stream.Recv()
		if errors.Is(err, io.EOF) {
			return all
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range page.GetRelationships() {
			r, err := relation.FromMessage(m)
			if err != nil {
				t.Fatal(err)
			}
			all[r.Key()] = r.Terms
		}
	}
}

func (w *world) history(t *testing.T) *entry.History {
	t.Helper()
	h, err := entry.Open(w.ledger)
	if err != nil {
		t.Fatal(err)
	}
	return h
}

// entries are all of the ledger's, which is as it was signed.
func (w *world) entries(t *testing.T) (all []entry.Entry) {
	t.Helper()
	public, err := os.ReadFile(filepath.Join(w.ledger, "public"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := verify.Folder(os.DirFS(w.ledger), string(public)); err != nil {
		t.Fatal(err)
	}
	for e, err := range w.history(t).Entries(0) {
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, e)
	}
	return all
}

// kinds are those of entries.
func kinds(entries []entry.Entry) (all []entry.Kind) {
	for _, e := range entries {
		all = append(all, e.Kind)
	}
	return all
}

func requireKinds(t *testing.T, entries []entry.Entry, want ...entry.Kind) {
	t.Helper()
	if diff := cmp.Diff(want, kinds(entries)); diff != "" {
		t.Fatalf("(-want +got)\n%s", diff)
	}
}

func requireState(t *testing.T, got *entry.State, want map[relation.Relationship]relation.Terms) {
	t.Helper()
	now, held := time.Now(), map[relation.Relationship]relation.Terms{}
	for r := range got.Relationships() {
		if !r.Expired(now) {
			held[r.Key()] = r.Terms
		}
	}
	if diff := cmp.Diff(want, held); diff != "" {
		t.Fatalf("state at %s (-engine +ledger)\n%s", got.Revision, diff)
	}
}

func ref(text string) schema.Ref {
	r, err := schema.ParseRef(text)
	if err != nil {
		panic(err)
	}
	return r
}

// link is a practitioner's link to a client.
func link(client, user string) relation.Change {
	return relation.Change{Relationship: relation.Between(ref("client:veldzicht/"+client), schema.ClientPractitioner, ref("user:veldzicht/"+user))}
}

func gone(c relation.Change) relation.Change {
	c.Gone = true
	return c
}
