package main

import (
	"context"
	"errors"
	"io"
	"slices"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
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
				p.sayNotices(proposal.Plan)
				drift, shown := proposal.Drift(), driftShown
				if how.all {
					shown = 0
				}
				if p.json {
					err = p.printJSON(driftJSON{drift, p.driftNames(drift)})
				} else {
					err = p.withLegend(objectsOf(proposal.Plan), func(w io.Writer) error { return drift.WriteText(w, p.language, shown) })
				}
				switch {
				case err != nil:
				case drift.Empty():
					p.place.tell("the engine holds what the sources say")
				default:
					err = errNo
				}
				return err
			})
		},
	}
	verb.Flags().BoolVar(&how.all, "all", false, "print every difference")
	return verb
}

// driftJSON is how an engine differs from its sources, for machines, with what those whom it
// names are called, as far as that is known.
type driftJSON struct {
	loader.Drift
	Names map[string]string `json:"names,omitempty"`
}

func (p *program) driftNames(d loader.Drift) map[string]string {
	var refs []schema.Ref
	for _, t := range d.Tenants {
		for _, c := range slices.Concat(t.Missing, t.Altered, t.Extra, t.Ended, t.Orphaned) {
			for _, o := range []relation.Object{c.Resource, c.Subject} {
				if ref, known := o.Ref(); known {
					refs = append(refs, ref)
				}
			}
		}
	}
	return p.namesOf(refs)
}

// drifted is how the engine differs from the sources of the settings, for the report; empty
// and not nil where it does not.
func (p *program) drifted(ctx context.Context) ([]report.Drifted, error) {
	src, name, err := p.place.sources(ctx, nil)
	if errors.Is(err, errNoSource) {
		return nil, phrase.Errorf("report drift is held to the sources of the settings, and they list none: list sources in %s beside the store (or in --settings FILE); `remit drift FOLDER` takes a folder", settings.Name)
	}
	if err != nil {
		return nil, err
	}
	all := []report.Drifted{}
	err = p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		sync := p.sync(conn, applying{}, name)
		sync.Limits.Unlimited = true // nothing is applied, so nothing is counted
		proposal, err := p.propose(ctx, sync, src)
		if err != nil {
			return err
		}
		drift := proposal.Drift()
		for _, t := range drift.Tenants {
			for _, some := range []struct {
				differs string
				all     []loader.Change
			}{{"missing", t.Missing}, {"altered", t.Altered}, {"extra", t.Extra}, {"ended", t.Ended}, {"orphaned", t.Orphaned}} {
				for _, c := range some.all {
					all = append(all, report.Drifted{Tenant: t.Tenant, Differs: some.differs, Relationship: c.Relationship})
				}
			}
		}
		for _, t := range drift.Unnamed {
			all = append(all, report.Drifted{Tenant: t, Differs: "unnamed"})
		}
		return nil
	})
	return all, err
}
