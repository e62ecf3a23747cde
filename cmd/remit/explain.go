package main

import (
	"fmt"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/schema"
)

func (p *program) explainVerb() *cobra.Command {
	var format string
	verb := &cobra.Command{
		Use:   "explain SUBJECT PERMISSION RESOURCE",
		Short: "Say why, or why not and what is missing",
		Long: `Says for an answer that allows by which path; for one that denies what stands
in the way, the smallest changes that would allow it, and who could make them.
It reads the engine afresh. Exits with 0 only for allowed.`,
		Example: `  remit explain user:veldzicht/bram manage_account client:veldzicht/c-1001 --source fixtures/care`,
		Args:    exactly(3),
		RunE: func(cmd *cobra.Command, args []string) error {
			write, err := p.explanationWriter(format)
			if err != nil {
				return err
			}
			return p.ask(cmd.Context(), func(m schema.Model, conn *grpc.ClientConn) error {
				var q checker.Question
				err := inOrder(cmd, args, func(args []string) (err error) {
					q, err = parseQuestion(m, args)
					return err
				})
				if err != nil {
					return err
				}
				given, err := p.evaluationContext(m)
				if err != nil {
					return err
				}
				x, err := explain.New(conn, explain.Options{Model: m}).With(given).Explain(cmd.Context(), q)
				if err != nil {
					return err
				}
				if err := write(x); err != nil {
					return err
				}
				if x.Outcome == checker.Allowed {
					return nil
				}
				p.noteUnknown(cmd.Context(), m, conn, q.Subject, q.Resource)
				return errNo
			})
		},
	}
	verb.Flags().StringVar(&format, "format", "text", "`FORMAT`: text, mermaid or dot")
	return p.completing(p.addContext(verb), completeUser, completePermission, completeRef)
}

// explanationWriter is how an explanation is to be printed.
func (p *program) explanationWriter(format string) (func(explain.Explanation) error, error) {
	if p.json {
		return func(x explain.Explanation) error { return p.printJSON(x) }, nil
	}
	switch format {
	case "text":
		return func(x explain.Explanation) error { return x.WriteText(p.out, p.language) }, nil
	case "mermaid":
		return func(x explain.Explanation) error { return x.WriteMermaid(p.out) }, nil
	case "dot":
		return func(x explain.Explanation) error { return x.WriteDOT(p.out) }, nil
	}
	return nil, fmt.Errorf("format %q does not exist: choose text, mermaid or dot", format)
}
