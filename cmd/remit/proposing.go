package main

import (
	"context"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/loader"
)

// proposing are the flags of verbs that make a plan of their own: it is shown,
// kept, or made at once.
type proposing struct {
	showing
	applying
	out  string
	make bool
}

func (f *proposing) addFlags(verb *cobra.Command) {
	f.showing.addFlags(verb)
	f.applying.addFlags(verb)
	verb.Flags().StringVar(&f.out, "out", "", "keep the plan in this `FILE`, for apply")
	verb.Flags().BoolVar(&f.make, "apply", false, "make the change")
}

// purpose is what an engine is opened for.
func (f proposing) purpose() purpose {
	if f.make {
		return changing
	}
	return reading
}

// runProposal shows the plan that a verb makes, and applies it if that is asked for.
func (p *program) runProposal(cmd *cobra.Command, flags proposing, name string, propose func(context.Context, loader.Sync) (loader.Proposal, error)) error {
	flags.limits = p.place.limited(cmd, flags.limits)
	if err := flags.limits.Validate(); err != nil {
		return advised(err)
	}
	if flags.out != "" {
		if err := files.Absent(flags.out); err != nil {
			return err
		}
	}
	return p.withEngine(cmd.Context(), flags.purpose(), func(conn *grpc.ClientConn) error {
		sync := p.sync(conn, flags.applying, name)
		sync.By = cmd.CommandPath()
		proposal, err := propose(cmd.Context(), sync)
		if err != nil {
			return err
		}
		if !flags.make {
			err := p.showPlan(proposal.Plan, planningFlags{showing: flags.showing, out: flags.out, limits: flags.limits})
			if err == nil && flags.out == "" && !p.json && !proposal.Plan.Empty() {
				err = p.say("nothing is changed yet: --apply makes the change")
			}
			return err
		}
		if p.json {
			p.sayNotices(proposal.Plan)
		} else if err := p.printApplying(proposal.Plan, flags.limits, flags.showing); err != nil {
			return err
		}
		if flags.out != "" {
			if err := p.keepPlan(proposal.Plan, flags.out); err != nil {
				return err
			}
		}
		revision, err := proposal.Apply(cmd.Context())
		return p.applied(proposal.Plan, revision, err)
	})
}
