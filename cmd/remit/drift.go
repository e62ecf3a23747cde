package main

import (
	"github.com/spf13/cobra"
	"google.golang.org/grpc"
)

// driftShown is how many differences of a kind are printed.
const driftShown = 10

func (p *program) driftVerb() *cobra.Command {
	var how showing
	verb := &cobra.Command{
		Use:   "drift [WHAT]",
		Short: "Say how what the engine holds differs from the sources; exit code 1 if it does",
		Long: `Compares what the engine holds with a source, or with the sources of the settings,
and writes nothing: what is missing, what has other terms, what is extra, what has
ended and is still there, what applications left orphaned, and the tenants that no
source names. What applications and an institution's own model have besides is
counted, and is no difference.

The exit code is 0 if nothing differs, 1 if something does, and 2 on an error, so that
a scheduled job can go by it.`,
		Example: `  remit drift people/ --quiet
  remit drift --json`,
		Args: atMostOne,
		RunE: func(cmd *cobra.Command, args []string) error {
			src, name, err := p.place.sources(cmd.Context(), args)
			if err != nil {
				return err
			}
			return p.withEngine(cmd.Context(), reading, func(conn *grpc.ClientConn) error {
				sync := p.sync(conn, applying{}, name)
				sync.Limits.Unlimited = true // nothing is applied, so nothing is counted
				proposal, err := p.propose(cmd.Context(), sync, src)
				if err != nil {
					return err
				}
				drift, shown := proposal.Drift(), driftShown
				if how.all {
					shown = 0
				}
				if p.json {
					err = p.printJSON(drift)
				} else {
					err = drift.WriteText(p.out, shown)
				}
				if err == nil && !drift.Empty() {
					err = errNo
				}
				return err
			})
		},
	}
	verb.Flags().BoolVar(&how.all, "all", false, "print every difference")
	return verb
}
