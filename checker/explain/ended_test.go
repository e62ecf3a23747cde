package explain_test

import (
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader"
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
	started, err := emergency.Start(t.Context(), loader.NewEngine(conn), access, emergency.Limits{}, began)
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
	if want := "anna's access to c-1003 ended at " + started.Until.UTC().Format("2006-01-02 15:04 UTC"); !strings.Contains(b.String(), want) {
		t.Errorf("got %s, want %q in it", b.String(), want)
	}
	if running, err := emergency.List(t.Context(), loader.NewEngine(conn), "veldzicht", time.Now()); err != nil || len(running) > 0 {
		t.Errorf("listed as running: %v (%v)", running, err)
	}
}
