package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

func (p *program) checkVerb() *cobra.Command {
	var file string
	verb := &cobra.Command{
		Use:   "check SUBJECT PERMISSION RESOURCE",
		Short: "Answer one question, or with -f many",
		Long: `Prints allowed, denied or conditional, and exits with 0 only for allowed.

With -f FILE (- for standard input) it asks one question a line: subject,
permission and resource, separated by tabs, or by blanks in a line without a
tab. It answers one line each in the same order: the outcome, a tab, the line as
it was read; where characters of it cannot be seen, with those fields in quotes
and tabs between them. A quoted reference, as which and who print it too, is read
like any other.
A line that cannot be answered has the outcome error, says why on standard
error, and makes the exit code 2. A blank line, and one that begins with #, is no
question: it comes back with a blank outcome.

With --data FILE.yaml, in SpiceDB's validation format, and --schema FILE.zed where
that has no schema, it asks about any SpiceDB schema, in an engine that lives for
this one command. A reference is type:id then, and a relation can be asked too.`,
		Example: `  remit check user:veldzicht/anna view_dossier client:veldzicht/c-1001 --source fixtures/care
  remit check -f questions.tsv --source fixtures/care
  remit check user:tom view document:plan --data documents.yaml`,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !cmd.Flags().Changed("file") {
				if err := exactly(3)(cmd, args); err != nil {
					return err
				}
				return p.checkOne(cmd, args)
			}
			if len(args) > 0 {
				return phrase.Errorf("check takes a question or -f FILE, not both")
			}
			return p.checkFile(cmd.Context(), file)
		},
	}
	verb.Flags().StringVarP(&file, "file", "f", "", "ask the questions in `FILE`, one a line; - is standard input")
	return p.addPast(p.addContext(verb))
}

func (p *program) checkOne(cmd *cobra.Command, args []string) error {
	ctx := cmd.Context()
	return p.withChecker(ctx, func(c asking) error {
		var q checker.Question
		err := inOrder(cmd, args, func(args []string) (err error) {
			q, err = parseQuestion(c.model, args)
			return err
		})
		if err != nil {
			return err
		}
		if err := c.defines(q.Permission); err != nil {
			return err
		}
		d, err := c.Check(ctx, q)
		if err != nil {
			return err
		}
		if err := p.printDecision(q, d); err != nil {
			return err
		}
		if d.Allowed() {
			return nil
		}
		p.noteUnknown(ctx, c, q.Subject, q.Resource)
		return errNo
	})
}

func (p *program) printDecision(q checker.Question, d checker.Decision) error {
	if p.json {
		return p.printJSON(p.newAnswerJSON(q, d))
	}
	if err := p.println(d.Outcome); err != nil {
		return err
	}
	return p.legend(q.Subject, q.Resource)
}

// ask reaches the data and the model that it is asked by.
func (p *program) ask(ctx context.Context, do func(schema.Model, *grpc.ClientConn) error) error {
	if p.place.isOther() {
		o, err := p.place.readOther()
		if err != nil {
			return err
		}
		e, err := o.start(ctx, false)
		if err != nil {
			return err
		}
		return errors.Join(do(o.model, e.Conn()), e.Close())
	}
	return p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		m, err := p.place.modelIn(ctx, conn)
		if err != nil {
			return err
		}
		return do(m, conn)
	})
}
