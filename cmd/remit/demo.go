package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

func (p *program) demoVerb() *cobra.Command {
	return &cobra.Command{
		Use:   "demo",
		Short: "Show the role tables of two small worlds, some questions and their reasons",
		Args:  exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if p.json {
				return phrase.Errorf("demo is for people: the tables for machines are in `remit matrix --json`")
			}
			if err := p.place.none("demo"); err != nil {
				return err
			}
			return p.withWorlds(cmd.Context(), func(conn *grpc.ClientConn) error {
				return p.demo(cmd.Context(), conn)
			})
		},
	}
}

// shown are the questions of the demo, each with what it shows.
var shown = [...]struct {
	about                         phrase.Phrase
	subject, permission, resource string
}{
	{phrase.Of("Bram is a supervisor, linked to client c-1001. May Bram read the dossier?"), "user:veldzicht/bram", "view_dossier", "client:veldzicht/c-1001"},
	{phrase.Of("May Bram write to the client?"), "user:veldzicht/bram", "message", "client:veldzicht/c-1001"},
	{phrase.Of("Anna has nothing to do with c-1003, but has started the emergency procedure."), "user:veldzicht/anna", "view_dossier", "client:veldzicht/c-1003"},
	{phrase.Of("Arthur is an app admin, and an ethical wall bars Arthur from org-y."), "user:kantoor-noord/arthur", "view", "organization:kantoor-noord/org-y"},
}

func (p *program) demo(ctx context.Context, conn *grpc.ClientConn) error {
	if err := p.say(demoOpening); err != nil {
		return err
	}
	if err := p.matrix(ctx, conn); err != nil {
		return err
	}
	if err := p.say(demoReasons); err != nil {
		return err
	}
	for _, s := range shown {
		if err := p.demoQuestion(ctx, conn, s.about, []string{s.subject, s.permission, s.resource}); err != nil {
			return err
		}
	}
	return p.say(demoClosing)
}

func (p *program) demoQuestion(ctx context.Context, conn *grpc.ClientConn, about phrase.Phrase, fields []string) error {
	q, err := parseQuestion(schema.Model{}, []string{fields[0], fields[1], fields[2]})
	if err != nil {
		return err
	}
	d, err := checker.New(conn, checker.Options{}).Check(ctx, q)
	if err != nil {
		return err
	}
	x, err := explain.New(conn, explain.Options{}).Explain(ctx, q)
	if err != nil {
		return err
	}
	if x.Outcome != d.Outcome {
		return phrase.Errorf("%s: the engine says %s, the explanation %s", q, d.Outcome, x.Outcome)
	}
	if err := p.say("\n%s\n  check %s", about, strings.Join(fields, " ")); err != nil {
		return err
	}
	return x.WriteText(p.out, p.language)
}

const demoOpening = `remit answers who may do what, to whom, and why. Here are two small worlds, loaded
into an engine in this process: a care institution (fixtures/care) and an audit
firm (fixtures/audit). Nothing is left behind.

Each cell below was just computed by asking the engine, with a user who has only
that role: ✓ yes, — no, or a word for where it holds.`

const demoReasons = `
Why, and why not:`

const demoClosing = `
Now ask it yourself. Load the care institution into remit.db, a store in one file
(no server, no container), and ask:

  go build -o remit ./cmd/remit
  ./remit sync fixtures/care
  ./remit check user:veldzicht/anna view_dossier client:veldzicht/c-1001
  ./remit which user:veldzicht/anna view_dossier client
  ./remit who view_dossier client:veldzicht/c-1001
  ./remit explain user:veldzicht/bram message client:veldzicht/c-1001

Then copy fixtures/care, put your own people in, and see what would change:

  ./remit plan my-people`
