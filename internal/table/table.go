// Package table is a table of texts, written as people and programs want it: as text,
// JSON lines, CSV, a workbook or a page. No cell is ever taken for a formula, and what
// nobody could see is shown as an escape.
package table

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"html/template"
	"io"
	"slices"

	"github.com/xuri/excelize/v2"

	"github.com/remit-authz/remit/internal/cell"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/terminal"
	"github.com/remit-authz/remit/schema"
)

// Format is how a table is written.
type Format string

// The formats.
const (
	Text Format = "text"
	JSON Format = "json"
	CSV  Format = "csv"
	XLSX Format = "xlsx"
	HTML Format = "html"
)

// Formats are all of them.
func Formats() []Format { return []Format{Text, JSON, CSV, XLSX, HTML} }

// ParseFormat reads the name of one.
func ParseFormat(name string) (Format, error) {
	if slices.Contains(Formats(), Format(name)) {
		return Format(name), nil
	}
	return "", phrase.Errorf("format %s does not exist: choose text, json, csv, xlsx or html", schema.Quote(name))
}

// Column is one column: a key for programs, and its title for people.
type Column struct {
	Key, Title string
	// Words say to people what stands in a cell, in their language; nil where a cell is
	// read as it stands. JSON has the cell itself, the same in every language.
	Words func(cell string) string
	// Said says that the column is nothing but such words of another one's cells: JSON
	// leaves it out.
	Said bool
	// Number says that a cell is a number, or blank. JSON has it as one, and leaves out a
	// blank one.
	Number bool
}

// Table is rows of cells, a cell for each column: what a program reads, never what only one
// language says.
type Table struct {
	Title string
	// Lines stand above the rows for people: what was asked.
	Lines   []string
	Columns []Column
	Rows    [][]string
	// Foot is what stands below: a name and a value each. Where there is any, the language
	// is one more but in JSON, which has none.
	Foot     [][2]string
	Language schema.Language
	// Width is how many columns a text has; 0 for any number.
	Width int
	// Called is what people read for those names; nil where they are words already.
	Called map[string]string
}

// Write writes it in a format.
func (t Table) Write(w io.Writer, f Format) error {
	switch f {
	case Text:
		return t.writeText(w)
	case JSON:
		return t.writeJSON(w)
	case CSV:
		return t.WriteCSV(w)
	case XLSX:
		return t.writeXLSX(w)
	case HTML:
		return t.writeHTML(w)
	}
	return fmt.Errorf("format %q does not exist", f)
}

// longest is where the last column begins at most of what people read where no terminal
// says: of more than an eye follows, each cell is a line.
const longest = 200

func (t Table) writeText(w io.Writer) error {
	out := bufio.NewWriter(w)
	fmt.Fprintln(out, schema.Shown(t.Title))
	for _, line := range t.Lines {
		fmt.Fprintln(out, schema.Shown(line))
	}
	fmt.Fprintln(out)
	if err := (terminal.Layout{Width: t.Width, Longest: longest, Titles: t.titles()}).Write(out, t.Read()); err != nil {
		return err
	}
	if len(t.Rows) == 0 {
		fmt.Fprintln(out, "—")
	}
	fmt.Fprintln(out)
	for _, f := range t.Below() {
		fmt.Fprintf(out, "%s: %s\n", t.Name(f[0]), schema.Shown(f[1]))
	}
	return out.Flush()
}

// Read are the rows as people read them.
func (t Table) Read() [][]string {
	rows := make([][]string, len(t.Rows))
	for i, row := range t.Rows {
		rows[i] = slices.Clone(row)
		for k, text := range row {
			if say := t.Columns[k].Words; say != nil && text != "" {
				rows[i][k] = say(text)
			}
		}
	}
	return rows
}

func (t Table) titles() []string {
	titles := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		titles[i] = c.Title
	}
	return titles
}

// writeJSON writes a row a line, in the order of the columns, and then what it was
// computed from.
func (t Table) writeJSON(w io.Writer) error {
	out := bufio.NewWriter(w)
	var columns []int
	for i, c := range t.Columns {
		if !c.Said {
			columns = append(columns, i)
		}
	}
	for _, row := range t.Rows {
		var members []member
		for _, i := range columns {
			if c := t.Columns[i]; !c.Number || row[i] != "" {
				members = append(members, member{c.Key, row[i], c.Number})
			}
		}
		if err := writeObject(out, members); err != nil {
			return err
		}
		out.WriteByte('\n')
	}
	if len(t.Foot) > 0 {
		out.WriteString(`{"computed_from":`)
		var members []member
		for _, f := range t.Foot {
			members = append(members, member{name: f[0], value: f[1]})
		}
		if err := writeObject(out, members); err != nil {
			return err
		}
		out.WriteString("}\n")
	}
	return out.Flush()
}

// member is one of an object in JSON.
type member struct {
	name, value string
	number      bool
}

func writeObject(w *bufio.Writer, members []member) error {
	w.WriteByte('{')
	for i, m := range members {
		key, err := json.Marshal(m.name)
		if err != nil {
			return err
		}
		var value any = m.value
		if m.number {
			value = json.Number(m.value)
		}
		text, err := json.Marshal(value)
		if err != nil {
			return err
		}
		if i > 0 {
			w.WriteByte(',')
		}
		w.Write(key)
		w.WriteByte(':')
		w.Write(text)
	}
	return w.WriteByte('}')
}

// Below are the foot's names and values for people.
func (t Table) Below() [][2]string {
	if len(t.Foot) == 0 {
		return nil
	}
	return append(slices.Clone(t.Foot), [2]string{LanguageKey, t.Language.String()})
}

// below is before a name of the foot in CSV, whose names are keys.
const below = "# "

// WriteCSV writes the columns' keys, the rows, and the foot: rows of as many cells, whose
// first is a "#", a blank and the name, and whose second is the value.
func (t Table) WriteCSV(w io.Writer) error {
	out := csv.NewWriter(w)
	keys := make([]string, len(t.Columns))
	for i, c := range t.Columns {
		keys[i] = c.Key
	}
	rows := slices.Concat([][]string{keys}, t.Read())
	for _, f := range t.Below() {
		row := make([]string, max(2, len(keys)))
		row[0], row[1] = below+f[0], belowCell(f[1])
		rows = append(rows, row)
	}
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = cell.Harmless(text)
		}
		if err := out.Write(cells); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// belowCell is a value of the foot as a cell that can be read back: between quotes where an
// escape or an apostrophe would be added.
func belowCell(value string) string {
	if cell.Harmless(value) != value {
		return schema.Quote(value)
	}
	return schema.Shown(value)
}

// sheet is the one sheet of a workbook.
const sheet = "Sheet1"

// writeXLSX writes a workbook in which every cell is a text.
func (t Table) writeXLSX(w io.Writer) error {
	f := excelize.NewFile()
	defer func() { _ = f.Close() }() // it was written
	rows := [][]string{{t.Title}}
	for _, line := range t.Lines {
		rows = append(rows, []string{line})
	}
	rows = append(rows, nil, t.titles())
	rows = append(append(rows, t.Read()...), nil)
	for _, foot := range t.Below() {
		rows = append(rows, []string{t.Name(foot[0]), belowCell(foot[1])})
	}
	out, err := f.NewStreamWriter(sheet)
	if err != nil {
		return err
	}
	for i, row := range rows {
		cells := make([]any, len(row))
		for k, text := range row {
			cells[k] = schema.Escape(text)
		}
		name, err := excelize.CoordinatesToCellName(1, i+1)
		if err != nil {
			return err
		}
		if err := out.SetRow(name, cells); err != nil {
			return err
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	_, err = f.WriteTo(w)
	return err
}

// Name is what people read for a name in Foot.
func (t Table) Name(key string) string {
	if name, is := t.Called[key]; is {
		return name
	}
	return key
}

var page = template.Must(template.New("").Funcs(template.FuncMap{"shown": schema.Shown}).Parse(`<!doctype html>
<meta charset="utf-8">
<title>{{shown .Title}}</title>
<style>body{font-family:sans-serif}table{border-collapse:collapse}th,td{border:1px solid #999;padding:2px 6px;text-align:left;vertical-align:top}</style>
<h1>{{shown .Title}}</h1>
{{range .Lines}}<p>{{shown .}}</p>
{{end}}<table>
<tr>{{range .Columns}}<th>{{.Title}}</th>{{end}}</tr>
{{range .Read}}<tr>{{range .}}<td>{{shown .}}</td>{{end}}</tr>
{{end}}</table>
<dl>
{{range .Below}}<dt>{{$.Name (index . 0)}}</dt><dd>{{shown (index . 1)}}</dd>
{{end}}</dl>
`))

func (t Table) writeHTML(w io.Writer) error { return page.Execute(w, t) }
