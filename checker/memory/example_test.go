package memory_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// An application follows its engine once, and gives the memory to its checkers.
func Example() {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	e, err := embedded.Open(ctx, embedded.Options{}) // or a connection to a SpiceDB elsewhere
	if err != nil {
		log.Fatal(err)
	}
	defer e.Close()
	revision, err := loader.Load(ctx, e.Conn(), fixtures.Care(), time.Now())
	if err != nil {
		log.Fatal(err)
	}

	m := memory.Follow(e.Conn(), memory.Options{})
	defer m.Close()
	may := checker.New(e.Conn(), checker.Options{Memory: m})

	bram, _ := schema.ParseRef("user:veldzicht/bram")
	client, _ := schema.ParseRef("client:veldzicht/c-1001")
	q := checker.Question{Subject: bram, Permission: schema.ClientViewDossier, Resource: client}
	decision, err := may.Check(ctx, q) // until the memory is filled, the engine answers
	fmt.Println(decision.Outcome, err)

	if err := m.Ready(ctx); err != nil {
		log.Fatal(err)
	}
	decision, err = may.AtLeast(revision).Check(ctx, q)
	fmt.Println(decision.Outcome, err, m.Health().State)
	// Output:
	// allowed <nil>
	// allowed <nil> following
}
