package xlsx

import (
	"fmt"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
)

// table is one sheet, of which rows are added to records.
type table struct {
	kind    source.Kind
	part    *source.Part
	records *source.Records
	people  *source.Table
	book    *workbook
	dates   dates
	// header holds the field of each column that has one, and columns the other way.
	header  map[int]string
	columns map[string]int
	// cells are the parts for problems of one cell, by column.
	cells map[int]*source.Part
	// numbers are the cells that were numbers, by column.
	numbers map[int]*numbers
	hidden  []columnRange
	// unreadable says that the names of the columns are there and are a problem.
	unreadable bool
}

type columnRange struct{ first, last int }

// numbers are how many cells of a column were numbers, and the first of them.
type numbers struct{ first, count int }

// field is one cell of a row that holds something.
type field struct {
	column int
	value  string
}

func newTable(k source.Kind, records *source.Records, b *workbook, w source.Writing, d dates) (*table, error) {
	t := &table{kind: k, records: records, book: b, dates: d, header: map[int]string{}, columns: map[string]int{},
		cells: map[int]*source.Part{}, numbers: map[int]*numbers{}}
	t.part = &source.Part{Name: w.Mapping.Name(k), Place: t.place}
	records.Parts[k] = t.part
	var err error
	t.people, err = w.Table(k, records)
	return t, err
}

// fail notes why rows are missing, in a row; 0 for the sheet as a whole.
func (t *table) fail(row int, format string, args ...any) {
	t.records.Partial(t.kind)
	t.records.Problem(t.kind, source.Position{Part: t.part, Row: row}, format, args...)
}

// failCell is fail for one cell.
func (t *table) failCell(row, column int, format string, args ...any) {
	t.records.Partial(t.kind)
	t.records.Problem(t.kind, t.at(row, column), format, args...)
}

// at is the position of one cell.
func (t *table) at(row, column int) source.Position {
	if t.cells[column] == nil {
		t.cells[column] = &source.Part{Name: t.part.Name, Place: func(name string, row int, _ string) (whole string, inside fmt.Stringer) {
			return name + "!" + cellName(column, row), phrase.Of("in %s", cellName(column, row))
		}}
	}
	return source.Position{Part: t.cells[column], Row: row}
}

// add takes the cells of a row that hold something.
func (t *table) add(row int, fields []field) {
	if row == 1 {
		t.readHeader(fields)
		return
	}
	if len(t.columns) == 0 {
		return
	}
	for _, f := range fields {
		if _, ok := t.header[f.column]; !ok {
			t.failCell(row, f.column, "holds something under no column name: delete it, or name its column in the first row")
			return
		}
	}
	at := func(name string) string {
		column := t.columns[name]
		if i := slices.IndexFunc(fields, func(f field) bool { return f.column == column }); i >= 0 {
			return fields[i].value
		}
		return ""
	}
	t.people.Add(source.Position{Part: t.part, Row: row}, at)
}

func (t *table) readHeader(fields []field) {
	for _, f := range fields {
		name, known := t.people.Field(strings.TrimSpace(f.value))
		switch {
		case !known:
			t.failCell(1, f.column, "%s", t.people.Unknown(f.value))
		case name == "": // left out
		case t.columns[name] > 0:
			t.failCell(1, f.column, "column %q is there twice", f.value)
		case t.isHidden(f.column):
			t.failCell(1, f.column, "column %q is hidden: show it, or delete it; what nobody sees is not loaded", f.value)
		}
		t.header[f.column], t.columns[name] = name, f.column
	}
	for _, name := range t.people.Missing(func(field string) bool { return t.columns[field] > 0 }) {
		t.fail(1, "column %q is missing", name)
	}
}

func (t *table) isHidden(column int) bool {
	return slices.ContainsFunc(t.hidden, func(r columnRange) bool { return r.first <= column && column <= r.last })
}

// end says what only the whole sheet tells.
func (t *table) end() {
	if len(t.columns) == 0 && !t.unreadable {
		t.fail(1, "has no header row: its first row must name the columns %s", strings.Join(t.people.Columns(), ", "))
	}
	for _, name := range source.Fields(t.kind) {
		if n := t.numbers[t.columns[name]]; n != nil {
			t.records.Warn(t.at(n.first, t.columns[name]), "%d {cell|cells} of column %q {is a number|are numbers} from here on, read by the digits: zeros before, if somebody wrote any, are gone; format the column as text where that matters", n.count, name)
		}
	}
}
