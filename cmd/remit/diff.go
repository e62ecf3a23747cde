package main

import (
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/access"
)

func (p *program) diffVerb() *cobra.Command {
	var from, to, folder string
	verb := &cobra.Command{
		Use:   "diff --from TIME [--to TIME]",
		Short: "Print the permissions that users gained and lost between two times",
		Long: `Prints who may do what at one time and not at the other, by the record: under the
schema and by the clock of each, so that what ended by itself is lost too. Exit code 1
says that somebody gained or lost something, 0 that nobody did.`,
		Example: `  remit diff --from yesterday
  remit diff --from 2026-11-01 --to 2026-11-26 --json`,
		Args: exactly(0),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if from == "" {
				return phrase.Errorf("diff is between two times: say with --from TIME since when; --to is now unless it is given")
			}
			now := time.Now()
			earlier, err := entry.ParseMoment(from, now)
			if err != nil {
				return err
			}
			later := now
			if to != "" {
				if later, err = entry.ParseMoment(to, now); err != nil {
					return err
				}
			}
			if later.Before(earlier) {
				return phrase.Errorf("--to is before --from: give the earlier time to --from")
			}
			before, err := p.momentAt(cmd.Context(), folder, over(earlier, now))
			if err != nil {
				return err
			}
			after, err := p.momentAt(cmd.Context(), folder, over(later, now))
			if err != nil {
				return err
			}
			d, err := access.Between(before.Graph(), after.Graph(), earlier, later)
			if err != nil {
				return err
			}
			return p.printAccess(d, nil)
		},
	}
	const how = "a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)"
	verb.Flags().Var((*timeText)(&from), "from", "the earlier `TIME`: "+how)
	verb.Flags().Var((*timeText)(&to), "to", "the later `TIME` (default now)")
	p.addLedger(verb, &folder)
	return verb
}
