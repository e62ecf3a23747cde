package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/checker/report"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/phrase/catalogue"
	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/loader/access"
	"github.com/remit-authz/remit/schema"
)

func (p *program) reportVerb() *cobra.Command {
	var format, out, reviews string
	var narrow narrowing
	verb := &cobra.Command{
		Use:   "report NAME [OBJECT|USER]",
		Short: "Answer an auditor's question as a table: who can reach this, conflicting roles, leavers, …",
		Long: `Answers a question of an auditor as a table, of now or with --at of a past time, with
names where they are known. Each ends in what it was computed from: the time, the
revision, the digest of the schema, the program, and the checkpoint of the record. Exit
code 1 says that it found what must not be: an overdue review, of an emergency access or
of roles and links; a role that leads where it must not; a record that is not whole.

` + reportList(phrase.Printer{}),
		Example: `  remit report access client:veldzicht/c-1001
  remit report conflicts --at 2026-11-01 --format xlsx --out conflicts.xlsx`,
		Args: oneOrTwo,
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := report.Find(args[0])
			if err != nil {
				return err
			}
			f, err := p.reportFormat(format, out)
			if err != nil {
				return err
			}
			if cmd.Flags().Changed("days") && narrow.days == 0 {
				return phrase.Errorf("%d days are none: give 1 or more", narrow.days)
			}
			var drifted []report.Drifted
			if r.Name == report.DriftName && !p.past.asked() {
				if drifted, err = p.drifted(cmd.Context()); err != nil {
					return err
				}
			}
			known, err := p.knownToReport(cmd.Context(), p.past.folder, reviews)
			if err != nil {
				return err
			}
			return p.withMoment(cmd.Context(), func(m *history.Moment, record string) error {
				o, err := p.reportOptions(m, record, reviews)
				if err == nil && r.Name == report.WholeName && record == "" && !p.place.hasNoStore() {
					o.Record, err = p.place.ledger("") // it says what is wrong with it, or that it is gone
				}
				if err != nil {
					return err
				}
				o.Drift, o.Known = drifted, known
				if o.About, err = aboutOf(r, m.Model(), args[1:]); err != nil {
					return err
				}
				if o.Scope, err = narrow.scope(m.Model(), o.About.Type, time.Now()); err != nil {
					return err
				}
				for _, ref := range []schema.Ref{o.About, o.Scope.User} {
					if ref != (schema.Ref{}) && !m.Knows(ref) && !r.Recorded {
						return phrase.Errorf("%s is not known: a report about nothing would be no evidence", ref)
					}
				}
				made, err := r.Make(cmd.Context(), o)
				if err != nil {
					return err
				}
				if err := p.writeTable(made.Table, f, out); err != nil {
					return err
				}
				if out != "" {
					p.place.tell("wrote the report %s to %s", r.Name, schema.Shown(out))
				}
				if made.Overdue > 0 || made.Failed > 0 {
					return errNo
				}
				return nil
			})
		},
	}
	narrow.addFlags(verb)
	verb.Flags().StringVar(&format, "format", "", "`FORMAT`: text, json, csv, xlsx or html (default what the name of --out ends in, or text)")
	verb.Flags().StringVar(&out, "out", "", "write into a new `FILE`, which xlsx needs")
	addReviews(verb, &reviews)
	return p.addPast(verb)
}

// knownToReport are the records that a report is held to: those that the store knows, beside
// which they lie.
func (p *program) knownToReport(ctx context.Context, record, reviews string) (ledger.KnownRecords, error) {
	if p.place.hasNoStore() {
		return ledger.KnownRecords{}, nil
	}
	known, err := p.knownRecords(ctx)
	if reviews != "" {
		known.Reviews = ledger.Known{}
	}
	if record != "" {
		known.History = ledger.Known{}
	}
	return known, err
}

func addReviews(verb *cobra.Command, folder *string) {
	verb.Flags().StringVar(folder, "reviews", "", "read reviews of roles and links in this `FOLDER` (default beside the store)")
}

// reportOptions are what every report is made of. Reviews of roles and links are in a
// folder, beside the store for a blank one.
func (p *program) reportOptions(m *history.Moment, record, reviews string) (o report.Options, err error) {
	o = report.Options{
		Moment: m, Record: record, Decisions: p.place.decisions(""), Name: p.name, Language: p.language, Recorded: recordedIn,
		Program: programVersion(), ReviewWithin: p.place.settings.ReviewWithin, Compare: shifts,
		Progress: func(done, total int) { p.progress.count(phrase.Of("computing"), phrase.Of("users"), done, total) },
	}
	if _, err := os.Stat(o.Decisions); err != nil {
		o.Decisions = "" // none was ever needed
	}
	if reviews != "" || !p.place.hasNoStore() {
		o.Reviews, err = p.place.reviews(reviews)
	}
	return o, err
}

// recordedIn is a text that a record keeps in English, in a language.
func recordedIn(text string, l schema.Language) string {
	return phrase.Recorded(text).Say(catalogue.In(l))
}

// shifts are what a later snapshot gives and takes, by permission in the order of the
// model.
func shifts(earlier, later *eval.Snapshot, at time.Time) ([]report.Shift, error) {
	d, err := access.Between(earlier, later, at, at)
	if err != nil {
		return nil, err
	}
	var all []report.Shift
	for _, side := range []struct {
		gained bool
		of     access.Entries
	}{{true, d.Gained}, {false, d.Lost}} {
		for _, c := range side.of.Counts() {
			all = append(all, report.Shift{Permission: c.Permission, Gained: side.gained, Users: c.Users, Objects: c.Total})
		}
	}
	return all, nil
}

// narrowing are the flags that narrow a report, as they were given.
type narrowing struct {
	user, permission, since, until, actor, kind string
	days                                        int
}

func (n *narrowing) addFlags(verb *cobra.Command) {
	flags := verb.Flags()
	flags.Var((*givenText)(&n.user), "user", "of a `USER` only")
	flags.Var((*givenText)(&n.permission), "permission", "of a `PERMISSION` only, such as client#view_dossier")
	flags.Var((*timeText)(&n.since), "since", "from `TIME` on: a date, \"2026-11-26 09:30\", RFC 3339, today, yesterday, or how long ago (90m, 7d)")
	flags.Var((*timeText)(&n.until), "until", "before `TIME`")
	flags.Var((*givenText)(&n.actor), "actor", "what `WHO` was answerable for, exactly as recorded")
	flags.Var((*givenText)(&n.kind), "kind", "acts of a `KIND`: change, emergency, schema, gap, refused or pruned")
	flags.IntVar(&n.days, "days", 0, "look back so many `DAYS`")
}

// scope reads them, a permission without its type as one of those that the report is about.
func (n narrowing) scope(m schema.Model, about schema.Type, now time.Time) (s report.Scope, err error) {
	s.Actor, s.Days = n.actor, n.days
	if n.user != "" {
		if s.User, err = parseUser(m, n.user); err != nil {
			return s, err
		}
	}
	if n.permission != "" {
		if typ, _, full := strings.Cut(n.permission, "#"); full {
			about = schema.Type(typ)
		}
		if s.Permission, err = parsePermission(m, n.permission, about); err != nil {
			return s, err
		}
	}
	for text, to := range map[string]*time.Time{n.since: &s.Since, n.until: &s.Until} {
		if text == "" {
			continue
		}
		if *to, err = entry.ParseMoment(text, now); err != nil {
			return s, err
		}
	}
	if n.kind != "" {
		s.Kind, err = entry.ParseKind(n.kind)
	}
	return s, err
}

// reportList are the reports in the language of a printer, a line each.
func reportList(in phrase.Printer) string {
	var rows [][]string
	for _, r := range report.All() {
		about := placeholdersIn(in, r.About)
		if r.Optional {
			about = "[" + about + "]"
		}
		rows = append(rows, []string{"  " + strings.TrimSpace(r.Name+" "+about), r.Title.In(schema.Language(in.Language()))})
	}
	return strings.TrimRight(inTwo(rows, 0), "\n")
}

func programVersion() string {
	v := newVersion()
	return strings.TrimSpace(v.Version + " " + v.Commit)
}

// reportFormat is the format of a name, or, without one, that which a file's name ends in.
func (p *program) reportFormat(name, out string) (table.Format, error) {
	switch {
	case name == "" && p.json:
		return table.JSON, nil
	case name == "":
		ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(out), "."))
		if ending == "" || ending == "txt" {
			return table.Text, nil
		}
		f, err := table.ParseFormat(ending)
		if err != nil {
			return "", phrase.Errorf("%s: %w, or end the name in .txt", schema.Shown(out), err)
		}
		return f, nil
	case p.json && name != string(table.JSON):
		return "", phrase.Errorf("--json and --format say two things: give one of them")
	case name == string(table.XLSX) && out == "":
		return "", phrase.Errorf("a workbook is nothing to print: name a new file with --out FILE")
	}
	return table.ParseFormat(name)
}

// aboutOf is what a report is about.
func aboutOf(r report.Report, m schema.Model, args []string) (schema.Ref, error) {
	switch {
	case len(args) == 0 && (r.About == "" || r.Optional):
		return schema.Ref{}, nil
	case r.About == "":
		return schema.Ref{}, phrase.Errorf("report %s is about all data: write it as `remit report %s`", r.Name, r.Name)
	case len(args) == 0:
		return schema.Ref{}, phrase.Errorf("report %s is about one: write it as `remit report %s %s`", r.Name, r.Name, usage(r.About))
	}
	about, err := m.ParseRef(args[0])
	if err != nil {
		return about, err
	}
	switch isUser := about.Type == schema.TypeUser; {
	case r.About == "USER" && !isUser:
		err = phrase.Errorf("report %s is about a user, and %s is none: `remit report access %s` says who can reach it", r.Name, about, about)
	case r.About == "OBJECT" && isUser:
		err = phrase.Errorf("report %s is about an object, and %s is a user: `remit report user %s` says what they can reach", r.Name, about, about)
	case r.About == "OBJECT" && len(m.Permissions(about.Type)) == 0:
		err = phrase.Errorf("report %s is about what users have permissions of, and nobody has one of a %s", r.Name, about.Type)
	}
	return about, err
}

// withMoment runs something over the time that --at says, or over now, with the folder of
// the record that tells of it; blank where there is none.
func (p *program) withMoment(ctx context.Context, do func(m *history.Moment, record string) error) error {
	if p.past.asked() {
		m, err := p.moment(ctx)
		if err != nil {
			return err
		}
		folder, err := p.place.ledger(p.past.folder)
		if err != nil {
			return err
		}
		return do(m, folder)
	}
	return p.withEngine(ctx, reading, func(conn *grpc.ClientConn) error {
		m, err := history.Now(ctx, p.progress.reading(conn))
		if err != nil {
			return err
		}
		folder := p.past.folder
		if folder == "" && !p.place.hasNoStore() {
			folder, err = p.place.ledger("")
			if err != nil {
				return err
			}
			if _, err := entry.Open(folder); err != nil {
				p.place.note("there is no record to tell since when: %v", err)
				folder = ""
			} else if err := p.awaitRecord(ctx, folder, string(m.Revision())); err != nil {
				return err
			}
		}
		return do(m, folder)
	})
}

// recordLag is how long after a write its record is waited for.
const recordLag = time.Second

// awaitRecord waits until a record has all that was read at a revision, so that its
// checkpoint proves the report; that it has not is said.
func (p *program) awaitRecord(ctx context.Context, folder, revision string) error {
	for until := time.Now().Add(recordLag); ; {
		log, err := entry.Open(folder)
		if err != nil {
			return err
		}
		has, err := log.Has(revision)
		if err != nil || has {
			return err
		}
		if time.Now().After(until) {
			p.place.note("the record may not have all yet that was read: `remit verify` tells whether its checkpoint proves the report")
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(20 * time.Millisecond):
		}
	}
}

func (p *program) writeTable(t table.Table, f table.Format, out string) error {
	if out != "" {
		return files.Create(out, func(file *os.File) error { return t.Write(file, f) })
	}
	switch f {
	case table.Text:
		t.Width = p.screen.Width()
		return t.Write(p.out, f)
	case table.JSON:
		return t.Write(forMachines(p.verbatim()), f)
	}
	return t.Write(p.verbatim(), f)
}
