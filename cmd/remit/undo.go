package main

import (
	"context"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

func (p *program) undoVerb() *cobra.Command {
	var flags proposing
	var list bool
	verb := &cobra.Command{
		Use:   "undo [PLAN]",
		Short: "Plan the way back to before a plan was applied",
		Long: `Plans the way back to before the newest plan that was applied, or the one that is
named (a file, or as --list has it), from what was kept of it: beside the store, or in the folder that
--applied names. It is a plan like any other: shown, held to the limits, kept with
--out, and made with --apply, or by apply. Undone again, the change is back.

It is refused if what the plan changed was changed again since, or if something
builds on it. What applications made since stays, but for what is part of an object
that goes, which the plan says.`,
		Example: `  remit undo                      # what it would come to
  remit undo --apply
  remit undo --list               # what can be undone, the newest last
  remit undo plan.json --endpoint 127.0.0.1:50051`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			kept := p.place.appliedIn(flags.kept)
			if list {
				return p.listApplied(cmd.Context(), kept)
			}
			if len(args) == 0 {
				last, err := kept.last()
				if err != nil {
					return err
				}
				args = []string{last}
			}
			applied, err := p.readPlan(cmd.Context(), kept.find(args[0]))
			if err != nil {
				return advised(err)
			}
			return p.runProposal(cmd, flags, "undo", func(ctx context.Context, sync loader.Sync) (loader.Proposal, error) {
				return sync.Undo(ctx, applied)
			})
		},
	}
	flags.addFlags(verb)
	verb.Flags().BoolVar(&list, "list", false, "list the plans that were kept, the newest last")
	return verb
}

// listApplied prints a line for each plan that was kept.
func (p *program) listApplied(ctx context.Context, kept appliedPlans) error {
	if _, err := kept.last(); err != nil {
		return err
	}
	all, err := kept.list()
	if err != nil {
		return err
	}
	for _, name := range all {
		plan, err := p.readPlan(ctx, name)
		if err != nil {
			return err
		}
		if p.json {
			err = p.printJSON(appliedJSON{name, plan.Digest, plan.Source, plan.Size(), plan.Removals()})
		} else {
			err = p.say("%s  %s (that take away: %d)", schema.Shown(name), phrase.Of("%d {change|changes}", plan.Size()), plan.Removals())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// appliedJSON is one plan that was kept, for machines.
type appliedJSON struct {
	File     string `json:"file"`     // that keeps the plan
	Plan     string `json:"plan"`     // its digest
	Source   string `json:"source"`   // what it was of
	Changes  int    `json:"changes"`  // how many it made
	Removals int    `json:"removals"` // how many of them took something away
}
