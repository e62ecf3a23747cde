package checker_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// May Anna read the dossier of client c-1001?
func Example() {
	ctx := context.Background()
	conn := exampleEngine(ctx) // In earnest: a connection to SpiceDB, with its key.

	c := checker.New(conn, checker.Options{})
	decision, err := c.Check(ctx, checker.Question{
		Subject:    schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"},
		Permission: schema.ClientViewDossier,
		Resource:   schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1001"},
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
	// client:veldzicht/c-1001
	// client:veldzicht/c-1005
}

// exampleEngine is an engine in this process that holds the care fixtures. It
// lives as long as the examples do.
func exampleEngine(ctx context.Context) *grpc.ClientConn {
	e, err := embedded.Open(ctx, embedded.Options{})
	if err != nil {
		log.Fatal(err)
	}
	if _, err := loader.Load(ctx, e.Conn(), fixtures.Care(), time.Now()); err != nil {
		log.Fatal(err)
	}
	return e.Conn()
}
