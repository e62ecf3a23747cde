package checker_test

import (
	"context"
	"fmt"
	"log"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/schema"
)

// May Anna read the dossier of client c-1042?
func Example() {
	ctx := context.Background()
	conn := exampleEngine(ctx) // In earnest: a connection to SpiceDB, with its key.

	c := checker.New(conn, checker.Options{})
	decision, err := c.Check(ctx, checker.Question{
		Subject:    schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"},
		Permission: schema.ClientViewDossier,
		Resource:   schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1042"},
	})
	if err != nil {
		log.Fatal(err) // No decision: neither yes nor no.
	}
	fmt.Println(decision.Outcome, decision.Allowed())
	// Output: allowed true
}

// Whose dossiers may Anna read?
func ExampleChecker_Resources() {
	ctx := context.Background()
	c := checker.New(exampleEngine(ctx), checker.Options{})
	clients, err := c.Resources(ctx, schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"}, schema.ClientViewDossier)
	if err != nil {
		log.Fatal(err)
	}
	for _, client := range clients.Refs {
		fmt.Println(client)
	}
	// Output:
	// client:veldzicht/c-1042
	// client:veldzicht/c-1043
}

// exampleEngine is an engine in this process that knows Anna's caseload. It
// lives as long as the examples do.
func exampleEngine(ctx context.Context) *grpc.ClientConn {
	e, err := engine.Start(ctx, engine.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := v1.NewSchemaServiceClient(e.Conn()).WriteSchema(ctx, &v1.WriteSchemaRequest{Schema: schema.Text()}); err != nil {
		log.Fatal(err)
	}
	request := &v1.WriteRelationshipsRequest{}
	for _, s := range []string{
		"tenant:veldzicht#member@user:veldzicht/anna",
		"tenant:veldzicht#practitioner@user:veldzicht/anna",
		"client:veldzicht/c-1042#tenant@tenant:veldzicht",
		"client:veldzicht/c-1042#practitioner@user:veldzicht/anna",
		"client:veldzicht/c-1043#tenant@tenant:veldzicht",
		"client:veldzicht/c-1043#practitioner@user:veldzicht/anna",
	} {
		r, err := parseRelationship(s)
		if err != nil {
			log.Fatal(err)
		}
		request.Updates = append(request.Updates, &v1.RelationshipUpdate{Operation: v1.RelationshipUpdate_OPERATION_TOUCH, Relationship: r})
	}
	if _, err := v1.NewPermissionsServiceClient(e.Conn()).WriteRelationships(ctx, request); err != nil {
		log.Fatal(err)
	}
	return e.Conn()
}
