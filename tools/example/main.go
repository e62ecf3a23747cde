// The application of the README: it has an engine in its own process, loads a
// folder of users, roles and links into it, and asks who may do what.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"os"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/embedded"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

var errForbidden = errors.New("you may not read this dossier")

func main() {
	if len(os.Args) != 3 {
		log.Fatal("usage: application STORE FOLDER")
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	defer cancel()
	if err := run(ctx, os.Stdout, os.Args[1], os.DirFS(os.Args[2])); err != nil {
		log.Fatal(err)
	}
}

func run(ctx context.Context, out io.Writer, store string, folder fs.FS) (err error) {
	engine, err := embedded.Open(ctx, embedded.Options{Store: store}) // blank: in memory
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, engine.Close()) }()
	revision, err := loader.Load(ctx, engine.Conn(), folder, time.Now())
	if err != nil {
		return err // nothing was loaded of a folder that is wrong anywhere
	}
	may := checker.New(engine.Conn(), checker.Options{}).AtLeast(revision)

	bram, err := schema.ParseRef("user:veldzicht/bram")
	if err != nil {
		return err
	}
	client, err := schema.ParseRef("client:veldzicht/c-1001")
	if err != nil {
		return err
	}
	question := checker.Question{Subject: bram, Permission: schema.ClientViewDossier, Resource: client}
	decision, err := may.Check(ctx, question)
	if err != nil {
		return err // not answered: neither allowed nor denied
	}
	if !decision.Allowed() {
		return errForbidden
	}
	fmt.Fprintln(out, question, "is", decision.Outcome)

	clients, err := may.Resources(ctx, bram, schema.ClientViewDossier)
	if err != nil {
		return err // never a list that is shorter than it should be
	}
	fmt.Fprintln(out, "bram may read", clients.Refs)

	for client, err := range may.ResourcesSeq(ctx, bram, schema.ClientViewDossier) {
		if err != nil {
			return err // what came before is right, and there may be more
		}
		fmt.Fprintln(out, "one of them is", client)
	}
	page, err := may.ResourcesPage(ctx, bram, schema.ClientViewDossier, checker.Paging{Limit: 100})
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "the first are", page.Refs, "and there are more:", page.More)

	why, err := explain.New(engine.Conn(), explain.Options{}).Explain(ctx, question)
	if err != nil {
		return err
	}
	if err := why.WriteText(out, schema.English); err != nil {
		return err
	}
	return fromMemory(ctx, out, engine, question)
}

// fromMemory asks without asking the engine each time.
func fromMemory(ctx context.Context, out io.Writer, engine *embedded.Engine, question checker.Question) error {
	m := memory.Follow(engine.Conn(), memory.Options{})
	defer m.Close()
	if err := m.Ready(ctx); err != nil {
		return err
	}
	decision, err := checker.New(engine.Conn(), checker.Options{Memory: m}).Check(ctx, question)
	if err != nil {
		return err
	}
	fmt.Fprintln(out, "from memory it is", decision.Outcome)
	return nil
}
