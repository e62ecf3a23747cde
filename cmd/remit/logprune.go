package main

import (
	"errors"
	"io/fs"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/provenance"
	"github.com/remit-authz/remit/schema"
)

// pruning are the flags of log prune.
type pruning struct {
	ledger, decisions string
	apply             bool
	actor             string
}

func (p *program) logPruneVerb(folder *string) *cobra.Command {
	var flags pruning
	verb := &cobra.Command{
		Use:   "prune",
		Short: "Take away what is older than the settings keep; the proof of the rest stays whole",
		Long: `Shows what of the record, and of the record of decisions, is older than the settings
keep it, and with --apply takes it away: by whole files of 65,536 entries, of which the
hashes stay, so that "remit log verify" holds what is left to its checkpoints, the old
ones too. That it was done, by whom and why, is an entry. The last snapshot, and what
follows it, is always kept. What was pruned is nowhere else: make a copy first if you
must have one.

No process may be writing the records meanwhile: stop serve and record first.`,
		Example: `  remit log prune            # retention: {record_days: 7300, decisions_days: 1825}
  remit log prune --apply`,
		Args: exactly(0),
		RunE: func(*cobra.Command, []string) error {
			flags.ledger = *folder
			return p.prune(flags, time.Now())
		},
	}
	verb.Flags().BoolVar(&flags.apply, "apply", false, "do it")
	verb.Flags().StringVar(&flags.decisions, "decisions", "", "the record of decisions is in this `FOLDER` (default beside the store)")
	addActor(verb, &flags.actor)
	return verb
}

// prune does so to each record of which the settings say how long it is kept.
func (p *program) prune(flags pruning, now time.Time) error {
	kept := p.place.settings.Retention
	if kept.Record == 0 && kept.Decisions == 0 {
		return phrase.Errorf("the settings do not say how long anything is kept: retention: {record_days: 7300, decisions_days: 1825}")
	}
	if kept.Record > 0 {
		folder, err := p.place.ledger(flags.ledger)
		if err != nil {
			return err
		}
		if err := p.pruneOne(folder, kept.Record, flags, now); err != nil {
			return err
		}
	}
	if folder := p.place.decisions(flags.decisions); kept.Decisions > 0 && folder != "" {
		return p.pruneOne(folder, kept.Decisions, flags, now)
	}
	return nil
}

// prunedJSON is what goes of one record, for machines; of one that is not there nothing is
// printed.
type prunedJSON struct {
	// Record is the folder.
	Record string `json:"record"`
	// Entries is how many go, all from before a time.
	Entries int64     `json:"entries"`
	Before  time.Time `json:"before"` // the time before which it was, or is to be, pruned
	// Pruned says that they are gone: --apply was given, and there were some.
	Pruned bool `json:"pruned"`
}

func (p *program) pruneOne(folder string, days int, flags pruning, now time.Time) error {
	h, err := entry.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		if p.json {
			return nil
		}
		return p.say("%s: there is none", folder)
	}
	if err != nil {
		return err
	}
	older := now.AddDate(0, 0, -days)
	before, err := h.Prunable(older)
	if err != nil {
		return err
	}
	gone, err := h.Pruned()
	if err != nil {
		return err
	}
	switch {
	case p.json && (before <= gone || !flags.apply):
		return p.printJSON(prunedJSON{Record: folder, Entries: max(before-gone, 0), Before: older.UTC()})
	case before <= gone:
		return p.say("%s: no whole file is older than %s", folder, older.Local().Format(time.DateOnly))
	case !flags.apply:
		return p.say("%s: %d {entry|entries} from before %s would go; --apply does it", folder, before-gone, older.Local().Format(time.DateOnly))
	}
	by := provenance.Provenance{Actor: schema.Shown(flags.actor), By: "remit log prune"}
	if err := entry.Prune(folder, before, phrase.Of("kept for %d {day|days}", days).String(), by, now); err != nil {
		return err
	}
	if p.json {
		return p.printJSON(prunedJSON{folder, before - gone, older.UTC(), true})
	}
	return p.say("%s: %d {entry|entries} from before %s {is|are} gone", folder, before-gone, older.Local().Format(time.DateOnly))
}
