package main

import (
	"context"
	"os/user"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// applying are the flags of the verbs that write a plan.
type applying struct {
	limits      loader.Limits
	lateEnds    bool
	actor, kept string
}

func (a *applying) addFlags(verb *cobra.Command) {
	verb.Flags().IntVar(&a.limits.AllowRemovals, "allow-removals", 0, "let the plan remove up to `N` relationships that a source wrote, whatever the safety limits say")
	verb.Flags().IntVar(&a.limits.AllowAccess, "allow-access", 0, "let the plan give up to `N` permissions, whatever the safety limits say")
	verb.Flags().BoolVar(&a.lateEnds, "late-ends", false, "take links with an end to a SpiceDB that may allow by them some seconds longer")
	verb.Flags().StringVar(&a.kept, "applied", "", "keep what is applied in this `FOLDER`, for undo (default beside the store; none for an engine elsewhere)")
	addActor(verb, &a.actor)
}

// addActor is the flag of every verb that writes.
func addActor(verb *cobra.Command, actor *string) {
	verb.Flags().StringVar(actor, "actor", currentUser(), "`WHO` is answerable for the change, kept beside it")
}

func (p *program) applyVerb() *cobra.Command {
	var flags applying
	verb := &cobra.Command{
		Use:   "apply PLAN",
		Short: "Make a change that plan --out kept",
		Long: `Makes the change in a plan that plan --out kept; - is standard input. A
plan is refused if what a source wrote has changed since, or if it leads to what
no source asks for (exit code 2), or if a safety limit stands against it (exit
code 3), by the numbers that are true now. What the plan orphans of
what an application wrote is cleared away too, whatever came of it since. Interrupted, it leaves
too little access rather than too much: plan again and apply that.`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			defer p.finishUnread()()
			flags.limits = p.place.limited(cmd, flags.limits)
			if err := flags.limits.Validate(); err != nil {
				return advised(err)
			}
			plan, err := p.readPlan(cmd.Context(), args[0])
			if err != nil {
				return advised(err)
			}
			why := changing
			if plan.WritesSchema { // it was made for an engine that is empty
				why = creating
			}
			return p.withEngine(cmd.Context(), why, func(conn *grpc.ClientConn) error {
				sync := p.sync(conn, flags, args[0])
				sync.By = cmd.CommandPath()
				revision, err := sync.Apply(cmd.Context(), plan)
				return p.applied(plan, revision, err)
			})
		},
	}
	flags.addFlags(verb)
	return verb
}

func (p *program) syncVerb() *cobra.Command {
	var flags applying
	var how showing
	var watching watching
	verb := &cobra.Command{
		Use:   "sync [WHAT]",
		Short: "Plan a source, or the sources of the settings, and apply the plan",
		Long: `Plans a source, a folder or a file, or the sources of the settings, prints the plan
and applies it, within the safety limits. Interrupted anywhere, the same again
finishes it.

With --watch it goes on: it syncs when a source changes, and every --every, until it is
stopped. Nobody looks at those plans, so nothing lifts the limits, and a kind of row
of which a source names none any more does not go. A source that cannot be read whole,
twice alike, changes nothing: the engine keeps what it has, which is said on standard
error and in --status FILE.`,
		Example: `  remit sync people/ --endpoint 127.0.0.1:50051
  remit sync                            # what remit.yaml lists
  remit sync --watch --every 5m --status status.json`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			defer p.finishUnread()()
			flags.limits = p.place.limited(cmd, flags.limits)
			if err := flags.limits.Validate(); err != nil {
				return advised(err)
			}
			if err := watching.validate(cmd); err != nil {
				return err
			}
			if watching.on {
				return p.watch(cmd.Context(), args, flags, watching)
			}
			// Read before a store is made: a slip in the name leaves none behind.
			src, name, err := p.place.sources(cmd.Context(), args)
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), creating, func(conn *grpc.ClientConn) error {
				proposal, err := p.propose(cmd.Context(), p.sync(conn, flags, name), src)
				if err != nil {
					return err
				}
				if p.json {
					p.sayNotices(proposal.Plan)
				} else if err := p.printApplying(proposal.Plan, flags.limits, how); err != nil {
					return err
				}
				named := labelsOf(src)
				src = source.Source{} // which is as large as the plan, and in it by now
				revision, err := proposal.Apply(cmd.Context())
				if err == nil {
					p.keepLabels(named)
				}
				return p.applied(proposal.Plan, revision, err)
			})
		},
	}
	flags.addFlags(verb)
	how.addFlags(verb)
	watching.addFlags(verb)
	return verb
}

// sync is the way to an engine, with what the flags say.
func (p *program) sync(conn *grpc.ClientConn, flags applying, source string) loader.Sync {
	return loader.Sync{
		Engine:   conn,
		Limits:   flags.limits,
		LateEnds: flags.lateEnds,
		Actor:    schema.Shown(flags.actor),
		Source:   schema.Shown(source),
		Progress: p.progress.step,
		Keep:     p.place.appliedIn(flags.kept).keep(),
	}
}

func (p *program) readPlan(ctx context.Context, name string) (loader.Plan, error) {
	file, err := p.input(ctx, name)
	if err != nil {
		return loader.Plan{}, phrase.Errorf("reading the plan: %w", err)
	}
	defer file.Close()
	plan, err := loader.ParsePlan(file)
	if err != nil {
		return loader.Plan{}, phrase.Errorf("plan %s: %w", name, err)
	}
	return plan, nil
}

// madeJSON is a change that was made, for machines.
type madeJSON struct {
	// Plan is the digest of the plan.
	Plan string `json:"plan"`
	// Revision is the first that has the change.
	Revision schema.Revision `json:"revision"`
}

// applied prints the revision that has a plan.
func (p *program) applied(plan loader.Plan, revision schema.Revision, err error) error {
	if err != nil {
		return err
	}
	if p.json {
		return p.printJSON(madeJSON{plan.Digest, revision})
	}
	if plan.Empty() {
		return p.say("revision %s", revision)
	}
	return p.say("done; the change is in revision %s", revision)
}

// currentUser is who runs the program, as far as the system says.
func currentUser() string {
	u, err := user.Current()
	if err != nil {
		return ""
	}
	return u.Username
}
