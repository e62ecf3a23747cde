package perm_test

import (
	"context"
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"example.org/application/perm"
	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// start is an engine with the care world, and a model.
func start(t *testing.T, m schema.Model) *grpc.ClientConn {
	t.Helper()
	e, err := embedded.Open(t.Context(), embedded.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = e.Close() })
	if _, err := loader.WriteSchema(t.Context(), e.Conn(), m); err != nil {
		t.Fatal(err)
	}
	load(t, e.Conn())
	return e.Conn()
}

func load(t *testing.T, conn *grpc.ClientConn) {
	t.Helper()
	if _, err := loader.Load(t.Context(), conn, os.DirFS("../../../fixtures/care"), time.Now()); err != nil {
		t.Fatal(err)
	}
}

func ref(t *testing.T, s string) schema.Ref {
	t.Helper()
	r, err := perm.Model().ParseRef(s)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// write is what an application does for its own relations.
func write(ctx context.Context, conn *grpc.ClientConn, resource schema.Ref, relation schema.Relation, subject schema.Ref) error {
	object := func(r schema.Ref) *v1.ObjectReference {
		return &v1.ObjectReference{ObjectType: string(r.Type), ObjectId: r.ObjectID()}
	}
	_, err := v1.NewPermissionsServiceClient(conn).WriteRelationships(ctx, &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{{
		Operation: v1.RelationshipUpdate_OPERATION_TOUCH,
		Relationship: &v1.Relationship{
			Resource: object(resource), Relation: relation.Name(), Subject: &v1.SubjectReference{Object: object(subject)},
		},
	}}})
	return err
}

func TestOwnPermissionsAreAskedLikeRemits(t *testing.T) {
	conn := start(t, perm.Model())
	if err := perm.Check(t.Context(), conn); err != nil {
		t.Fatal(err)
	}
	anna, client, note := ref(t, "user:veldzicht/anna"), ref(t, "client:veldzicht/c-1001"), ref(t, "note:veldzicht/n-1")
	if err := write(t.Context(), conn, note, perm.NoteClient, client); err != nil {
		t.Fatal(err)
	}
	may := checker.New(conn, checker.Options{Model: perm.Model(), ModelMaxAge: time.Minute})
	ask := func(p schema.Permission, on schema.Ref, want checker.Outcome) {
		t.Helper()
		d, err := may.Check(t.Context(), checker.Question{Subject: anna, Permission: p, Resource: on})
		if err != nil || d.Outcome != want {
			t.Errorf("%s on %s: %v, %v, want %v", p, on, d.Outcome, err, want)
		}
	}
	ask(perm.NoteRead, note, checker.Allowed)
	ask(perm.NoteEdit, note, checker.Denied)
	ask(perm.ClientArchive, client, checker.Denied)
	ask(schema.ClientViewDossier, client, checker.Allowed)
	if err := write(t.Context(), conn, client, perm.ClientArchivist, anna); err != nil {
		t.Fatal(err)
	}
	ask(perm.ClientArchive, client, checker.Allowed)

	load(t, conn) // a sync leaves an application's own alone
	ask(perm.ClientArchive, client, checker.Allowed)
	ask(perm.NoteRead, note, checker.Allowed)

	notes, err := may.Resources(t.Context(), anna, perm.NoteRead)
	if err != nil || len(notes.Refs) != 1 || notes.Refs[0] != note {
		t.Errorf("notes that anna reads: %v, %v", notes.Refs, err)
	}
	why, err := explain.New(conn, explain.Options{Model: perm.Model()}).Explain(t.Context(), checker.Question{Subject: anna, Permission: perm.ClientArchive, Resource: client})
	if err != nil || !strings.Contains(why.PathSentence(schema.Dutch), "anna is archivaris van c-1001") {
		t.Errorf("why anna archives: %s, %v", why.PathSentence(schema.Dutch), err)
	}
}

// An engine that has remit's model alone is found out at the start, and by a
// checker that is held to the model.
func TestAnEngineWithoutTheModelIsRefused(t *testing.T) {
	conn := start(t, schema.Model{})
	if err := perm.Check(t.Context(), conn); err == nil || !strings.Contains(err.Error(), "client#archive") && !strings.Contains(err.Error(), "definition note") {
		t.Errorf("an engine without the model: %v", err)
	}
	q := checker.Question{Subject: ref(t, "user:veldzicht/anna"), Permission: schema.ClientViewDossier, Resource: ref(t, "client:veldzicht/c-1001")}
	d, err := checker.New(conn, checker.Options{Model: perm.Model(), ModelMaxAge: time.Minute}).Check(t.Context(), q)
	if err == nil || d.Allowed() {
		t.Errorf("a checker of the model: %v, %v", d.Outcome, err)
	}
}

// perm.go is what the program makes of own.zed today.
func TestPermIsFresh(t *testing.T) {
	generate := exec.CommandContext(t.Context(), "go", "run", "./cmd/remit", "schema", "generate", "--package", "perm", "tools/example/perm/own.zed")
	generate.Dir = "../../.."
	want, err := generate.Output()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile("perm.go")
	if err != nil {
		t.Fatal(err)
	}
	if string(have) != string(want) {
		t.Error("perm.go is stale: run `go run ./cmd/remit schema generate --package perm --out tools/example/perm/perm.go tools/example/perm/own.zed`")
	}
}
