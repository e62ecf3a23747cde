package main

import (
	"errors"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/explain"
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
			return p.withChecker(cmd.Context(), func(c asking) error {
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
				x, err := c.explainer.Explain(cmd.Context(), q)
				if err != nil {
					return err
				}
				if err := write(x); err != nil {
					return err
				}
				if x.Outcome == checker.Allowed {
					return nil
				}
				p.noteUnknown(cmd.Context(), c, q.Subject, q.Resource)
				return errNo
			})
		},
	}
	verb.Flags().StringVar(&format, "format", "", "`FORMAT`: text, json, mermaid or dot (default text)")
	return p.addPast(p.addContext(verb))
}

// explanationWriter is how an explanation is to be printed.
func (p *program) explanationWriter(named string) (func(explain.Explanation) error, error) {
	format, err := p.formatOf(named, explainFormats)
	if err != nil {
		return nil, err
	}
	switch format {
	case "json":
		p.verbatim()
		return func(x explain.Explanation) error { return p.printJSON(x.Document(p.name)) }, nil
	case "mermaid":
		return func(x explain.Explanation) error { return x.WriteMermaid(p.verbatim()) }, nil
	case "dot":
		return func(x explain.Explanation) error { return x.WriteDOT(p.verbatim()) }, nil
	default:
		return func(x explain.Explanation) error {
			return errors.Join(x.WriteText(p.out, p.language), p.legend(x.Refs()...))
		}, nil
	}
}

// explainFormats are the formats of an explanation.
var explainFormats = []string{"text", "json", "mermaid", "dot"}
