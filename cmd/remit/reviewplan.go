package main

import (
	"context"
	"fmt"
	"os"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
)

func (p *program) reviewPlanVerb(r *reviewing) *cobra.Command {
	var out string
	verb := &cobra.Command{
		Use:   "plan ID",
		Short: "Make the plan of a closed review anew, by what the engine holds now",
		Long: `A plan is stale once anything else is written. This makes that of a closed review anew
from the decisions in its record. What is gone, or has other terms than when it was
decided about, is left out, and said.`,
		Example: `  remit review plan 0 --out again.plan && remit apply again.plan`,
		Args:    exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			c, err := p.campaign(r.folder, args[0])
			if err != nil {
				return err
			}
			if c.Closed.IsZero() {
				return phrase.Errorf("review %d is not closed: its plan is made by `remit review close %d`", c.ID, c.ID)
			}
			if out == "" {
				out = fmt.Sprintf("review-%d.plan", c.ID)
			}
			if err := files.Absent(out); err != nil {
				return err
			}
			return p.withState(cmd.Context(), func(conn *grpc.ClientConn, _ *eval.Snapshot, state *recertification.State) error {
				all, revoked := removals(c, state)
				plan, err := p.planOf(cmd.Context(), conn, c, revoked)
				if err != nil {
					return err
				}
				if plan.Digest != "" {
					if err := files.Create(out, func(f *os.File) error { return plan.WriteJSON(f) }); err != nil {
						return err
					}
				}
				return p.printReplanned(c, all, plan, out)
			})
		},
	}
	verb.Flags().StringVar(&out, "out", "", "write the plan into a new `FILE` (default review-ID.plan)")
	return verb
}

// removals are what was decided to go, and which of it still stands.
func removals(c *recertification.Campaign, state *recertification.State) (all []removal, revoked []relation.Relationship) {
	all = []removal{}
	for _, g := range c.Grants {
		if g.Outcome() != recertification.Revoke {
			continue
		}
		one := removal{g.Number, g.Relationship, "plan"}
		switch {
		case !state.Holds(g.Grant):
			one.Does = "changed"
		case g.Writer == "other":
			one.Does = "by hand"
		case g.Writer == "source":
			one.Does = "source"
			fallthrough
		default:
			revoked = append(revoked, g.Relationship)
		}
		all = append(all, one)
	}
	return all, revoked
}

// planOf is the plan that takes relationships of a review away; zero for none.
func (p *program) planOf(ctx context.Context, conn *grpc.ClientConn, c *recertification.Campaign, revoked []relation.Relationship) (loader.Plan, error) {
	if len(revoked) == 0 {
		return loader.Plan{}, nil
	}
	proposal, err := p.sync(conn, applying{}, "").Revoke(ctx, fmt.Sprintf("review %d", c.ID), revoked)
	return proposal.Plan, err
}

// replannedJSON is a plan that was made anew, for machines.
type replannedJSON struct {
	Review int64 `json:"review"` // its number
	// Plan is its digest, and File where it is; blank where nothing is to go.
	Plan     string    `json:"plan,omitempty"`
	File     string    `json:"file,omitempty"` // that the plan was written to
	Removals []removal `json:"removals"`       // what the plan takes away
}

func (p *program) printReplanned(c *recertification.Campaign, all []removal, plan loader.Plan, out string) error {
	if plan.Digest == "" {
		out = ""
	}
	if p.json {
		return p.printJSON(replannedJSON{c.ID, plan.Digest, out, all})
	}
	p.tellRemovals(all)
	if out == "" {
		return p.say("nothing is to be taken away: there is no plan")
	}
	return p.sayKept(plan, out)
}

// tellRemovals tells of what a plan does not take away, or not for long.
func (p *program) tellRemovals(all []removal) {
	counts := map[string]int{}
	for _, one := range all {
		counts[one.Does]++
	}
	p.tellCounted(
		counted{counts["source"], phrase.Of("the source still names %d of them: take {it|them} out there, or the next sync brings {it|them} back", counts["source"])},
		counted{counts["changed"], phrase.Of("%d of them {has|have} changed since {it was|they were} decided about, or {is|are} gone: {it is|they are} not in the plan", counts["changed"])},
		counted{counts["by hand"], phrase.Of("%d of them {is|are} of your own types, which no plan takes away", counts["by hand"])},
	)
}
