package main

import (
	"bufio"
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// differencesShown is how many differences of a report are printed.
const differencesShown = 20

func (p *program) verifyVerb() *cobra.Command {
	var folder, reviews string
	var held proving
	verb := &cobra.Command{
		Use:   "verify FILE",
		Short: "Compute a report again from the record, and say whether it is the same; exit code 1 if it is not",
		Long: `Takes a report in any of its formats and languages, computes it again from the record, of
the time, object and settings that stand below it, and holds every row, every name and
what stands below to that. The checkpoint below it is held to the record as well: that
has to go on from there, and nothing of what the report says may be of later entries. Only
which program made the report cannot be computed: it is said where that was another one.

A name that was forgotten since (label forget) differs, as it should. A workbook that
another program saved, or a text in the width of a terminal, is written otherwise. The
rows of whole and drift nobody can compute again: what they were computed from is held to
the record, and the exit code is 2.

FILE may be the evidence of a review, too ("remit review close"): it is held to its digest,
and the proof in it to the key of a checkpoint that was kept (--checkpoint), to a public
key (--key), or else to the key in the folder of the reviews' record (--ledger).`,
		Example: `  remit report conflicts --format json --out conflicts.json
  remit verify conflicts.json
  remit verify review-0.json --checkpoint reviews.checkpoint`,
		Args: exactly(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.verify(cmd.Context(), args[0], folder, reviews, held)
		},
	}
	p.addLedger(verb, &folder)
	verb.Flags().StringArrayVar(&held.kept, "checkpoint", nil, "hold evidence to the key of this `FILE`, which \"remit log checkpoint\" printed")
	verb.Flags().StringVar(&held.key, "key", "", "hold evidence to the public key in this `FILE`")
	addReviews(verb, &reviews)
	return verb
}

func (p *program) verify(ctx context.Context, name, named, reviews string, held proving) error {
	f, err := p.input(ctx, name)
	if err != nil {
		return err
	}
	defer func() { _ = f.Close() }() // it was read
	file := bufio.NewReader(f)
	if isEvidence(file) {
		return p.verifyEvidence(ctx, file, name, named, held)
	}
	if held.key != "" || len(held.kept) > 0 {
		return phrase.Errorf("--checkpoint and --key are for the evidence of a review: a report is computed again from the record")
	}
	given, err := report.ReadGiven(file)
	if err != nil {
		return phrase.Errorf("%s: %w", schema.Shown(name), err)
	}
	folder, err := p.place.ledger(named)
	if err != nil {
		return err
	}
	log, err := entry.Open(folder)
	if err != nil {
		return noRecord(folder, err)
	}
	found, err := given.OnRecord(log)
	if err != nil {
		return err
	}
	then, err := p.momentAt(ctx, named, given.At)
	if err != nil {
		return err
	}
	o, err := p.reportOptions(then, folder, reviews)
	if err != nil {
		return err
	}
	if o.Known, err = p.knownToReport(ctx, named, reviews); err != nil {
		return err
	}
	if err := given.Asks(&o); err != nil {
		return phrase.Errorf("%s: %w", schema.Shown(name), err)
	}
	left, err := given.Holds(&o)
	if err != nil {
		return err
	}
	found = append(found, left...)
	basis, why, isSuch, err := given.AgainstBasis(o)
	if err != nil {
		return err
	}
	if isSuch {
		if found = append(found, basis...); len(found) > 0 {
			return p.printReportVerified(found, why)
		}
		return phrase.Errorf("%s: what it was computed from is the record's; more nobody can verify: %s", schema.Shown(name), why)
	}
	again, err := given.Report.Make(ctx, o)
	if err != nil {
		return err
	}
	differs, err := given.Against(again)
	if err != nil {
		return err
	}
	if given.Program != o.Program {
		p.place.note("it says that %s made it, which nobody can compute: this is %s", schema.Quote(given.Program), schema.Quote(o.Program))
	}
	if len(differs) > 0 {
		p.place.note("names are not in the record, but in the labels: somebody who was renamed or forgotten since, or labels that are elsewhere, make rows differ by their names")
	}
	return p.printReportVerified(append(found, differs...), phrase.Of("the report is what the record says"))
}

// reportVerifiedJSON is whether a report is what the record says, or evidence is as it was
// signed, for machines.
type reportVerifiedJSON struct {
	Same        bool     `json:"same"`        // it is what the record says
	Differences []string `json:"differences"` // what is different, in words
}

func (p *program) printReportVerified(found []phrase.Phrase, same phrase.Phrase) error {
	if p.json {
		lines := []string{}
		for _, d := range found {
			lines = append(lines, d.String())
		}
		if err := p.printJSON(reportVerifiedJSON{len(found) == 0, lines}); err != nil {
			return err
		}
	} else if len(found) == 0 {
		return p.say("%s", same)
	} else {
		for i, d := range found {
			if i == differencesShown {
				if _, err := fmt.Fprintln(p.out, phrase.Of("and %d more", len(found)-i).Say(p.words())); err != nil {
					return err
				}
				break
			}
			if _, err := fmt.Fprintln(p.out, d.Say(p.words())); err != nil {
				return err
			}
		}
	}
	if len(found) > 0 {
		return errNo
	}
	return nil
}
