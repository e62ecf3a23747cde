// Package report answers an auditor's questions, each as a table: of now or of a past
// time, with names, in three languages, and with what it was computed from.
//
// Everything in one report holds for one revision and one moment. A report that cannot be
// complete is an error, never a shorter table.
package report

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/remit-authz/remit/checker/explain"
	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/schema"
)

// Report is one question.
type Report struct {
	// Name is what it is asked by.
	Name string
	// About is what it is about, as the argument is called; blank for all data.
	About string
	// Optional says that it may be about one, and is about all data otherwise.
	Optional bool
	// Title is the question in words.
	Title schema.Label
	// Recorded says that it is read from the record.
	Recorded bool
	// Present says that it is of the records as they are, whatever was added since.
	Present bool

	decided bool     // it reads decisions, where there are any
	takes   []string // what it can be narrowed by
	columns []column
	rows    func(context.Context, *work) error
}

// column is a column with its titles. Its cells are what a program reads.
type column struct {
	key   string
	title schema.Label
	// words say a cell to people; nil where they read it as it stands.
	words func(w *work, cell string) string
	// number says that a cell is a number, or blank: JSON has it as one.
	number bool
	// said says that the column is only the words of another one's cells.
	said bool
}

// Options are what a report is made of.
type Options struct {
	// Moment is what is asked about.
	Moment *history.Moment
	// Record is the folder of the record; blank for none.
	Record string
	// Known are the records as whose they are remembers them; zero where nobody does. What one
	// lacks makes an error of a report that reads it, but for that on whether they are whole.
	Known ledger.KnownRecords
	// Decisions is the folder of the record of decisions; blank for none.
	Decisions string
	// Decided is how far that is read; zero for as far as it goes.
	Decided Decided
	Scope   Scope
	// Reviews is the folder of the reviews of grants; blank for none.
	Reviews string
	// About is the object or user, where the report is about one.
	About schema.Ref
	// Name says what somebody or something is called; blank, or nil, for nothing.
	Name     func(schema.Ref) string
	Language schema.Language
	// Recorded says a text that a record keeps in English in a language; nil leaves it.
	Recorded func(text string, l schema.Language) string
	// Program is the version of the program that computes it.
	Program string
	// Progress is told how many users have been looked at, of how many; nil tells nobody.
	Progress func(done, total int)
	// Drift is how the engine differs from its sources, for that report; nil where nobody
	// looked.
	Drift []Drifted
	// Compare is for the report on policies.
	Compare Compare
	// ReviewWithin is how long after its end an emergency access is to be reviewed, in a
	// tenant; nil for a week.
	ReviewWithin func(schema.TenantID) time.Duration
}

// Decided is how far a record of decisions is read: what is still in a server's queue is
// not in it.
type Decided struct {
	Checkpoint ledger.Checkpoint
	// Until is up to when it tells every answer; zero where nobody asked.
	Until time.Time
}

// Made is a report that was computed.
type Made struct {
	table.Table
	// Overdue is how many of its rows somebody should have acted on by then.
	Overdue int
	// Failed is how many of its rows say that something is not as it must be.
	Failed int
}

const week = 7 * 24 * time.Hour

// All are the reports that there are.
func All() []Report {
	return []Report{access, user, emergencies, unrelated, conflicts, leavers, separation, grants, acts, policy, unused, whole, away, drift, walls, recertifications}
}

// Find is the report of a name.
func Find(name string) (Report, error) {
	var names []string
	for _, r := range All() {
		if r.Name == name {
			return r, nil
		}
		names = append(names, r.Name)
	}
	return Report{}, phrase.Errorf("report %s does not exist: choose %s%s", schema.Quote(name), strings.Join(names, ", "), suggest.DidYouMean(name, names))
}

// Member is one of a row in JSON.
type Member struct {
	Key string
	// Number says that it is a number, and left out where there is none; otherwise it is a
	// text, blank where there is none.
	Number bool
}

// Members are those of a row in JSON, in their order.
func (r Report) Members() []Member {
	var all []Member
	for _, c := range r.columns {
		if !c.said {
			all = append(all, Member{c.key, c.number})
		}
	}
	return all
}

// Titles are what people read above the members of a row, by key.
func (r Report) Titles(l schema.Language) map[string]string {
	titles := map[string]string{}
	for _, c := range r.columns {
		titles[c.key] = c.title.In(l)
	}
	return titles
}

// Make computes a report.
func (r Report) Make(ctx context.Context, o Options) (Made, error) {
	if err := r.narrowed(o.Scope); err != nil {
		return Made{}, err
	}
	if o.ReviewWithin == nil {
		o.ReviewWithin = func(schema.TenantID) time.Duration { return week }
	}
	if o.Progress == nil {
		o.Progress = func(int, int) {}
	}
	if o.Name == nil {
		o.Name = func(schema.Ref) string { return "" }
	}
	w := &work{Options: o, table: table.Table{Title: r.Title.In(o.Language), Language: o.Language}, sentences: map[string]string{}}
	for _, c := range r.columns {
		told := table.Column{Key: c.key, Title: c.title.In(o.Language), Said: c.said, Number: c.number}
		if c.words != nil {
			told.Words = func(cell string) string { return c.words(w, cell) }
		}
		w.table.Columns = append(w.table.Columns, told)
	}
	if o.About != (schema.Ref{}) {
		w.table.Lines = append(w.table.Lines, w.called(o.About))
	}
	if w.Record != "" && r.Name != WholeName { // which tells it
		if err := isKnown(engineRecord, w.Record, w.Known.History); err != nil {
			return Made{}, phrase.Errorf("report %s: %w", r.Name, err)
		}
	}
	if err := r.rows(ctx, w); err != nil {
		return Made{}, phrase.Errorf("report %s: %w", r.Name, err)
	}
	err := w.foot(r)
	return Made{w.table, w.overdue, w.failed}, err
}

// isKnown refuses a record that is not the one that is known: what a report is to tell may not
// be in it.
func isKnown(name, folder string, known ledger.Known) error {
	_, lacks, err := known.Held(folder)
	switch {
	case err != nil || lacks == "":
		return err
	case name == decisionsRecord:
		return phrase.Errorf("the record of decisions is not the one that its store knows: %s", phrase.Recorded(lacks))
	case name == reviewsRecord:
		return phrase.Errorf("the record of reviews is not the one that its store knows: %s", phrase.Recorded(lacks))
	}
	return phrase.Errorf("the record is not the one that its store knows: %s", phrase.Recorded(lacks))
}

// work is one report under way.
type work struct {
	Options
	table   table.Table
	overdue int
	failed  int
	decided Decided // how far decisions were read; zero where they were not
	// sentences say the paths that stand in cells.
	sentences map[string]string
}

func (w *work) row(cells ...string) { w.table.Rows = append(w.table.Rows, cells) }

// called is a reference with its name.
func (w *work) called(ref schema.Ref) string {
	if name := w.Name(ref); name != "" {
		return ref.Text() + " (" + name + ")"
	}
	return ref.Text()
}

// foot is what the report was computed from, by which somebody else can compute it again.
func (w *work) foot(r Report) error {
	m := w.Moment
	w.table.Foot = [][2]string{{ofReport, r.Name}}
	if w.About != (schema.Ref{}) {
		w.table.Foot = append(w.table.Foot, [2]string{ofAbout, w.About.Text()})
	}
	w.table.Foot = append(append(w.table.Foot, w.Scope.given()...), [][2]string{
		{ofAt, m.Time().UTC().Format(time.RFC3339Nano)},
		{ofRevision, string(m.Revision())},
		{"schema", schema.Digest(m.Schema())},
		{ofProgram, w.Program},
	}...)
	if d := w.decided; d.Checkpoint.Origin != "" {
		w.table.Foot = append(w.table.Foot, [2]string{ofDecisions, checkpointText(d.Checkpoint)})
		if !d.Until.IsZero() {
			w.table.Foot = append(w.table.Foot, [2]string{ofAnswered, d.Until.UTC().Format(time.RFC3339Nano)})
		}
	}
	w.table.Called = map[string]string{}
	for key, label := range footWords {
		w.table.Called[key] = label.In(w.Language)
	}
	if w.Record == "" {
		return nil
	}
	c := m.Checkpoint() // of the past, what it was read from
	if c.Origin == "" {
		log, err := entry.Open(w.Record)
		switch {
		case err != nil && r.Present && w.failed > 0:
			return nil // it has none that is one, as a row says
		case err != nil:
			return err
		}
		c = log.Checkpoint()
	}
	w.table.Foot = append(w.table.Foot, [2]string{ofRecord, checkpointText(c)})
	return nil
}

// footWords are the names of what stands below a report: none is that of two things, in
// whichever languages.
var footWords = map[string]schema.Label{
	"report":          {"report", "rapport", "rapport"},
	table.LanguageKey: {"language", "taal", "langue"},
	"about":           {"about", "over", "sur"},
	byUser:            {"user", "gebruiker", "utilisateur"},
	byPermission:      {"permission", "recht", "droit"},
	bySince:           {"since", "sinds", "depuis"},
	byUntil:           {"until", "tot", "jusqu'à"},
	byActor:           {"actor", "handelend persoon", "auteur"},
	byKind:            {"kind", "soort", "genre"},
	byDays:            {"days", "dagen", "jours"},
	"at":              {"at", "tijdstip", "moment"},
	ofRevision:        {"revision", "revisie", "révision"},
	"schema":          {"schema", "schema", "schéma"},
	"program":         {"program", "programma", "programme"},
	"record":          {"record", "register", "registre"},
	ofDecisions:       {"decisions, of this record's servers only", "beslissingen, alleen van de servers van dit register", "décisions, des seuls serveurs de ce registre"},
	ofAnswered:        {"all that they answered until", "al wat ze antwoordden tot", "tout ce qu'ils répondirent jusqu'à"},
}

// checkpointText is a checkpoint below a report.
func checkpointText(c ledger.Checkpoint) string {
	return fmt.Sprintf("%s %d %s", c.Origin, c.Size, c.Root)
}

// users are all that have an account, in the order of their references.
func (w *work) users() iter.Seq[schema.Ref] {
	g, m := w.Moment.Graph(), w.Moment.Model()
	var all []schema.Ref
	for o := range g.Graph.Resources() {
		object := g.Object(o)
		ref, err := m.RefOfObject(string(object.Type), object.ID)
		if err == nil && ref.Type == schema.TypeAccount {
			all = append(all, schema.Ref{Type: schema.TypeUser, Tenant: ref.Tenant, ID: ref.ID})
		}
	}
	slices.SortFunc(all, func(a, b schema.Ref) int { return strings.Compare(a.Text(), b.Text()) })
	return func(yield func(schema.Ref) bool) {
		for i, u := range all {
			w.Progress(i, len(all))
			if !yield(u) {
				return
			}
		}
	}
}

// roles are those that a user has in their tenant, active or not.
func (w *work) roles(u schema.Ref) []schema.Role {
	g := w.Moment.Graph()
	return slices.DeleteFunc(schema.TenantRoles(), func(r schema.Role) bool {
		return !g.Has(relation.ObjectOf(schema.TenantRef(u.Tenant)), string(r), relation.ObjectOf(u))
	})
}

func (w *work) active(u schema.Ref) bool {
	return w.Moment.Graph().Has(relation.ObjectOf(schema.TenantRef(u.Tenant)), schema.TenantMember.Name(), relation.ObjectOf(u))
}

// roleTexts are roles in one cell.
func (w *work) roleTexts(roles []schema.Role) string {
	texts := make([]string, len(roles))
	for i, r := range roles {
		texts[i] = string(r)
	}
	return strings.Join(texts, " ")
}

// said is a permission in a cell of wordsColumn.
func (w *work) said(p schema.Permission) string { return string(p) }

// permissionWords are what a permission allows.
func permissionWords(w *work, cell string) string {
	p := schema.Permission(cell)
	if label := w.Moment.Model().PermissionFacts(p).Label; label != (schema.Label{}) {
		return label.In(w.Language)
	}
	return p.Name()
}

// roleWords are what roles and links are called.
func roleWords(w *work, cell string) string {
	var called []string
	for name := range strings.FieldsSeq(cell) {
		called = append(called, w.roleLabel(name).In(w.Language))
	}
	return strings.Join(called, ", ")
}

// roleLabel is what a role or link is called, by its name in the model or an institution's.
func (w *work) roleLabel(name string) schema.Label {
	m := w.Moment.Model()
	for _, t := range append([]schema.Type{schema.TypeTenant}, m.Types()...) {
		if label := m.RelationFacts(schema.Relation(string(t) + "#" + name)).Label; label != (schema.Label{}) {
			return label
		}
	}
	return schema.Role(name).Label()
}

// wordsOf says the cells of a column that has a closed set of them.
func wordsOf(labels map[string]schema.Label) func(*work, string) string {
	return func(w *work, cell string) string {
		if label, is := labels[cell]; is {
			return label.In(w.Language)
		}
		return cell
	}
}

// recordedWords say a text of the module's own that a record keeps in English.
func recordedWords(w *work, cell string) string {
	if w.Recorded == nil {
		return cell
	}
	return w.Recorded(cell, w.Language)
}

// path is a path in a cell: its relationships, which people read as a sentence.
func (w *work) path(p explain.Path) string {
	var steps []string
	for _, r := range p.Relationships() {
		steps = append(steps, r.String())
	}
	cell := strings.Join(steps, ", ")
	w.sentences[cell] = p.Sentence(w.Language)
	return cell
}

// unconditional refuses a table from which somebody or something would be missing.
func unconditional(p schema.Permission, conditional []schema.Ref) error {
	if n := len(conditional); n > 0 {
		return phrase.Errorf("%s holds for %d under a condition of which a report knows nothing, such as %s: ask with `check --context`", p, n, conditional[0])
	}
	return nil
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

func number(n int) string { return strconv.Itoa(n) }

// The columns that several reports have.
var (
	userColumn       = column{key: "user", title: schema.Label{"user", "gebruiker", "utilisateur"}}
	nameColumn       = column{key: "name", title: schema.Label{"name", "naam", "nom"}}
	roleColumn       = column{key: "role", title: schema.Label{"role", "rol", "rôle"}, words: roleWords}
	permissionColumn = column{key: "permission", title: schema.Label{"permission", "recht", "droit"}}
	wordsColumn      = column{key: "in_words", title: schema.Label{"in words", "in woorden", "en mots"}, words: permissionWords, said: true}
	sinceColumn      = column{key: "since", title: schema.Label{"since", "sinds", "depuis"}}
	untilColumn      = column{key: "until", title: schema.Label{"until", "tot", "jusqu'à"}}
	objectColumn     = column{key: "object", title: schema.Label{"object", "object", "objet"}}
	entryColumn      = column{key: "entry", title: schema.Label{"entry", "regel", "entrée"}, number: true}
	actorColumn      = column{key: "actor", title: schema.Label{"by", "door", "par"}}
	withColumn       = column{key: "with", title: schema.Label{"with", "met", "avec"}}
	purposeColumn    = column{key: "purpose", title: schema.Label{"purpose", "doel", "but"}, words: func(w *work, cell string) string { return entry.PurposeWord(cell).In(w.Language) }}
	reasonColumn     = column{key: "reason", title: schema.Label{"reason", "reden", "motif"}}
	sourceColumn     = column{key: "source", title: schema.Label{"source", "bron", "source"}}
	planColumn       = column{key: "plan", title: schema.Label{"plan", "plan", "plan"}}
	whyColumn        = column{key: "why", title: schema.Label{"why", "waarom", "pourquoi"}, words: func(w *work, cell string) string { return w.sentences[cell] }}
)
