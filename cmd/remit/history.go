package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/schema"
)

// historyFormats are those of what became of something.
var historyFormats = []string{"text", "json", "csv"}

func (p *program) historyVerb() *cobra.Command {
	var folder, format, viewer string
	verb := &cobra.Command{
		Use:   "history OBJECT|USER | SUBJECT PERMISSION RESOURCE",
		Short: "Print since when, by whose act and until when, from the record",
		Long: `Of an object or a user it prints every relationship that the record tells of: since
when it is there, by which act, by whom, why and under which plan, when it ends, and what
took it away. Of a question it prints since when it is allowed or denied, what brought
that, an act or the clock, and the path; also what could not be told, in a gap of the
record.

A number in brackets is that of the entry, by which "remit log prove" proves it.

--for USER prints the history of a client only if that user may see who acted in the
client's account (client#view_contact_history), by what the engine holds now: the client
and who treats them. Anything else is refused (exit code 3).`,
		Example: `  remit history client:veldzicht/c-1003
  remit history user:veldzicht/anna view_dossier client:veldzicht/c-1003`,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 1 {
				args = strings.Fields(args[0])
			}
			if len(args) != 1 && len(args) != 3 {
				return phrase.Errorf("history is of an object, a user or a question: write it as `%s`", usage(cmd.UseLine()))
			}
			return nil
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			as, err := p.formatOf(format, historyFormats)
			if err != nil {
				return err
			}
			named, err := p.place.ledger(folder)
			if err != nil {
				return err
			}
			if len(args) == 1 {
				args = strings.Fields(args[0])
			}
			if len(args) == 1 {
				if viewer != "" {
					if err := p.mayView(cmd.Context(), viewer, args[0]); err != nil {
						return err
					}
				}
				h, err := history.Open(named, history.Options{})
				if err != nil {
					return noRecord(named, err)
				}
				return p.historyOf(h, args[0], as, viewer != "")
			}
			if viewer != "" {
				return phrase.Errorf("--for is for the history of a client, and not of a question")
			}
			var o history.Options
			// Whoever has the data knows whether anything happened since; without, the record
			// says how far it goes.
			if conn, closeAll, err := p.place.open(cmd.Context(), reading); err == nil {
				defer func() { _ = closeAll() }() // it was read
				o.Engine = conn
			}
			h, err := history.Open(named, o)
			if err != nil {
				return noRecord(named, err)
			}
			return p.historyOfQuestion(cmd.Context(), h, args, as)
		},
	}
	verb.Flags().StringVar(&format, "format", "", "`FORMAT`: text, json or csv")
	verb.Flags().Var((*givenText)(&viewer), "for", "print it for this `USER`, if they may see who acted in the client's account")
	p.addLedger(verb, &folder)
	return verb
}

// viewRefusedError is a history that is not for somebody.
type viewRefusedError struct{ user, client schema.Ref }

// Error says for whom, and what it takes.
func (e *viewRefusedError) Error() string { return e.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (e *viewRefusedError) Say(in phrase.Printer) string {
	return in.Say("%s may not see who acted in the account of %s: it takes %s", e.user, e.client, string(schema.ClientViewContactHistory))
}

// mayView refuses a user who may not see who acted in a client's account now.
func (p *program) mayView(ctx context.Context, user, client string) error {
	return p.withChecker(ctx, func(c asking) error {
		u, err := parseUser(c.model, user)
		if err != nil {
			return err
		}
		about, err := c.model.ParseRef(client)
		if err != nil {
			return err
		}
		if about.Type != schema.TypeClient {
			return phrase.Errorf("--for is for the history of a client, and %s is none", about)
		}
		d, err := c.Check(ctx, checker.Question{Subject: u, Permission: schema.ClientViewContactHistory, Resource: about})
		if err == nil && d.Outcome != checker.Allowed {
			err = &viewRefusedError{u, about}
		}
		return err
	})
}

// thisLife are the links of whoever has a client's id now: somebody may have had it before,
// whose links ended before this one was of the tenant.
func thisLife(links []history.Link, client schema.Ref) []history.Link {
	var began time.Time
	for _, l := range links {
		if l.Relationship.Relation == schema.ClientTenant && l.Relationship.Resource == relation.ObjectOf(client) && l.Since.Time.After(began) {
			began = l.Since.Time
		}
	}
	return slices.DeleteFunc(links, func(l history.Link) bool {
		return l.Gone != nil && l.Gone.Time.Before(began) || !l.Ends.IsZero() && l.Ends.Before(began)
	})
}

func (p *program) historyOf(h *history.History, named, as string, ofThisLife bool) error {
	about, err := schema.ParseRef(named)
	if err != nil {
		return err
	}
	links, err := h.Links(about)
	if err != nil {
		return err
	}
	if ofThisLife {
		links = thisLife(links, about)
	}
	if len(links) == 0 {
		p.place.tell("the record tells nothing of %s", about)
	}
	switch as {
	case "json":
		for _, l := range links {
			if err := p.printJSON(l); err != nil {
				return err
			}
		}
		return nil
	case "csv":
		return linkTable(links).WriteCSV(p.verbatim())
	}
	for _, l := range links {
		if err := p.say("%s%s\n    since %s", l.Relationship, p.calledBoth(l.Relationship), actText(p.words(), l.Since)); err != nil {
			return err
		}
		if !l.Ends.IsZero() {
			if err := p.say("    until %s", local(l.Ends)); err != nil {
				return err
			}
		}
		if l.Gone != nil {
			if err := p.say("    gone  %s", actText(p.words(), *l.Gone)); err != nil {
				return err
			}
		}
	}
	return nil
}

func local(t time.Time) string { return phrase.Time(t) }

// actText is an act for people.
func actText(in phrase.Printer, a history.Act) string {
	var b strings.Builder
	b.WriteString(local(a.Time))
	if a.Found {
		b.WriteString(" " + in.Say("or before"))
	}
	for _, said := range entry.Terms(a.Actor, a.By, a.Purpose, a.Reason, a.Source, a.Plan) {
		b.WriteString("  " + said.Say(in))
	}
	fmt.Fprintf(&b, "  [%d]", a.Entry)
	return b.String()
}

var actColumns = []table.Column{
	{Key: "entry"}, {Key: "actor"}, {Key: "with"}, {Key: "purpose"}, {Key: "reason"}, {Key: "source"}, {Key: "plan"},
}

func actCells(a *history.Act) []string {
	if a == nil {
		return make([]string, len(actColumns))
	}
	return []string{fmt.Sprint(a.Entry), a.Actor, a.By, a.Purpose, a.Reason, a.Source, a.Plan}
}

func linkTable(links []history.Link) table.Table {
	t := table.Table{Columns: append(append([]table.Column{{Key: "resource"}, {Key: "relation"}, {Key: "subject"}, {Key: "since"}, {Key: "until"}, {Key: "gone"}}, actColumns...), gone(actColumns)...)}
	for _, l := range links {
		r := l.Relationship
		resource, _ := r.Resource.MarshalText() // never fails
		subject, _ := r.Subject.MarshalText()
		at := time.Time{}
		if l.Gone != nil {
			at = l.Gone.Time
		}
		row := []string{string(resource), string(r.Relation), string(subject), timeCell(l.Since.Time), timeCell(l.Ends), timeCell(at)}
		t.Rows = append(t.Rows, append(append(row, actCells(&l.Since)...), actCells(l.Gone)...))
	}
	return t
}

func gone(columns []table.Column) []table.Column {
	all := make([]table.Column, len(columns))
	for i, c := range columns {
		all[i].Key = "gone_" + c.Key
	}
	return all
}

func timeCell(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// periodJSON is a period for machines.
type periodJSON struct {
	Since   time.Time               `json:"since"`             // when it began
	Until   time.Time               `json:"until,omitzero"`    // when it ended
	Outcome string                  `json:"outcome"`           // allowed, denied, conditional or unknown
	Unknown string                  `json:"unknown,omitempty"` // why nobody can tell
	Act     *history.Act            `json:"act,omitempty"`     // by which it began
	Path    []relation.Relationship `json:"path,omitempty"`    // by which it was allowed
}

func (p *program) historyOfQuestion(ctx context.Context, h *history.History, args []string, as string) error {
	var q checker.Question
	m, err := h.Model()
	if err != nil {
		return err
	}
	if q, err = parseQuestion(m, args); err != nil {
		return err
	}
	all, err := h.Periods(ctx, q)
	if err != nil {
		return err
	}
	t := table.Table{Columns: append([]table.Column{{Key: "since"}, {Key: "until"}, {Key: "outcome"}, {Key: "why"}}, actColumns...)}
	for _, one := range all {
		if !p.json && beforeSchema(one) {
			continue
		}
		outcome, path := outcomeOf(one), pathText(one.Path)
		switch as {
		case "json":
			err = p.printJSON(periodJSON{one.Since, one.Until, outcome, one.Unknown, one.Act, one.Path})
		case "csv":
			t.Rows = append(t.Rows, append([]string{timeCell(one.Since), timeCell(one.Until), outcome, one.Unknown + path}, actCells(one.Act)...))
		default:
			err = p.printPeriod(one, outcome, path)
		}
		if err != nil {
			return err
		}
	}
	if as == "csv" {
		return t.WriteCSV(p.verbatim())
	}
	return nil
}

// beforeSchema says whether a period is that in which a new store has no schema yet: less
// than the second that people are told times to.
func beforeSchema(one history.Period) bool {
	return one.Unknown == history.ErrNoSchema.Error() && !one.Until.IsZero() && one.Until.Sub(one.Since) < time.Second
}

func outcomeOf(one history.Period) string {
	if one.Unknown != "" {
		return "unknown"
	}
	return one.Outcome.String()
}

func pathText(path []relation.Relationship) string {
	steps := make([]string, len(path))
	for i, r := range path {
		steps[i] = r.String()
	}
	return strings.Join(steps, ", ")
}

// unknownWhy is why nobody can tell, for people.
func unknownWhy(why string) phrase.Phrase {
	switch why {
	case history.ErrNoSchema.Error():
		return phrase.Of("%v", history.ErrNoSchema)
	case "the record does not go further":
		return phrase.Of("the record does not go further")
	case "the schema did not define it":
		return phrase.Of("the schema did not define it")
	}
	return phrase.Literal(schema.Shown(why))
}

func (p *program) printPeriod(one history.Period, outcome, path string) error {
	in := p.words()
	until := in.Say("now")
	if !one.Until.IsZero() {
		until = local(one.Until)
	}
	line := in.Say("%s to %s  %s", local(one.Since), until, entry.OutcomeWord(outcome))
	if path != "" {
		line += "  " + in.Say("by %s", path)
	}
	if one.Unknown != "" {
		line += "  " + unknownWhy(one.Unknown).Say(in)
	}
	cause := in.Say("by the clock")
	if one.Act != nil {
		cause = actText(in, *one.Act)
	}
	return p.printf("%s\n    %s\n", line, cause)
}
