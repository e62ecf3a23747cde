package explain_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/protobuf/types/known/structpb"
	"google.golang.org/protobuf/types/known/timestamppb"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader/emergency"
	"github.com/remit-authz/remit/schema"
)

// Whoever asks right after the end of an emergency is told of it: the engine
// had forgotten it at the same second.
func TestAnEmergencyThatEndedIsNamed(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	anna, client := ref(t, "user:veldzicht/anna"), ref(t, "client:veldzicht/c-1003")
	began := time.Now().Add(-schema.EndedShownFor / 2)
	access := emergency.Access{User: anna, Client: client, Reason: "found unresponsive", For: time.Second}
	started, err := emergency.Start(t.Context(), conn, access, emergency.Limits{}, began)
	if err != nil {
		t.Fatal(err)
	}
	q := checker.Question{Subject: anna, Permission: schema.ClientViewDossier, Resource: client}
	if decision, err := checker.New(conn, checker.Options{}).Check(t.Context(), q); err != nil || decision.Outcome != checker.Denied {
		t.Errorf("got %v (%v), want it denied", decision.Outcome, err)
	}
	x, err := explain.New(conn, explain.Options{}).Explain(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := x.WriteText(&b, schema.English); err != nil {
		t.Fatal(err)
	}
	if want := "anna's access to c-1003 ended at " + started.Until.UTC().Format(time.RFC3339); !strings.Contains(b.String(), want) {
		t.Errorf("got %s, want %q in it", b.String(), want)
	}
	if running, err := emergency.List(t.Context(), conn, "veldzicht", time.Now()); err != nil || len(running) > 0 {
		t.Errorf("listed as running: %v (%v)", running, err)
	}
}

// A relationship written by hand that stores the time of the question ran
// without end, and no list showed it.
func TestAnEmergencyThatStoresTheQuestionIsNamed(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())

	anna, client := ref(t, "user:veldzicht/anna"), ref(t, "client:veldzicht/c-1003")
	given, err := structpb.NewStruct(map[string]any{
		"since": "2020-01-01T00:00:00Z", "until": "2020-01-01T01:00:00Z", "reason": "found unresponsive", "now": "2020-01-01T00:00:00Z",
	})
	if err != nil {
		t.Fatal(err)
	}
	written, err := v1.NewPermissionsServiceClient(conn).WriteRelationships(t.Context(), &v1.WriteRelationshipsRequest{Updates: []*v1.RelationshipUpdate{{
		Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: &v1.Relationship{
			Resource: &v1.ObjectReference{ObjectType: "client", ObjectId: client.ObjectID()}, Relation: "emergency",
			Subject:           &v1.SubjectReference{Object: &v1.ObjectReference{ObjectType: "user", ObjectId: anna.ObjectID()}},
			OptionalCaveat:    &v1.ContextualizedCaveat{CaveatName: string(schema.CaveatEmergencyAccess), Context: given},
			OptionalExpiresAt: timestamppb.New(time.Date(9999, 1, 1, 0, 0, 0, 0, time.UTC)),
		},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	q := checker.Question{Subject: anna, Permission: schema.ClientViewDossier, Resource: client}

	m := memory.Follow(conn, memory.Options{})
	defer m.Close()
	if err := m.Ready(t.Context()); err != nil {
		t.Fatal(err)
	}
	snapshot := m.Snapshot(t.Context(), schema.Revision(written.GetWrittenAt().GetToken()))
	if decision, err := snapshot.Check(q, checker.EvaluationContext{}, time.Time{}); err != nil || decision.Outcome != checker.Denied {
		t.Errorf("from memory: got %v (%v), want it denied", decision.Outcome, err)
	}
	x, err := explain.New(conn, explain.Options{}).Explain(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	if want := (explain.Obstacle{Kind: explain.StoresQuestion, Who: anna, What: client, Role: "emergency"}); x.Outcome != checker.Denied || !slices.Contains(x.InTheWay, want) {
		t.Errorf("explained: got %v with %v in the way, want %v", x.Outcome, x.InTheWay, want)
	}
	if _, err := emergency.List(t.Context(), conn, "veldzicht", time.Now()); err == nil || !strings.Contains(err.Error(), "user:veldzicht/anna to client:veldzicht/c-1003") {
		t.Errorf("listed: got error %v, want one that names it", err)
	}
	access := emergency.Access{User: anna, Client: client, Reason: "found unresponsive", For: time.Minute}
	if _, err := emergency.Start(t.Context(), conn, access, emergency.Limits{}, time.Now()); err == nil {
		t.Error("another one was started over it, and nobody told")
	}
	if _, err := emergency.Stop(t.Context(), conn, anna, client, ""); err != nil {
		t.Error(err)
	}
	if running, err := emergency.List(t.Context(), conn, "veldzicht", time.Now()); err != nil || len(running) > 0 {
		t.Errorf("once it is stopped: got %v (%v)", running, err)
	}
}
