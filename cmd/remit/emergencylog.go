package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/schema"
)

func (p *program) emergencyLogVerb() *cobra.Command {
	var folder string
	verb := &cobra.Command{
		Use:   "log [TENANT]",
		Short: "Print every emergency access with all that was done about it, from the record",
		Long: `Prints every emergency access that the record tells of, in one tenant or in all:
who began it and why, each prolongation with its own reason, and whether somebody
stopped it or the clock ended it. The number in front is that of the entry that began
it, by which "remit log prove" proves it.`,
		Example: `  remit emergency log veldzicht`,
		Args:    atMostOne,
		RunE: func(_ *cobra.Command, args []string) error {
			var tenant schema.TenantID
			if len(args) == 1 {
				tenant = schema.TenantID(args[0])
				if err := tenant.Validate(); err != nil {
					return err
				}
			}
			h, err := p.openHistory(folder)
			if err != nil {
				return err
			}
			all, err := entry.Emergencies(h.Entries(0))
			if err != nil {
				return err
			}
			return p.printAccesses(all, tenant)
		},
	}
	verb.Flags().StringVar(&folder, "ledger", "", "read the record in this `FOLDER` (default beside the store)")
	return verb
}

// printAccesses prints those in a tenant; in all for a blank one.
func (p *program) printAccesses(all []entry.Access, tenant schema.TenantID) error {
	for _, a := range all {
		if tenant != "" && a.Client.Tenant() != tenant {
			continue
		}
		if p.json {
			if err := p.printJSON(a); err != nil {
				return err
			}
			continue
		}
		if err := p.printAccessLog(a, time.Now()); err != nil {
			return err
		}
	}
	return nil
}

func (p *program) printAccessLog(a entry.Access, now time.Time) error {
	ends := "runs until"
	switch {
	case a.Stopped():
		ends = "was stopped at"
	case !a.Until.After(now):
		ends = "ended by itself at"
	}
	if err := p.printf("%d  %s  %s  %s %s\n", a.ID, a.User, a.Client, ends, a.Until.Local().Format(time.DateTime)); err != nil {
		return err
	}
	for _, s := range a.Steps {
		line := fmt.Sprintf("    %s  %s", s.Time.Local().Format(time.DateTime), s.Does)
		if s.Actor != "" {
			line += " by " + schema.Quote(s.Actor)
		}
		if s.Reason != "" {
			line += " because " + schema.Quote(s.Reason)
		}
		if err := p.println(line); err != nil {
			return err
		}
	}
	return nil
}
