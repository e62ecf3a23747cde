package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// planningFlags are those of plan.
type planningFlags struct {
	showing
	access, detailed bool
	out              string
}

// showing are the flags of what prints a plan.
type showing struct{ all bool }

func (s *showing) addFlags(verb *cobra.Command) {
	verb.Flags().BoolVar(&s.all, "all", false, "print every change, in place of the summary")
}

func (p *program) planVerb() *cobra.Command {
	var flags planningFlags
	verb := &cobra.Command{
		Use:   "plan [WHAT]",
		Short: "Show what a source would change, and change nothing",
		Long: `Reads a source, a folder or a file, and prints what loading it would change, by
tenant and kind: what to look at first, such as new administrators, and then what is
largest; with --all every change. Nothing is written. Without WHAT it is about the
sources that the settings list, all in one plan.

--out FILE keeps the plan in a file, which apply takes and plan shows again: WHAT
may be one. With --json it prints the plan as it stands in such a file. A plan that
a safety limit stands against says so on standard error.

With --access it prints what that comes to instead: which permissions users lose
and gain, on what, with the largest first; with --json all of them. The exit
code is then 1 if anybody gains or loses one, and 0 if nobody does.

With --detailed-exitcode the exit code is 0 if there is nothing to do, 1 if there are
changes, 2 on an error, and 3 if a safety limit stands against them.`,
		Example: `  remit plan people/ --endpoint 127.0.0.1:50051 --out plan.json
  remit plan plan.json --all
  remit plan people/ --access`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			if flags.out != "" {
				if err := files.Absent(flags.out); err != nil {
					return err
				}
			}
			saved, found, err := p.savedPlan(cmd.Context(), args)
			if err != nil {
				return advised(err)
			}
			if found {
				if flags.access {
					return errors.New("--access is about a source and what the engine holds: give the source in place of its plan")
				}
				return p.showPlan(saved, flags)
			}
			src, name, err := p.place.sources(cmd.Context(), args)
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), planning, func(conn *grpc.ClientConn) error {
				proposal, err := p.propose(cmd.Context(), p.sync(conn, applying{}, name), src)
				if err != nil {
					return err
				}
				return p.showProposal(proposal, flags)
			})
		},
	}
	flags.addFlags(verb)
	verb.Flags().BoolVar(&flags.access, "access", false, "print the permissions that users lose and gain")
	verb.Flags().StringVar(&flags.out, "out", "", "keep the plan in this `FILE`, for apply")
	verb.Flags().BoolVar(&flags.detailed, "detailed-exitcode", false, "exit with 1 if there are changes, and with 3 if a safety limit stands against them")
	return verb
}

// showProposal prints a new plan, or what it gives and takes.
func (p *program) showProposal(proposal loader.Proposal, flags planningFlags) error {
	if !flags.access {
		return p.showPlan(proposal.Plan, flags)
	}
	p.warnOfLimits(proposal.Plan)
	return p.printAccess(proposal.Access())
}

// showPlan prints a plan, keeps it if that was asked for, and says by its error
// which exit code it is.
func (p *program) showPlan(plan loader.Plan, flags planningFlags) error {
	refused := p.place.limits().Check(plan)
	if !flags.detailed {
		p.warnOfLimits(plan)
	}
	if err := p.printPlan(plan, flags.showing); err != nil {
		return err
	}
	if flags.out != "" {
		if err := p.keepPlan(plan, flags.out); err != nil {
			return err
		}
	}
	switch {
	case !flags.detailed || plan.Empty():
		return nil
	case refused != nil:
		return advised(refused)
	}
	return errNo
}

// warnOfLimits says what apply would refuse.
func (p *program) warnOfLimits(plan loader.Plan) {
	var refused *loader.RefusedError
	if errors.As(p.place.limits().Check(plan), &refused) {
		say(p.err, "apply would refuse this plan", refused.Refusals)
	}
}

// keepPlan writes a plan into a new file.
func (p *program) keepPlan(plan loader.Plan, name string) error {
	if err := files.Create(name, func(f *os.File) error { return json.NewEncoder(f).Encode(plan) }); err != nil {
		return fmt.Errorf("keeping the plan: %w", err)
	}
	if p.json {
		return nil
	}
	return p.printf("kept in %s; make that change with: remit apply %[1]s\n", schema.Shown(name))
}

// savedPlan is the plan in the file that a verb names, if it begins like one: it
// may have any name.
func (p *program) savedPlan(ctx context.Context, args []string) (loader.Plan, bool, error) {
	if len(args) != 1 {
		return loader.Plan{}, false, nil
	}
	if info, err := os.Stat(args[0]); err != nil || !info.Mode().IsRegular() {
		return loader.Plan{}, false, nil // a source, or nothing, which a source's error tells
	}
	file, err := files.Open(args[0])
	if err != nil {
		return loader.Plan{}, false, err
	}
	defer file.Close()
	beginning := make([]byte, 200)
	n, err := io.ReadFull(file, beginning)
	if err != nil && !errors.Is(err, io.ErrUnexpectedEOF) && !errors.Is(err, io.EOF) {
		return loader.Plan{}, false, err
	}
	if !loader.IsPlan(beginning[:n]) {
		return loader.Plan{}, false, nil
	}
	plan, err := p.readPlan(ctx, args[0])
	return plan, true, err
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
	p.sayNotes(src)
	say(p.place.notes, "warning", src.Warnings)
	proposal, err := sync.Plan(ctx, src)
	say(p.place.notes, "note", proposal.Plan.Notices)
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

// printPlan prints a plan: the summary, every change, or JSON.
func (p *program) printPlan(plan loader.Plan, how showing) error {
	write := plan.WriteSummary
	switch {
	case p.json:
		return p.printJSON(plan)
	case how.all:
		write = plan.WriteText
	}
	if err := write(p.out); err != nil {
		return err
	}
	if len(plan.Unnamed) > 0 {
		if err := p.println("`remit tenant list` says what there is in it; it goes with `remit tenant remove`"); err != nil {
			return err
		}
	}
	return p.printRefusals(plan, how)
}

// printRefusals says what stands against a plan, and the flags that lift it.
func (p *program) printRefusals(plan loader.Plan, how showing) error {
	careful := p.place.limits()
	careful.AllowRemovals, careful.AllowAccess = 0, 0
	var refused *loader.RefusedError
	if !errors.As(careful.Check(plan), &refused) {
		return nil
	}
	for i, r := range refused.Refusals {
		if i == refusalsShown && !how.all {
			if err := p.printf("and %d safety limits more\n", len(refused.Refusals)-i); err != nil {
				return err
			}
			break
		}
		if err := p.printf("beyond a safety limit: %s\n", r); err != nil {
			return err
		}
	}
	if flags := flagsOf(refused.Needs); flags != "" {
		return p.printf("it is applied with: %s\n", flags)
	}
	return nil
}

// refusalsShown is how many safety limits a summary names.
const refusalsShown = 5

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
