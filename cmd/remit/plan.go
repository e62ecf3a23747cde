package main

import (
	"context"
	"errors"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/loader/source"
)

// planningFlags are those of plan.
type planningFlags struct {
	showing
	access, detailed bool
	out              string
	limits           loader.Limits // of the settings, with what flags lift
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
a safety limit stands against says so; on standard error with --json, --access or
--quiet.

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
			flags.limits = p.place.limits()
			saved, found, err := p.savedPlan(cmd.Context(), args)
			if err != nil {
				return advised(err)
			}
			if found {
				if flags.access {
					return phrase.Errorf("--access is about a source and what the engine holds: give the source in place of its plan")
				}
				return p.showPlan(saved, flags)
			}
			src, name, err := p.place.sources(cmd.Context(), args)
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), planning, func(conn *grpc.ClientConn) error {
				sync := p.sync(conn, applying{}, name)
				proposal, err := p.propose(cmd.Context(), sync, src)
				if err != nil {
					return err
				}
				if err := p.sayRefused(cmd.Context(), sync, proposal.Plan); err != nil {
					return err
				}
				return p.showProposal(cmd.Context(), proposal, flags)
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
func (p *program) showProposal(ctx context.Context, proposal loader.Proposal, flags planningFlags) error {
	if !flags.access {
		return p.showPlan(proposal.Plan, flags)
	}
	p.sayNotices(proposal.Plan)
	p.warnOfLimits(proposal.Plan, flags.limits)
	return p.printAccess(proposal.Access(ctx))
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
	sayAll(p.place.loud(), phrase.Of("warning"), src.Warnings, src.MoreWarnings)
	sayAll(p.place.loud(), phrase.Of("warning"), p.unknownProtected(src), 0)
	return sync.Plan(ctx, src)
}

// sayNotices says a plan's notices where no plan is printed: it has them itself.
func (p *program) sayNotices(plan loader.Plan) { sayAll(p.place, phrase.Of("note"), plan.Notices, 0) }

// sayRefused says what else stands against a plan where it was made: a schema that lacks
// the institution's part, and ends that the engine would be late with.
func (p *program) sayRefused(ctx context.Context, sync loader.Sync, plan loader.Plan) error {
	if p.place.model != "" && !plan.WritesSchema {
		m, err := p.place.ownModel()
		if err == nil {
			err = p.place.holds(ctx, sync.Engine, m)
		}
		if other := new(conformance.OtherError); errors.As(err, &other) {
			p.tell("sync would refuse this plan: %v", err)
		} else if err != nil {
			return err
		}
	}
	err := sync.CheckEnds(ctx, plan)
	if late := new(loader.LateEndsError); errors.As(err, &late) {
		p.tell("apply would refuse this plan: %v", advised(err))
		return nil
	}
	return err
}

// saidAtMost is how many warnings or notes are spelled out: with thousands,
// the rest of what is printed would be lost among them.
const saidAtMost = 20

// sayAll says warnings or notes, a line each, unless --quiet is said; more were not kept.
func sayAll[T any](p place, kind phrase.Phrase, said []T, more int) {
	for i, s := range said {
		if i == saidAtMost {
			p.tell("and %d more of the kind %s", len(said)-i+more, kind)
			return
		}
		p.tell("%s: %s", kind, p.words().Value(s))
	}
}

// printAccess prints what a change gives and takes; a change that does either
// is a no.
func (p *program) printAccess(d access.Difference, err error) error {
	if err != nil {
		return err
	}
	if p.json {
		err = d.WriteJSON(forMachines(p.verbatim()))
	} else {
		err = d.WriteText(p.out, p.language)
	}
	if err != nil {
		return err
	}
	if !d.Empty() {
		return errNo
	}
	return nil
}
