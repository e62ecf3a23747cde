package main

import (
	"bytes"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/xuri/excelize/v2"
	"google.golang.org/grpc"

	sheetcell "github.com/remit-authz/remit/internal/cell"
	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/recertification"
	"github.com/remit-authz/remit/internal/relation"
	sourcecsv "github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// maxDecisions is how many bytes a file of decisions has at most.
const maxDecisions = 128 << 20

func (p *program) reviewDecideVerb(r *reviewing) *cobra.Command {
	var by, to, reason, file string
	verb := &cobra.Command{
		Use:   "decide ID [GRANT keep|revoke|delegate]",
		Short: "Say of a role or a link whether it is to stay",
		Long: `Records what somebody decides about a grant of a review: keep, revoke, or delegate to
somebody else (--to). Whoever decides may end it by what the engine holds now, and is
not whom it is given to; anything else is refused (exit code 3). Of several decisions the
last one counts, and all are kept.

--file takes the table of "remit review show", as csv or xlsx, filled in: the rows whose
column decision is blank, or says what was decided already, are passed over, and --by
decides in those whose column by is blank. If anything in the file is wrong or refused,
nothing is recorded.`,
		Example: `  remit review decide 0 7 revoke --by user:veldzicht/frank --reason "left the ward"
  remit review decide 0 --file frank.xlsx --by user:veldzicht/frank`,
		Args: func(_ *cobra.Command, args []string) error {
			if (file == "") == (len(args) == 3) && (file == "") != (len(args) == 1) {
				return nil
			}
			return phrase.Errorf("write it as `remit review decide ID GRANT keep|revoke|delegate`, or as `remit review decide ID --file FILE`")
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			var rows []filledRow
			var one told
			var err error
			if file != "" {
				rows, err = p.readRows(cmd.Context(), file)
			} else {
				one.GrantDecision, err = decisionOf(args[1], args[2], reason, to, by)
			}
			if err != nil {
				return err
			}
			return p.decide(cmd.Context(), r, args[0], func(c *recertification.Campaign, m schema.Model) ([]told, error) {
				if file == "" {
					return []told{one}, nil
				}
				return decisionsIn(rows, c, m, file, by)
			})
		},
	}
	verb.Flags().StringVar(&by, "by", "", "who decides, a `USER` such as user:veldzicht/frank")
	verb.Flags().StringVar(&to, "to", "", "who is to decide in their place, a `USER` such as user:veldzicht/gerda")
	verb.Flags().StringVar(&reason, "reason", "", "why, in a `TEXT`; kept in the record")
	verb.Flags().StringVar(&file, "file", "", "take the decisions in this `FILE`, csv or xlsx")
	addActor(verb, &r.actor)
	return verb
}

// told is a decision, with the file and the line that tell it; blank for a command.
type told struct {
	at string
	entry.GrantDecision
}

// of is an error about it.
func (t told) of(err error) error {
	if t.at == "" {
		return err
	}
	return phrase.Errorf("%s: %w", t.at, err)
}

// decide records the decisions that are told of a review, all or none. What the engine holds
// is read once the record is: a right that ended while it was waited for no longer counts.
func (p *program) decide(ctx context.Context, r *reviewing, number string, tell func(*recertification.Campaign, schema.Model) ([]told, error)) error {
	return p.changeReview(ctx, r.folder, number, func(log *recertification.Log, c *recertification.Campaign) error {
		return p.withState(ctx, func(_ *grpc.ClientConn, s *eval.Snapshot, state *recertification.State) error {
			all, err := tell(c, model.OfEngine(s.SchemaText()))
			if err != nil {
				return err
			}
			var decided []entry.GrantDecision
			var wrong []error
			for _, one := range all {
				d, err := c.Check(state, one.GrantDecision)
				if err != nil {
					wrong = append(wrong, one.of(err))
				}
				decided = append(decided, d)
			}
			if err := errors.Join(wrong...); err != nil {
				return err
			}
			if len(decided) > 0 {
				step := entry.CampaignStep{Does: entry.CampaignDecided, Campaign: c.ID, Decisions: decided}
				if err := log.Write(step, r.by("decide", ""), time.Now()); err != nil {
					return err
				}
			}
			p.place.tell("review %d: recorded %s", c.ID, phrase.Of("%d {decision|decisions}", len(decided)))
			return nil
		})
	})
}

// decisionWords are the decisions as people write them, in any letters.
func decisionWords() map[string]schema.Label {
	return map[string]schema.Label{
		recertification.Keep:     {"keep", "behouden", "garder"},
		recertification.Revoke:   {"revoke", "intrekken", "retirer"},
		recertification.Delegate: {"delegate", "overdragen", "déléguer"},
	}
}

// named is what has a word in any language; the word for nothing.
func named(all map[string]schema.Label, word string) string {
	for of, words := range all {
		if words.Has(word) {
			return of
		}
	}
	return word
}

// decisionOf is a decision as texts say it.
func decisionOf(grant, decision, reason, to, by string) (d entry.GrantDecision, err error) {
	d = entry.GrantDecision{Decision: named(decisionWords(), decision), Reason: reason}
	if d.Grant, err = strconv.Atoi(grant); err != nil {
		return d, phrase.Errorf("%s is no number of a grant", schema.Quote(grant))
	}
	for _, one := range []struct {
		text string
		into *relation.Object
	}{{to, &d.To}, {by, &d.By}} {
		if one.text == "" {
			continue
		}
		u, err := parseUser(schema.Model{}, one.text)
		if err != nil {
			return d, err
		}
		*one.into = relation.ObjectOf(u)
	}
	return d, nil
}

// decisionsIn are those of a filled-in table. All that is wrong in it is said.
func decisionsIn(rows []filledRow, c *recertification.Campaign, m schema.Model, name, by string) ([]told, error) {
	if len(rows) == 0 {
		return nil, phrase.Errorf("%s is empty: fill in the table of `remit review show %d`", schema.Shown(name), c.ID)
	}
	at := map[string]int{}
	for _, column := range grantColumns() {
		for i, title := range rows[0].cells {
			is := func(one string) bool { return strings.EqualFold(one, strings.TrimSpace(title)) }
			if !is(column.key) && !slices.ContainsFunc(column.title[:], is) {
				continue
			}
			if j, twice := at[column.key]; twice {
				return nil, phrase.Errorf("%s has two columns for one thing, %s and %s: take one out", rows[0].at(name), schema.Quote(rows[0].cells[j]), schema.Quote(title))
			}
			at[column.key] = i
		}
	}
	for _, key := range []string{"grant", "decision", "reason"} {
		if _, there := at[key]; !there {
			return nil, phrase.Errorf("%s has no column %s: fill in the table of `remit review show %d`", schema.Shown(name), key, c.ID)
		}
	}
	var decided []told
	var wrong []error
	seen := map[int]int{}
	for _, row := range rows[1:] {
		cell := func(key string) string {
			if j, there := at[key]; there && j < len(row.cells) {
				return strings.TrimSpace(row.cells[j])
			}
			return ""
		}
		if cell("decision") == "" {
			continue
		}
		who := cell("by")
		if who == "" {
			who = by
		}
		d, err := decisionOf(cell("grant"), cell("decision"), cell("reason"), cell("to"), who)
		if err == nil && seen[d.Grant] > 0 {
			err = phrase.Errorf("line %d decides about grant %d too", seen[d.Grant], d.Grant)
		}
		if err == nil {
			err = isOf(c, m, d.Grant, cell)
		}
		if err != nil {
			wrong = append(wrong, told{row.at(name), d}.of(err))
			continue
		}
		seen[d.Grant] = row.line
		if !repeats(c, d) {
			decided = append(decided, told{row.at(name), d})
		}
	}
	return decided, errors.Join(wrong...)
}

// isOf refuses a row of another review, or of another grant than its number says: as far
// as it has what the table of the review has of it.
func isOf(c *recertification.Campaign, m schema.Model, number int, cell func(key string) string) error {
	if of := cell("review"); of != "" && of != fmt.Sprint(c.ID) {
		return phrase.Errorf("it is of review %s, and not of %d", schema.Shown(of), c.ID)
	}
	if number < 1 || number > len(c.Grants) {
		return nil // as Check says
	}
	g := c.Grants[number-1]
	for _, one := range []struct {
		key, is string
		object  relation.Object
	}{{"user", textOf(g.User), g.User}, {"role", string(g.Relation), relation.Object{}}, {"object", textOf(g.Resource), g.Resource}} {
		said := cell(one.key)
		if said == "" || said == sheetcell.Harmless(one.is) {
			continue // as the table has it
		}
		if o, err := recertification.ParseObject(m, said); err != nil || o != one.object {
			return phrase.Errorf("grant %d of review %d is of %s, and the row says %s: fill in the table of `remit review show %d`", number, c.ID, one.is, schema.Quote(said), c.ID)
		}
	}
	return nil
}

// repeats says whether a row says what was decided last already.
func repeats(c *recertification.Campaign, d entry.GrantDecision) bool {
	if d.Grant < 1 || d.Grant > len(c.Grants) || len(c.Grants[d.Grant-1].Decisions) == 0 {
		return false
	}
	all := c.Grants[d.Grant-1].Decisions
	last := all[len(all)-1].GrantDecision
	last.As = ""
	return last == d
}

// filledRow is a row of a table that people filled in, and its line, or its row in a workbook.
type filledRow struct {
	line  int
	cells []string
}

func (f filledRow) at(name string) string { return fmt.Sprintf("%s:%d", schema.Shown(name), f.line) }

// readRows are the rows of a table, whichever of both formats it has.
func (p *program) readRows(ctx context.Context, name string) ([]filledRow, error) {
	f, err := p.input(ctx, name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = f.Close() }() // it was read
	content, err := files.ReadAll(f, maxDecisions)
	if err != nil {
		return nil, phrase.Errorf("%s: %w", schema.Shown(name), err)
	}
	if strings.HasPrefix(string(content[:min(2, len(content))]), "PK") {
		rows, err := workbookRows(bytes.NewReader(content))
		if err != nil {
			return nil, phrase.Errorf("%s: %w", schema.Shown(name), err)
		}
		return rows, nil
	}
	if line := sourcecsv.FirstInvalidLine(content); line > 0 {
		return nil, phrase.Errorf("%s: is not UTF-8: %s", filledRow{line: line}.at(name), sourcecsv.SaveAsUTF8())
	}
	reader := csv.NewReader(strings.NewReader(strings.TrimPrefix(string(content), "\ufeff")))
	if first, _, _ := strings.Cut(string(content), "\n"); strings.Count(first, ";") > strings.Count(first, ",") {
		reader.Comma = ';' // as spreadsheets of some countries write it
	}
	var rows []filledRow
	for {
		cells, err := reader.Read()
		var wrong *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return rows, nil
		case errors.As(err, &wrong):
			return nil, phrase.Errorf("%s: %w", filledRow{line: wrong.Line}.at(name), wrong.Err)
		case err != nil:
			return nil, phrase.Errorf("%s: %w", schema.Shown(name), err)
		}
		line, _ := reader.FieldPos(0)
		rows = append(rows, filledRow{line, cells})
	}
}

// workbookRows are those of a workbook's first sheet, from the table's titles on.
func workbookRows(r io.Reader) (found []filledRow, err error) {
	book, err := excelize.OpenReader(r)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, book.Close()) }()
	rows, err := book.GetRows(book.GetSheetName(0))
	if err != nil {
		return nil, err
	}
	begins := slices.IndexFunc(rows, func(row []string) bool { return len(row) > len(grantColumns())/2 })
	if begins < 0 {
		return nil, nil
	}
	for i, cells := range rows[begins:] {
		found = append(found, filledRow{begins + i + 1, cells})
	}
	return found, nil
}
