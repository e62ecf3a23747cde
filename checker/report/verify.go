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
	if g.found.Format != table.JSON {
		for i := range max(len(given), len(computed)) {
			switch {
			case i >= len(given):
				found = append(found, phrase.Of("line %d is missing: %s", i+1, schema.Shown(computed[i])))
			case i >= len(computed):
				found = append(found, phrase.Of("line %d is too many: %s", i+1, schema.Shown(given[i])))
			case given[i] != computed[i]:
				found = append(found, phrase.Of("line %d is %s, and %s by the record", i+1, schema.Quote(given[i]), schema.Quote(computed[i])))
			}
		}
		return found
	}
	rows, last := len(given)-1, len(computed)-1
	for i := range max(rows, last) {
		switch {
		case i >= rows:
			found = append(found, phrase.Of("row %d is missing: %s", i+1, computed[i]))
		case i >= last:
			found = append(found, phrase.Of("row %d is too many: %s", i+1, schema.Shown(given[i])))
		case given[i] != computed[i]:
			found = append(found, differingLines(phrase.Of("row %d", i+1), given[i], computed[i])...)
		}
	}
	if given[rows] != computed[last] {
		found = append(found, differingLines(phrase.Of("what it was computed from"), unwrapped(given[rows]), unwrapped(computed[last]))...)
	}
	return found
}

// unwrapped is the object in a last line.
func unwrapped(line string) string {
	var foot struct {
		ComputedFrom json.RawMessage `json:"computed_from"`
	}
	_ = json.Unmarshal([]byte(line), &foot) // what cannot be read differs
	return string(foot.ComputedFrom)
}

// differingLines says which members of two lines that differ do.
func differingLines(where phrase.Phrase, given, computed string) []phrase.Phrase {
	is, was := members(given), members(computed)
	if is == nil || was == nil {
		return []phrase.Phrase{phrase.Of("%s: it is written otherwise", where)}
	}
	found := differing(where, is, was)
	if found == nil {
		found = []phrase.Phrase{phrase.Of("%s: it is written otherwise", where)}
	}
	return found
}

// members are those of an object of texts and numbers; nil for anything else.
func members(line string) map[string]string {
	var all map[string]any
	d := json.NewDecoder(strings.NewReader(line))
	d.UseNumber()
	if d.Decode(&all) != nil || all == nil {
		return nil
	}
	texts := map[string]string{}
	for name, value := range all {
		switch value := value.(type) {
		case string:
			texts[name] = value
		case json.Number:
			texts[name] = value.String()
		default:
			return nil
		}
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
