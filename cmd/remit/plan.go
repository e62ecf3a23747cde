package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/loader/source"
)

func (p *program) planVerb() *cobra.Command {
	var gives bool
	verb := &cobra.Command{
		Use:   "plan FOLDER",
		Short: "Show what a source folder would change, and change nothing",
		Long: `Reads a source folder and prints what loading it would change: who gains
which role, who loses which link, who becomes inactive. Nothing is written.

With --json it prints the plan as a file that apply takes. A plan that a safety
limit stands against says so on standard error.

With --access it prints what that comes to instead: which permissions users lose
and gain, on what, with the largest first; with --json all of them. The exit
code is then 1 if anybody gains or loses one, and 0 if nobody does.`,
		Example: `  remit plan people/ --endpoint 127.0.0.1:50051 --json > plan.json
  remit plan people/ --access`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			source, err := p.place.readSource(args[0])
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), planning, func(conn *grpc.ClientConn) error {
				planned, err := p.plan(cmd.Context(), loader.NewEngine(conn), source)
				if err != nil {
					return err
				}
				for _, refusal := range planned.plan.Refusals(loader.Limits{}) {
					fmt.Fprintf(p.err, "remit: apply would refuse this plan: %s\n", refusal)
				}
				if gives {
					return p.printAccess(access.OfPlan(planned.plan, planned.have, planned.at))
				}
				return p.printPlan(planned.plan)
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

// planned is a plan with what it was computed on.
type planned struct {
	plan loader.Plan
	have loader.State
	at   time.Time
}

// plan computes what a source would change, after saying what is odd in it, and
// counts the permissions for the safety limits.
func (p *program) plan(ctx context.Context, eng loader.Engine, src source.Source) (planned, error) {
	now := time.Now()
	want := loader.Want(src, now)
	say(p.err, "warning", src.Warnings)
	say(p.err, "note", want.Notices)
	have, err := loader.Have(ctx, eng, want.Tenants)
	if err != nil {
		return planned{}, err
	}
	plan, err := access.Measure(loader.Diff(want, have), have, now)
	return planned{plan, have, now}, err
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
	return plan.WriteText(p.out)
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
