package csv

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/suggest"
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
	columns []string
	records *source.Records
}

func newTable(k source.Kind, records *source.Records) *table {
	t := &table{k, &source.Part{Name: fileOf(k)}, source.Fields(k), records}
	records.Parts[k] = t.part
	return t
}

// fail notes why rows are missing, on a line; 0 for the file as a whole.
func (t *table) fail(line int, format string, args ...any) {
	t.records.Partial(t.kind)
	t.records.Problem(t.kind, source.Position{Part: t.part, Row: line}, format, args...)
}

// read reads the content of a file with the columns in any order.
func (t *table) read(content []byte) {
	content = source.WithoutBOM(content)
	if line := firstInvalidLine(content); line > 0 {
		t.fail(line, "is not valid UTF-8: save the file as UTF-8")
		return
	}
	r := csv.NewReader(bytes.NewReader(content))
	r.FieldsPerRecord = -1 // counted here, to say what was expected
	header, err := r.Read()
	switch {
	case errors.Is(err, io.EOF):
		t.fail(1, "has no header row: it must name the columns %s", strings.Join(t.columns, ", "))
	case err != nil:
		t.failSyntax(err)
	case size(header) > maxRecord:
		t.fail(1, "is longer than %d KiB: it must name the columns %s", maxRecord>>10, strings.Join(t.columns, ", "))
	case t.checkHeader(header):
		t.readRows(r, header)
	}
}

func (t *table) checkHeader(header []string) bool {
	ok := true
	bad := func(format string, args ...any) {
		t.fail(1, format, args...)
		ok = false
	}
	for i, name := range header {
		switch {
		case !slices.Contains(t.columns, name):
			bad("column %q does not exist here: the columns are %s%s", name, strings.Join(t.columns, ", "), suggest.DidYouMean(name, t.columns))
		case slices.Contains(header[:i], name):
			bad("column %q is there twice", name)
		}
	}
	for _, name := range t.columns {
		if !slices.Contains(header, name) {
			bad("column %q is missing", name)
		}
	}
	return ok
}

func (t *table) readRows(r *csv.Reader, header []string) {
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
		case len(record) != len(header):
			t.fail(line, "has %d fields where the header has %d", len(record), len(header))
		case rows == maxRows:
			t.fail(line, "is one row too many: a file has at most %d", maxRows)
			return
		default:
			rows++
			field := func(column string) string {
				if i := slices.Index(header, column); i >= 0 {
					return record[i]
				}
				return ""
			}
			t.records.Add(t.kind, source.Position{Part: t.part, Row: line}, field, source.SplitRoles(field("roles")))
		}
	}
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

// firstInvalidLine is the first line that is not UTF-8, or 0.
func firstInvalidLine(content []byte) int {
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
