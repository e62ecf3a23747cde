package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/remit-authz/remit/loader/source"
)

const (
	// maxRows is how many rows a file has at most, and maxRecord how many bytes one
	// of them: what a row names has 200 at most.
	maxRows   = 2_000_000
	maxRecord = 16 << 10
)

// table is one file of a source folder, of which rows are added to records. Its
// problems are all that is wrong with it as a table.
type table struct {
	kind    source.Kind
	part    *source.Part
	records *source.Records
	options *Options // nil for the strict format
	people  *source.Table
	last    []string // the last row that was read, or the header
}

func (f folder) table(k source.Kind, records *source.Records) (*table, error) {
	t := &table{kind: k, part: &source.Part{Name: f.fileOf(k)}, records: records, options: f.options}
	writing := source.Writing{}
	if f.options != nil {
		writing = f.options.Writing
	}
	var err error
	t.people, err = writing.Table(k, records)
	records.Parts[k] = t.part
	return t, err
}

// fail notes why rows are missing, on a line; 0 for the file as a whole.
func (t *table) fail(line int, format string, args ...any) {
	t.records.Partial(t.kind)
	t.records.Problem(t.kind, source.Position{Part: t.part, Row: line}, format, args...)
}

// read reads the content of a file with the columns in any order.
func (t *table) read(content []byte) {
	text, ok := t.text(content)
	if !ok {
		return
	}
	separator, ok := t.separator(text)
	if !ok {
		return
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma = separator
	r.FieldsPerRecord = -1 // counted here, to say what was expected
	header, err := r.Read()
	switch {
	case errors.Is(err, io.EOF):
		t.fail(1, "has no header row: it must name the columns %s", strings.Join(t.people.Columns(), ", "))
	case err != nil:
		t.failSyntax(err)
	case size(header) > maxRecord:
		t.fail(1, "is longer than %d KiB: it must name the columns %s", maxRecord>>10, strings.Join(t.people.Columns(), ", "))
	default:
		if columns, ok := t.columns(header); ok {
			t.last = header
			t.readRows(r, header, columns)
			t.checkEnd(text, header)
		}
	}
}

// text is the content as UTF-8, without a byte order mark.
func (t *table) text(content []byte) ([]byte, bool) {
	if t.options == nil {
		content = source.WithoutBOM(content)
		if line := FirstInvalidLine(content); line > 0 {
			t.fail(line, "is not valid UTF-8: save the file as UTF-8")
			return nil, false
		}
		return content, true
	}
	text, err := t.options.text(content)
	if err != nil {
		t.fail(FirstInvalidLine(content), "%v", err)
	}
	return text, err == nil
}

// columns are the columns of the fields.
func (t *table) columns(header []string) (map[string]int, bool) {
	ok := true
	bad := func(format string, args ...any) {
		t.fail(1, format, args...)
		ok = false
	}
	columns := map[string]int{}
	for i, name := range header {
		if t.options != nil {
			name = strings.TrimSpace(name)
		}
		field, exists := t.people.Field(name)
		_, twice := columns[field]
		switch {
		case !exists:
			bad("%s", t.people.Unknown(name))
		case field == "": // left out
		case twice:
			bad("column %q is there twice", name)
		default:
			columns[field] = i
		}
	}
	for _, name := range t.people.Missing(func(field string) bool { _, ok := columns[field]; return ok }) {
		bad("column %q is missing", name)
	}
	return columns, ok
}

func (t *table) readRows(r *csv.Reader, header []string, columns map[string]int) {
	for rows := 0; ; {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.failSyntax(err)
			continue
		}
		switch line, _ := r.FieldPos(0); {
		case size(record) > maxRecord:
			t.fail(line, "is longer than %d KiB: a quote may be missing", maxRecord>>10)
		case len(record) > len(header):
			t.fail(line, "has %d {field|fields} where the header has %d; a value with %q in it stands between quotes", len(record), len(header), string(r.Comma))
		case len(record) < len(header):
			t.fail(line, "has %d {field|fields} where the header has %d", len(record), len(header))
		case rows == maxRows:
			t.fail(line, "is one row too many: a file has at most %d", maxRows)
			return
		default:
			rows++
			t.last = record
			cell := func(field string) string {
				if i, ok := columns[field]; ok {
					return record[i]
				}
				return ""
			}
			here := source.Position{Part: t.part, Row: line}
			if t.options == nil {
				t.records.Add(t.kind, here, cell, source.SplitRoles(cell("roles")))
			} else {
				t.people.Add(here, cell)
			}
		}
	}
}

// checkEnd looks at a file whose last line has no end, as RFC 4180 allows, and as any
// that was cut off has. A last field that could be the beginning of another one, which
// names somebody else or ends earlier, is no field; a whole moment of RFC 3339 is, since
// no beginning of one is another.
func (t *table) checkEnd(text []byte, header []string) {
	if bytes.HasSuffix(text, []byte("\n")) || bytes.HasSuffix(text, []byte("\r")) {
		return
	}
	field, _ := t.people.Field(strings.TrimSpace(header[len(header)-1]))
	last := 1 + bytes.Count(text, []byte("\n"))
	switch {
	case source.IsID(field) || (field == "until" || field == "from") && !isMoment(t.last[len(header)-1]):
		t.fail(last, "has no end, so that whether its last field is whole cannot be known, though CSV may be written so: save the file with the end of a line after the last one")
	case t.options != nil:
		t.records.Warn(source.Position{Part: t.part, Row: last}, "has no end: was the file saved whole?")
	}
}

// isMoment says whether a field is a whole moment of RFC 3339.
func isMoment(field string) bool {
	_, err := time.Parse(time.RFC3339, field)
	return err == nil
}

// size is how many bytes a record has.
func size(record []string) int {
	n := len(record)
	for _, field := range record {
		n += len(field)
	}
	return n
}

func (t *table) failSyntax(err error) {
	var syntax *csv.ParseError
	if !errors.As(err, &syntax) {
		t.fail(0, "cannot be read as CSV: %v", err)
		return
	}
	t.fail(syntax.StartLine, "is not CSV at column %d: %v: put a field that holds a quote between quotes, and write the quote twice", syntax.Column, syntax.Err)
}

// FirstInvalidLine is the first line that is not UTF-8, or 0.
func FirstInvalidLine(content []byte) int {
	if utf8.Valid(content) {
		return 0
	}
	line := 0
	for l := range bytes.Lines(content) {
		line++
		if !utf8.Valid(l) {
			break
		}
	}
	return line
}
