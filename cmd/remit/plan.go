package main

import (
	"context"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/loader/source"
)

func (p *program) planVerb() *cobra.Command {
	var gives bool
	verb := &cobra.Command{
		Use:   "plan [FOLDER]",
		Short: "Show what a source folder would change, and change nothing",
		Long: `Reads a source folder and prints what loading it would change: who gains
which role, who loses which link, who becomes inactive. Nothing is written. Without
a folder it is about the sources that the settings list, all in one plan.

With --json it prints the plan as a file that apply takes. A plan that a safety
limit stands against says so on standard error.

With --access it prints what that comes to instead: which permissions users lose
and gain, on what, with the largest first; with --json all of them. The exit
code is then 1 if anybody gains or loses one, and 0 if nobody does.`,
		Example: `  remit plan people/ --endpoint 127.0.0.1:50051 --json > plan.json
  remit plan people/ --access`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			src, name, err := p.place.sources(args)
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), planning, func(conn *grpc.ClientConn) error {
				proposal, err := p.propose(cmd.Context(), p.sync(conn, applying{}, name), src)
				if err != nil {
					return err
				}
				var refused *loader.RefusedError
				if errors.As(p.place.settings.Limits.Loader().Check(proposal.Plan), &refused) {
					for _, refusal := range refused.Refusals {
						fmt.Fprintf(p.err, "remit: apply would refuse this plan: %s\n", refusal)
					}
				}
				if gives {
					return p.printAccess(proposal.Access())
				}
				return p.printPlan(proposal.Plan)
			})
		},
	}
	verb.Flags().BoolVar(&gives, "access", false, "print the permissions that users lose and gain")
	return verb
}

// withEngine runs a verb against wherever the data is.
func (p *program) withEngine(ctx context.Context, why purpose, do func(*grpc.ClientConn) error) error {
	conn, closeAll, err := p.place.open(ctx, why)
	if err != nil {
		return err
	}
	return errors.Join(advised(do(conn)), closeAll())
}

// propose computes what a source would change, and says what is odd in it.
func (p *program) propose(ctx context.Context, sync loader.Sync, src source.Source) (loader.Proposal, error) {
	say(p.err, "warning", src.Warnings)
	proposal, err := sync.Plan(ctx, src)
	say(p.err, "note", proposal.Plan.Notices)
	return proposal, err
}

// saidAtMost is how many warnings or notes are spelled out: with thousands,
// the rest of what is printed would be lost among them.
const saidAtMost = 20

// say prints warnings or notes, a line each.
func say[T any](w io.Writer, kind string, said []T) {
	for i, s := range said {
		if i == saidAtMost {
			fmt.Fprintf(w, "remit: and %d more of the kind %s\n", len(said)-i, kind)
			return
		}
		fmt.Fprintf(w, "remit: %s: %v\n", kind, s)
	}
}

func (p *program) printPlan(plan loader.Plan) error {
	if p.json {
		return p.printJSON(plan)
	}
	if err := plan.WriteText(p.out); err != nil {
		return err
	}
	var refused *loader.RefusedError
	if errors.As(loader.Limits{}.Check(plan), &refused) {
		return p.printf("it is applied with: %s\n", flagsOf(refused.Needs))
	}
	return nil
}

// printAccess prints what a change gives and takes; a change that does either
// is a no.
func (p *program) printAccess(d access.Difference, err error) error {
	if err != nil {
		return err
	}
	if p.json {
		err = d.WriteJSON(forMachines(p.out))
	} else {
		err = d.WriteText(p.out)
	}
	if err != nil {
		return err
	}
	if !d.Empty() {
		return errNo
	}
	return nil
}
