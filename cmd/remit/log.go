package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"io/fs"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/ledger/auditevent"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// wanted are the flags that say which entries of the record are printed.
type wanted struct {
	since, until, user, client, actor, kind string
	leases                                  bool
}

func (w *wanted) addFlags(verb *cobra.Command) {
	flags := verb.Flags()
	flags.Var((*timeText)(&w.since), "since", "from `TIME` on: a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)")
	flags.Var((*timeText)(&w.until), "until", "before `TIME`")
	flags.Var((*givenText)(&w.user), "user", "what is about a `USER`, such as user:veldzicht/anna")
	flags.Var((*givenText)(&w.client), "client", "what is about a `CLIENT`, such as client:veldzicht/c-1003")
	flags.Var((*givenText)(&w.actor), "actor", "what `WHO` was answerable for, exactly as recorded")
	flags.BoolVar(&w.leases, "leases", false, "also what syncs note of themselves: which of them may write a tenant, and what those of a day did")
	flags.Var((*givenText)(&w.kind), "kind", "entries of a `KIND`: change, emergency, schema, snapshot or gap; decision, dropped, refused or recording; key; pruned; recertification")
}

func (w wanted) filter(now time.Time) (f entry.Filter, err error) {
	f.Actor, f.NoLeases = w.actor, !w.leases
	if w.since != "" {
		if f.Since, err = entry.ParseMoment(w.since, now); err != nil {
			return f, err
		}
	}
	if w.until != "" {
		if f.Until, err = entry.ParseMoment(w.until, now); err != nil {
			return f, err
		}
	}
	if w.user != "" {
		if f.User, err = parseUser(schema.Model{}, w.user); err != nil {
			return f, err
		}
	}
	if w.client != "" {
		if f.Client, err = schema.ParseRef(w.client); err != nil {
			return f, err
		}
	}
	if w.kind != "" {
		f.Kind, err = entry.ParseKind(w.kind)
	}
	return f, err
}

// logFormats are those of the record.
var logFormats = []string{"text", "json", "csv", "fhir"}

func (p *program) logVerb() *cobra.Command {
	var which wanted
	var folder, decided, format string
	verb := &cobra.Command{
		Use:   "log",
		Short: "Print the record: who changed what, when and why",
		Long: `Prints the record of everything that was written, oldest first: each transaction
with who was answerable for it and why, as it said itself, and what it changed; each
change of the schema; and where the record has a gap.

What a server answered, as far as the settings have that recorded (decisions), and acts
that were refused are in a record of their own, beside the store with .decisions behind,
or where --decisions says; they are printed with the others, in the order of time. Their
numbers are those of their own record. Keys that were made and revoked are in the folder
beside the file of keys, with .ledger behind.

Reviews of roles and links are in a record of their own too, beside the store with .reviews
behind, which --kind recertification alone reads.

The record of a store is in the folder beside it that is named like it, with .ledger
behind; --ledger FOLDER names another one, such as that of "remit record". Reading it
needs no engine. --format json, or --json, prints the records, a line each, with their
number; csv a row for each change, in which no cell is taken for a formula; fhir an
AuditEvent of FHIR R4 for each entry, a line each, as the Basic Audit Log Patterns of
IHE have it.`,
		Example: `  remit log --since yesterday
  remit log --client client:veldzicht/c-1003 --kind emergency
  remit log --since 7d --format fhir > week.ndjson`,
		Args: exactly(0),
		RunE: func(_ *cobra.Command, _ []string) error {
			as, err := p.formatOf(format, logFormats)
			if err != nil {
				return err
			}
			f, err := which.filter(time.Now())
			if err != nil {
				return err
			}
			all, err := p.recorded(folder, decided, f)
			if err != nil {
				return err
			}
			return p.printEntries(all, f, as)
		},
	}
	which.addFlags(verb)
	verb.Flags().StringVar(&format, "format", "", "`FORMAT`: text, json, csv or fhir")
	verb.Flags().StringVar(&decided, "decisions", "", "read decisions and refused acts in this `FOLDER` (default beside the store)")
	verb.PersistentFlags().StringVar(&folder, "ledger", "", "read the record in this `FOLDER` (default beside the store)")
	verb.AddCommand(p.logVerifyVerb(&folder), p.logProveVerb(&folder), p.logCheckpointVerb(&folder), p.logPruneVerb(&folder))
	return verb
}

func (p *program) openHistory(named string) (*entry.History, error) {
	folder, err := p.place.ledger(named)
	if err != nil {
		return nil, err
	}
	h, err := entry.Open(folder)
	return h, noRecord(folder, err)
}

// noRecord is the error of a folder without a record, with what to do.
func noRecord(folder string, err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return phrase.Errorf("there is no record %s: what is written to a store is recorded beside it, and what is written to an engine elsewhere by `remit record`; say where it is with --ledger FOLDER", folder)
	}
	return err
}

// recorded are the entries that a filter wants, of the record and of that of decisions,
// in the order of time. A record of decisions beside the store need not be there.
func (p *program) recorded(folder, decided string, f entry.Filter) (iter.Seq2[entry.Entry, error], error) {
	own := f.Kind == entry.Decision || f.Kind == entry.Dropped || f.Kind == entry.Refused || f.Kind == entry.Recording
	var found []iter.Seq2[entry.Entry, error]
	if f.Kind == entry.Recertification && folder == "" {
		name, err := p.place.reviewsRecord("")
		if err != nil {
			return nil, err
		}
		folder = name
	}
	if !own {
		h, err := p.openHistory(folder)
		if err != nil {
			return nil, err
		}
		found = append(found, h.Since(f.Since))
	}
	if own || decided != "" || folder == "" && (f.Kind == "" || f.Kind == entry.Pruned || f.Kind == entry.Replaced) {
		h, err := p.openDecisions(decided)
		switch {
		case errors.Is(err, fs.ErrNotExist) && decided == "" && !own: // none was ever needed
		case err != nil:
			return nil, err
		default:
			found = append(found, h.Since(f.Since))
		}
	}
	return filtered(entry.Merged(found...), f), nil
}

// openDecisions opens the record of decisions. Its error is fs.ErrNotExist where there
// is none.
func (p *program) openDecisions(named string) (*entry.History, error) {
	folder := p.place.decisions(named)
	if folder == "" {
		return nil, phrase.Errorf("the record of decisions beside a store is not that of another engine: say where it is with --decisions FOLDER: %w", fs.ErrNotExist)
	}
	h, err := entry.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, noDecisionsError{folder}
	}
	return h, err
}

// noDecisionsError is a record of decisions that is not there.
type noDecisionsError struct{ folder string }

// Error says what begins one.
func (e noDecisionsError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e noDecisionsError) Say(in phrase.Printer) string {
	return in.Say("there is no record of decisions %s yet: a server keeps one, as the settings say (decisions), and an act that is refused begins one", e.folder)
}

// Is says that it is fs.ErrNotExist.
func (noDecisionsError) Is(target error) bool { return target == fs.ErrNotExist }

// filtered are the entries that a filter wants.
func filtered(all iter.Seq2[entry.Entry, error], f entry.Filter) iter.Seq2[entry.Entry, error] {
	return func(yield func(entry.Entry, error) bool) {
		for e, err := range all {
			if (err != nil || f.Matches(e)) && !yield(e, err) {
				return
			}
		}
	}
}

func (p *program) printEntries(all iter.Seq2[entry.Entry, error], f entry.Filter, as string) error {
	switch as {
	case "json":
		for e, err := range all {
			if err == nil {
				err = p.printEntryJSON(e)
			}
			if err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return p.printEntriesCSV(all, f)
	case "fhir":
		return p.printEntriesFHIR(all, f)
	}
	w, printed := bufio.NewWriter(p.out), false
	for e, err := range all {
		if err == nil {
			printed = true
			err = e.WriteText(w, p.words(), f.Changes(e), p.calledBoth)
		}
		if err != nil {
			return errors.Join(w.Flush(), err)
		}
	}
	if !printed {
		p.place.tell("no entry is of what was asked")
	}
	return w.Flush()
}

// entryJSON is an entry of the record, for machines.
type entryJSON struct {
	Entry  int64           `json:"entry"`
	Record json.RawMessage `json:"record"`
}

// printEntryJSON prints a record as it is, with its number.
func (p *program) printEntryJSON(e entry.Entry) error {
	record, err := e.Encode()
	if err != nil {
		return err
	}
	return p.printJSON(entryJSON{e.Number, record})
}

// printEntriesFHIR prints resources, one a line, and says how many entries are none.
func (p *program) printEntriesFHIR(all iter.Seq2[entry.Entry, error], f entry.Filter) error {
	left := 0
	for e, err := range all {
		if err != nil {
			return err
		}
		event, is := auditevent.Of(e, f.Changes(e))
		if !is {
			left++
			continue
		}
		if err := p.printJSON(event); err != nil {
			return err
		}
	}
	if left > 0 {
		p.tell("left out, for they tell no event: %s (snapshots, and what syncs note of themselves)", phrase.Of("%d {entry|entries}", left))
	}
	return nil
}

func (p *program) printEntriesCSV(all iter.Seq2[entry.Entry, error], f entry.Filter) error {
	t, err := entry.NewTable(p.verbatim())
	if err != nil {
		return err
	}
	for e, err := range all {
		if err == nil {
			err = t.Write(e, f.Changes(e))
		}
		if err != nil {
			return errors.Join(t.Flush(), err)
		}
	}
	return t.Flush()
}
