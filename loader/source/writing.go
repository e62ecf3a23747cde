package source

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// Writing is how people write tables: the words for roles and states in their own
// language, blanks around them, a row for each group that somebody is in. What is
// read otherwise than it is written is noted; ids are read as they are. The zero
// value is how people write who know the names of the columns.
type Writing struct {
	// Mapping is what an institution calls things.
	Mapping Mapping `yaml:"mapping"`
	// Dates is how a day is written in until and from, such as dd-mm-yyyy, and with
	// the time of day dd-mm-yyyy hh:mm. Blank: as 2027-03-31T18:00:00+02:00 only. A
	// day in until is the last on which the link holds.
	Dates string `yaml:"dates"`
	// TimeZone is where days and times are meant that say no zone, such as
	// Europe/Amsterdam. Blank: they are problems.
	TimeZone string `yaml:"time_zone"`
}

// Validate says what cannot be meant.
func (w Writing) Validate() error {
	if _, err := w.Zone(); err != nil {
		return err
	}
	if _, err := layout(w.Dates); err != nil {
		return err
	}
	if w.Dates != "" && w.TimeZone == "" {
		return phrase.Errorf("dates are declared and no time_zone: a day ends at another moment elsewhere; set it, such as Europe/Amsterdam")
	}
	return w.Mapping.validate()
}

// Zone is that of the dates; nil for none.
func (w Writing) Zone() (*time.Location, error) {
	if w.TimeZone == "" {
		return nil, nil
	}
	zone, err := time.LoadLocation(w.TimeZone)
	if err != nil {
		return nil, phrase.Errorf("time_zone %q: there is no such time zone: write one such as Europe/Amsterdam", w.TimeZone)
	}
	return zone, nil
}

// Table is a table of rows of one kind that people write, with a header. It is for
// one goroutine.
type Table struct {
	kind    Kind
	records *Records
	mapping Mapping
	layout  string
	zone    *time.Location
	// people are the indices of the rows of users, by tenant and id.
	people map[[2]string]int
}

// Table is a table of a kind, whose rows are added to records.
func (w Writing) Table(k Kind, records *Records) (*Table, error) {
	if err := w.Validate(); err != nil {
		return nil, err
	}
	zone, _ := w.Zone()
	layout, _ := layout(w.Dates)
	return &Table{k, records, w.Mapping, layout, zone, map[[2]string]int{}}, nil
}

// Columns are the names that the header may have.
func (t *Table) Columns() []string {
	var names []string
	for _, field := range Fields(t.kind) {
		if _, constant := t.mapping.constant(t.kind, field); !constant {
			names = append(names, t.mapping.column(t.kind, field))
		}
	}
	return append(names, t.mapping.LeaveOut[t.kind]...)
}

// Field is the field that a column of the header holds; blank for one that is left
// out. It is false for a column that does not exist.
func (t *Table) Field(column string) (string, bool) {
	for _, field := range Fields(t.kind) {
		if _, constant := t.mapping.constant(t.kind, field); !constant && t.mapping.column(t.kind, field) == column {
			return field, true
		}
	}
	return "", slices.Contains(t.mapping.LeaveOut[t.kind], column)
}

// Column is the name of the column that holds a field.
func (t *Table) Column(field string) string { return t.mapping.column(t.kind, field) }

// Unknown says that a column does not exist.
func (t *Table) Unknown(column string) fmt.Stringer {
	return phrase.Of("column %q does not exist here: the columns are %s%s", column, strings.Join(t.Columns(), ", "), suggest.DidYouMean(column, t.Columns()))
}

// Missing are the names of the columns that a header without some fields lacks.
func (t *Table) Missing(has func(field string) bool) []string {
	var names []string
	for _, field := range Fields(t.kind) {
		// What the mapping names is meant to be there.
		optional := Optional(t.kind, field) && t.mapping.column(t.kind, field) == field
		if _, constant := t.mapping.constant(t.kind, field); !constant && !optional && !has(field) {
			names = append(names, t.mapping.column(t.kind, field))
		}
	}
	return names
}

// Add adds a row: cell answers what is written in the column of a field, blank
// where there is none.
func (t *Table) Add(here Position, cell func(field string) string) {
	r := row{t, here, cell}
	if r.empty() {
		t.records.Note(here, "", "a row with nothing in it is left out")
		return
	}
	switch t.kind {
	case Users:
		r.addUser()
	case Links:
		r.addLink()
	default:
		t.records.Add(t.kind, here, r.read, nil)
	}
}

// row is one row as it is written.
type row struct {
	*Table
	here Position
	cell func(field string) string
}

func (r row) empty() bool {
	return !slices.ContainsFunc(Fields(r.kind), func(field string) bool { return strings.TrimSpace(r.cell(field)) != "" })
}

// IsID says whether a field is an id, or has one in it: it is never changed, but for
// a tenant that the mapping has a word for.
func IsID(field string) bool {
	return slices.Contains([]string{"tenant", "id", "organization", "engagement", "lead", "account", "user", "object"}, field)
}

// read is what a field means.
func (r row) read(field string) string {
	if value, ok := r.mapping.constant(r.kind, field); ok {
		return value
	}
	written := r.cell(field)
	if meant, own := r.mapping.word(field, written); own {
		return r.understood(field, written, meant)
	}
	if IsID(field) {
		return written
	}
	value := strings.TrimSpace(written)
	if value != written {
		r.records.Note(r.here, field, "blanks around %s are left out", r.Column(field))
	}
	switch field {
	case "status", "emergency":
		return r.understood(field, value, words(field, "").meaning(value))
	case "until", "from":
		return r.moment(field, value)
	}
	return value
}

// understood notes what a word is read as, where that is another one.
func (r row) understood(field, written, meant string) string {
	switch {
	case meant == "" && written != "":
		r.records.Note(r.here, field, "%s %s gives nothing, as the settings say", r.Column(field), schema.Quote(written))
	case meant != written:
		r.records.Note(r.here, field, "%s %s is read as %s", r.Column(field), schema.Quote(written), meant)
	}
	return meant
}

// moment reads a date in the declared notation; any other is left for the check.
func (r row) moment(field, written string) string {
	if r.layout == "" || written == "" {
		return written
	}
	at, err := time.Parse(r.layout, written)
	if err != nil {
		return written
	}
	if !hasClock(r.layout) && field == "until" {
		at = at.AddDate(0, 0, 1) // the day is the last, and is over then
	}
	moment, err := Local(at, r.zone)
	if err != nil {
		r.records.Problem(r.kind, r.here, "%s %q is %v", r.Column(field), written, err)
		return ""
	}
	return r.understood(field, written, moment.Format(time.RFC3339))
}

// Local is the moment at which the clocks of a zone show what a time does. Its
// error is about a time that they never show, or twice.
func Local(wall time.Time, zone *time.Location) (time.Time, error) {
	at := time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, zone)
	shown := func(t time.Time) string { return t.Format(time.DateTime) }
	if shown(at) != shown(wall) || shown(at.Add(time.Hour)) == shown(wall) || shown(at.Add(-time.Hour)) == shown(wall) {
		return time.Time{}, phrase.Errorf("%s, which the clocks of %s show never or twice: write it as text, such as 2027-03-31T18:00:00+02:00", shown(wall), zone)
	}
	return at, nil
}

// layout is Go's for how people write dates: dd-mm-yyyy, or 02-01-2006. Blank for
// blank.
func layout(dates string) (string, error) {
	if dates == "" {
		return "", nil
	}
	if strings.Contains(dates, "2006") {
		if hasClock(dates) && dayAt(1, 30).Format(dates) == dayAt(13, 30).Format(dates) {
			return "", phrase.Errorf("dates %q: its hours do not tell the morning from the evening: write 15 for the hour, or PM behind it", dates)
		}
		return dates, nil
	}
	l := strings.NewReplacer("hh:mm", "15:04", ":ss", ":05").Replace(strings.ToLower(dates))
	for _, part := range []struct {
		written []string
		layout  string
	}{{[]string{"yyyy", "jjjj", "aaaa"}, "2006"}, {[]string{"dd", "d"}, "2"}, {[]string{"mm", "m"}, "1"}} {
		i := slices.IndexFunc(part.written, func(w string) bool { return strings.Contains(l, w) })
		if i < 0 {
			return "", noLayout(dates)
		}
		l = strings.Replace(l, part.written[i], part.layout, 1)
	}
	if strings.ContainsAny(l, "abcdefghijklmnopqrsuvwxyz") {
		return "", noLayout(dates)
	}
	return l, nil
}

// hasClock says whether a layout tells the time of day.
func hasClock(layout string) bool { return dayAt(0, 0).Format(layout) != dayAt(13, 37).Format(layout) }

// dayAt is a time of one and the same day.
func dayAt(hour, minute int) time.Time { return time.Date(2001, 2, 3, hour, minute, 0, 0, time.UTC) }

func noLayout(dates string) error {
	return phrase.Errorf("dates %q: write how a day is written, such as dd-mm-yyyy or dd/mm/yyyy hh:mm", dates)
}
