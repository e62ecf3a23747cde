package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/schema"
)

// wanted are the flags that say which entries of the record are printed.
type wanted struct{ since, until, user, client, actor, kind string }

func (w *wanted) addFlags(verb *cobra.Command) {
	flags := verb.Flags()
	flags.StringVar(&w.since, "since", "", "from `TIME` on: a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)")
	flags.StringVar(&w.until, "until", "", "before `TIME`")
	flags.StringVar(&w.user, "user", "", "changes about a `USER`, such as user:veldzicht/anna")
	flags.StringVar(&w.client, "client", "", "changes about a `CLIENT`, such as client:veldzicht/c-1003")
	flags.StringVar(&w.actor, "actor", "", "what `WHO` was answerable for, exactly as recorded")
	flags.StringVar(&w.kind, "kind", "", "entries of a `KIND`: change, emergency, schema, snapshot or gap")
}

func (w wanted) filter(now time.Time) (f entry.Filter, err error) {
	f.Actor = w.actor
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

func (p *program) logVerb() *cobra.Command {
	var which wanted
	var folder string
	var table bool
	verb := &cobra.Command{
		Use:   "log",
		Short: "Print the record: who changed what, when and why",
		Long: `Prints the record of everything that was written, oldest first: each transaction
with who was answerable for it and why, as it said itself, and what it changed; each
change of the schema; and where the record has a gap.

The record of a store is in the folder beside it that is named like it, with .ledger
behind; --ledger FOLDER names another one, such as that of "remit record". Reading it
needs no engine. --json prints the records, a line each, with their number;
--csv a row for each change, in which no cell is taken for a formula.`,
		Example: `  remit log --since yesterday
  remit log --client client:veldzicht/c-1003 --kind emergency`,
		Args: exactly(0),
		RunE: func(_ *cobra.Command, _ []string) error {
			f, err := which.filter(time.Now())
			if err != nil {
				return err
			}
			h, err := p.openHistory(folder)
			if err != nil {
				return err
			}
			return p.printEntries(h, f, table)
		},
	}
	which.addFlags(verb)
	verb.Flags().BoolVar(&table, "csv", false, "print CSV for spreadsheets")
	verb.PersistentFlags().StringVar(&folder, "ledger", "", "read the record in this `FOLDER` (default beside the store)")
	verb.AddCommand(p.logVerifyVerb(&folder), p.logProveVerb(&folder), p.logCheckpointVerb(&folder))
	return verb
}

func (p *program) openHistory(named string) (*entry.History, error) {
	folder, err := p.place.ledger(named)
	if err != nil {
		return nil, err
	}
	h, err := entry.Open(folder)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, fmt.Errorf("there is no record %s: what is written to a store is recorded beside it; say where it is with --ledger FOLDER", folder)
	}
	return h, err
}

// matching are the entries of a history that a filter wants.
func matching(h *entry.History, f entry.Filter) iter.Seq2[entry.Entry, error] {
	return func(yield func(entry.Entry, error) bool) {
		for e, err := range h.Since(f.Since) {
			if (err != nil || f.Matches(e)) && !yield(e, err) {
				return
			}
		}
	}
}

func (p *program) printEntries(h *entry.History, f entry.Filter, table bool) error {
	switch {
	case p.json && table:
		return errors.New("--json and --csv are two ways to print the same: give one of them")
	case p.json:
		for e, err := range matching(h, f) {
			if err == nil {
				err = p.printEntryJSON(e)
			}
			if err != nil {
				return err
			}
		}
		return nil
	case table:
		return p.printEntriesCSV(h, f)
	}
	w := bufio.NewWriter(p.out)
	for e, err := range matching(h, f) {
		if err == nil {
			err = e.WriteText(w, f.Changes(e))
		}
		if err != nil {
			return errors.Join(w.Flush(), err)
		}
	}
	return w.Flush()
}

// printEntryJSON prints a record as it is, with its number.
func (p *program) printEntryJSON(e entry.Entry) error {
	record, err := e.Encode()
	if err != nil {
		return err
	}
	return p.printJSON(struct {
		Entry  int64           `json:"entry"`
		Record json.RawMessage `json:"record"`
	}{e.Number, record})
}

func (p *program) printEntriesCSV(h *entry.History, f entry.Filter) error {
	t, err := entry.NewTable(p.out)
	if err != nil {
		return err
	}
	for e, err := range matching(h, f) {
		if err == nil {
			err = t.Write(e, f.Changes(e))
		}
		if err != nil {
			return errors.Join(t.Flush(), err)
		}
	}
	return t.Flush()
}
