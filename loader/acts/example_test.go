package acts_test

import (
	"context"
	"fmt"
	"log"
	"time"

	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/acts"
	"github.com/remit-authz/remit/schema"
)

func Example() {
	ctx := context.Background()
	e, err := embedded.Open(ctx, embedded.Options{}) // or a connection to a SpiceDB elsewhere
	if err != nil {
		log.Fatal(err)
	}
	defer func() { _ = e.Close() }()
	if _, err := loader.Load(ctx, e.Conn(), folder(libraries), time.Now()); err != nil {
		log.Fatal(err)
	}
	manager, auditor := user("manager"), user("auditor")
	year := acts.Object{Ref: ref("engagement:2027"), Parent: ref("organization:o1")}
	if _, err := acts.Create(ctx, e.Conn(), manager, year, time.Now()); err != nil {
		log.Fatal(err)
	}
	grant := acts.Grant{User: auditor, Role: schema.RoleAuditor, Object: year.Ref}
	at, err := acts.Link(ctx, e.Conn(), manager, grant, time.Now())
	fmt.Println(at != "", err)
	_, err = acts.Remove(ctx, e.Conn(), auditor, year.Ref, time.Now())
	fmt.Println(err)
	// Output:
	// true <nil>
	// user:acme/auditor may not remove engagement:acme/2027: they lack engagement#delete on engagement:acme/2027: see `remit explain`
}
