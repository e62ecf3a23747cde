package report

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/ledger"
	"github.com/remit-authz/remit/internal/ledger/entry"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/schema"
	"golang.org/x/mod/sumdb/tlog"
)

// Given is a report as somebody has it, in any format: what it says of itself, to be held to
// the record. Nothing of it is believed.
type Given struct {
	Report Report
	// At is the moment that it says it is of, and Checkpoint what it was read from.
	At         time.Time
	Checkpoint ledger.Checkpoint
	Program    string
	// Decided is how far decisions were read; zero where they were not.
	Decided Decided

	found    table.Found
	foot     map[string]string
	language schema.Language
}

// The names below a report, of what it was computed from.
const (
	ofReport   = "report"
	ofAbout    = "about"
	ofAt       = "at"
	ofProgram  = "program"
	ofRevision = "revision"
	ofRecord   = "record"
	// ofDecisions and ofAnswered are how far decisions were read: see Decided.
	ofDecisions = "decisions"
	ofAnswered  = "answered_until"
)

// maxGiven is how many bytes a report has at most.
const maxGiven = 512 << 20

// ReadGiven reads a report in the format that it has. Its error says why it cannot be held to
// anything.
func ReadGiven(from io.Reader) (Given, error) {
	var g Given
	content, err := files.ReadAll(from, maxGiven)
	if err != nil {
		return g, err
	}
	if g.found, err = table.Find(content); err != nil {
		return g, err
	}
	keys := footKeys()
	g.foot = map[string]string{}
	for _, f := range g.found.Foot {
		name := f[0]
		if key, is := keys[name]; is && g.found.Format != table.JSON && g.found.Format != table.CSV {
			name = key
		}
		g.foot[name] = f[1]
	}
	if g.foot[ofReport] == "" {
		return g, phrase.Errorf("it does not end in what it was computed from: a report can be verified that `remit report` wrote, and that is there whole")
	}
	if g.found.Format != table.JSON {
		if g.language, err = schema.ParseLanguage(g.foot[table.LanguageKey]); err != nil {
			return g, err
		}
		delete(g.foot, table.LanguageKey)
	}
	g.Program = g.foot[ofProgram]
	if g.Report, err = Find(g.foot[ofReport]); err != nil {
		return g, err
	}
	if g.At, err = time.Parse(time.RFC3339Nano, g.foot[ofAt]); err != nil {
		return g, phrase.Errorf("it does not say of which time it is: %w", err)
	}
	if g.foot[ofRecord] == "" {
		return g, phrase.Errorf("it was made without a record: there is nothing to compute it from again")
	}
	if g.Checkpoint, err = parseCheckpoint(g.foot[ofRecord]); err != nil {
		return g, err
	}
	if text := g.foot[ofDecisions]; text != "" {
		if g.Decided.Checkpoint, err = parseCheckpoint(text); err != nil {
			return g, err
		}
	}
	if text := g.foot[ofAnswered]; text != "" {
		if g.Decided.Until, err = time.Parse(time.RFC3339Nano, text); err != nil {
			return g, phrase.Errorf("it does not say of which time it is: %w", err)
		}
	}
	return g, nil
}

// OnRecord are the differences between the checkpoint below the report and the record: that
// has to go on from there, and all that the report was computed from has to be before it.
func (g Given) OnRecord(log *entry.History) ([]phrase.Phrase, error) {
	if err := log.Includes(g.Checkpoint); err != nil {
		return []phrase.Phrase{phrase.Of("its checkpoint is not the record's: %w", err)}, nil
	}
	for e, err := range log.Entries(g.Checkpoint.Size) {
		switch {
		case err != nil:
			return nil, err
		case !e.Kind.OfEngine(), e.Kind == entry.Snapshot && !e.Begins():
			continue // which tells nothing that the entries before it do not
		case !e.From().After(g.At):
			return []phrase.Phrase{phrase.Of("its checkpoint is of %d entries and proves no more, and it was computed from entry %d, of %s, too", g.Checkpoint.Size, e.Number, phrase.Time(e.From()))}, nil
		}
		break
	}
	return nil, nil
}

// Holds are the differences between how far the report read decisions and their record:
// nothing that was in it by then may have been left out. Options that ask what the report
// was asked read as far.
func (g Given) Holds(o *Options) ([]phrase.Phrase, error) {
	o.Decided = g.Decided
	if o.Decisions == "" || !g.Report.decided {
		return nil, nil
	}
	log, err := entry.Open(o.Decisions)
	if err != nil {
		return nil, err
	}
	if g.Decided.Checkpoint.Origin == "" {
		o.Decisions = "" // there was none
	} else if err := log.Includes(g.Decided.Checkpoint); err != nil {
		return []phrase.Phrase{phrase.Of("its checkpoint of the decisions is not the record's: %w", err)}, nil
	}
	for e, err := range log.Entries(g.Decided.Checkpoint.Size) {
		if err != nil {
			return nil, err
		}
		if e.Time.Before(g.At.Add(-entry.Lag)) || e.Time.Before(g.Decided.Until) {
			return []phrase.Phrase{phrase.Of("it was made without entry %d of the decisions, of %s", e.Number, phrase.Time(e.Time))}, nil
		}
		break
	}
	return nil, nil
}

// parseCheckpoint reads one as foot wrote it.
func parseCheckpoint(text string) (ledger.Checkpoint, error) {
	var c ledger.Checkpoint
	var root string
	n, err := fmt.Sscanf(text, "%s %d %s", &c.Origin, &c.Size, &root)
	if n == 3 && err == nil {
		c.Root, err = tlog.ParseHash(root)
	}
	if err != nil || checkpointText(c) != text { // or something stands beside it
		return c, phrase.Errorf("%s is no checkpoint of a record", schema.Quote(text))
	}
	return c, nil
}

// Asks has options ask what the report says it was asked.
func (g Given) Asks(o *Options) error {
	m := o.Moment.Model()
	o.Language = g.language
	if text := g.foot[ofAbout]; text != "" {
		about, err := m.ParseRef(text)
		if err != nil {
			return err
		}
		o.About = about
	}
	for name, value := range g.foot {
		if err := o.Scope.set(m, name, value); err != nil {
			return err
		}
	}
	return nil
}

// footKeys are the names of what stands below a report by what people read for them, in
// whichever language.
func footKeys() map[string]string {
	keys := map[string]string{}
	for key, label := range footWords {
		for _, word := range label {
			keys[word] = key
		}
	}
	return keys
}

// AgainstBasis are the differences between what stands below a report whose rows nobody can
// compute again, and what that is by the record; and why they cannot. The reason is blank of
// any other report, which Against is for.
func (g Given) AgainstBasis(o Options) (found []phrase.Phrase, why phrase.Phrase, isSuch bool, err error) {
	switch {
	case g.Report.Name == DriftName:
		why = phrase.Of("its rows are of the sources as they were on that day, which no record has")
	case g.Report.Present:
		why = phrase.Of("its rows are of the records as they were found on that day, which `remit log verify` holds to a checkpoint")
	default:
		return nil, why, false, nil
	}
	w := &work{Options: o}
	if err := w.foot(g.Report); err != nil {
		return nil, why, true, err
	}
	computed := map[string]string{}
	for _, f := range g.believed(w.table.Foot) {
		computed[f[0]] = f[1]
	}
	return differing(phrase.Of("what it was computed from"), g.foot, computed), why, true, nil
}

// believed is a foot that was computed again, with what the report says of itself where
// nobody can compute that: the program, how long the record was, which the caller holds to
// the record, and the revision where the engine only moved on: a write that changed nothing
// makes a revision, of which no record has anything to tell.
func (g Given) believed(computed [][2]string) [][2]string {
	foot := slices.Clone(computed)
	for i, f := range foot {
		said := g.foot[f[0]]
		switch {
		case f[0] == ofProgram, f[0] == ofRecord, f[0] == ofRevision && g.movedOn(said, f[1]):
			foot[i][1] = said
		}
	}
	return foot
}

// movedOn says whether a revision is a later one than another of the same engine, and no
// later than the report.
func (g Given) movedOn(said, computed string) bool {
	later := zedtoken.Parse(said)
	made, timed := later.Time()
	return later.Includes(zedtoken.Parse(computed)) && !(timed && made.After(g.At))
}

// Against are the differences between the report and the one that was computed again; none
// where they are the same to the byte, but for the program that computed it and how long
// the record was then, which the caller holds to the record.
func (g Given) Against(again Made) ([]phrase.Phrase, error) {
	again.Foot = g.believed(again.Foot)
	var b bytes.Buffer
	if err := again.Write(&b, g.found.Format); err != nil {
		return nil, err
	}
	computed, err := table.Find(b.Bytes())
	if err != nil || g.found.IsSame(computed) {
		return nil, err
	}
	found := g.lines(computed.Lines)
	if len(found) == 0 {
		found = append(found, phrase.Of("its lines end otherwise, or another program wrote the file again"))
	}
	return found, nil
}

// lines are the differences in the lines of two reports of one format, of JSON by member.
func (g Given) lines(computed []string) (found []phrase.Phrase) {
	given := g.found.Lines
	if g.found.Format == table.JSON {
		return members(given, computed)
	}
	for _, at := range aligned(given, computed) {
		switch i, j := at[0], at[1]; {
		case i < 0:
			found = append(found, phrase.Of("line %d is missing: %s", j+1, schema.Shown(computed[j])))
		case j < 0:
			found = append(found, phrase.Of("line %d is too many: %s", i+1, schema.Shown(given[i])))
		default:
			found = append(found, phrase.Of("line %d is %s, and %s by the record", i+1, schema.Quote(given[i]), schema.Quote(computed[j])))
		}
	}
	return found
}

// members are the differences in the members of two reports in JSON, of which the last line
// is what stands below. A number may be a text, and none a blank one, as earlier builds
// wrote it: that is said, once.
func members(given, computed []string) (found []phrase.Phrase) {
	rows, last := len(given)-1, len(computed)-1
	is, was := objectsOf(given[:rows]), objectsOf(computed[:last])
	for _, at := range aligned(textsOf(is), textsOf(was)) {
		switch i, j := at[0], at[1]; {
		case i < 0:
			found = append(found, phrase.Of("row %d is missing: %s", j+1, computed[j]))
		case j < 0:
			found = append(found, phrase.Of("row %d is too many: %s", i+1, schema.Shown(given[i])))
		case is[i].members == nil:
			found = append(found, notOnce(phrase.Of("row %d", i+1)))
		default:
			found = append(found, differing(phrase.Of("row %d", i+1), is[i].members, was[j].members)...)
		}
	}
	below, by := objectOf(unwrapped(given[rows])), objectOf(unwrapped(computed[last]))
	if where := phrase.Of("what it was computed from"); below.members == nil {
		found = append(found, notOnce(where))
	} else {
		found = append(found, differing(where, below.members, by.members)...)
	}
	if len(found) == 0 && !slices.Equal(given, computed) {
		found = append(found, phrase.Of("every member of every row, and of what stands below, is what the record says; but they are written otherwise, as by another program or an earlier build, which had numbers as texts"))
	}
	return found
}

// notOnce is that something is not what members can be told of: another reader may take
// another of those that have one name.
func notOnce(where phrase.Phrase) phrase.Phrase {
	return phrase.Of("%s: it is no object of texts and numbers, each named once", where)
}

// aligned are the places in which two lists of lines differ, in their order: of a line in
// each, or -1 where the other one's is too many.
func aligned(given, computed []string) (places [][2]int) {
	inGiven, inComputed := placesOf(given), placesOf(computed)
	i, j := 0, 0
	for i < len(given) && j < len(computed) {
		if given[i] == computed[j] {
			i, j = i+1, j+1
			continue
		}
		switch later, earlier := inComputed.from(j, given[i]), inGiven.from(i, computed[j]); {
		case later < 0 && earlier < 0:
			places = append(places, [2]int{i, j})
			i, j = i+1, j+1
		case earlier < 0 || later >= 0 && later-j <= earlier-i:
			places = append(places, [2]int{-1, j})
			j++
		default:
			places = append(places, [2]int{i, -1})
			i++
		}
	}
	for ; i < len(given); i++ {
		places = append(places, [2]int{i, -1})
	}
	for ; j < len(computed); j++ {
		places = append(places, [2]int{-1, j})
	}
	return places
}

// places are where each line stands, in order.
type places map[string][]int

func placesOf(lines []string) places {
	p := make(places, len(lines))
	for i, line := range lines {
		p[line] = append(p[line], i)
	}
	return p
}

// from is the first place of a line that is not before another; -1 for none.
func (p places) from(place int, line string) int {
	all := p[line]
	if i, _ := slices.BinarySearch(all, place); i < len(all) {
		return all[i]
	}
	return -1
}

// unwrapped is the object in a last line.
func unwrapped(line string) string {
	var foot struct {
		ComputedFrom json.RawMessage `json:"computed_from"`
	}
	_ = json.Unmarshal([]byte(line), &foot) // what cannot be read differs
	return string(foot.ComputedFrom)
}

// object is a line of JSON.
type object struct {
	// members are the texts and numbers, without blank ones; nil of whatever is no object
	// of these, each named once.
	members map[string]string
	// text is the same for two objects of the same members.
	text string
}

func objectOf(line string) object {
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	none := object{text: line}
	if start, err := d.Token(); err != nil || start != json.Delim('{') {
		return none
	}
	all := map[string]string{}
	named := map[string]bool{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return none
		}
		value, err := d.Token()
		key := fmt.Sprint(name)
		if err != nil || named[key] {
			return none
		}
		named[key] = true
		switch value := value.(type) {
		case string, json.Number:
			if text := fmt.Sprint(value); text != "" {
				all[key] = text
			}
		default:
			return none
		}
	}
	if _, err := d.Token(); err != nil {
		return none
	}
	if _, err := d.Token(); err != io.EOF {
		return none
	}
	text, err := json.Marshal(all)
	if err != nil {
		return none
	}
	return object{all, string(text)}
}

func objectsOf(lines []string) []object {
	all := make([]object, len(lines))
	for i, line := range lines {
		all[i] = objectOf(line)
	}
	return all
}

func textsOf(all []object) []string {
	texts := make([]string, len(all))
	for i, o := range all {
		texts[i] = o.text
	}
	return texts
}

// differing says which members differ.
func differing(where phrase.Phrase, is, was map[string]string) (found []phrase.Phrase) {
	names := map[string]bool{}
	for name := range is {
		names[name] = true
	}
	for name := range was {
		names[name] = true
	}
	for _, name := range sorted(names) {
		a, there := is[name]
		b, known := was[name]
		if a != b || there != known {
			found = append(found, phrase.Of("%s: %s is %s, and %s by the record", where, name, schema.Quote(a), schema.Quote(b)))
		}
	}
	return found
}

func sorted(names map[string]bool) []string {
	var all []string
	for name := range names {
		all = append(all, name)
	}
	slices.Sort(all)
	return all
}
