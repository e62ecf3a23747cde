package loader

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"unicode/utf8"
)

// table is one file of a source folder. Its problems are all that is wrong
// with it as a table: the meaning of the rows is the reader's.
type table struct {
	file string
	rows []row
	// partial is true when rows are missing or unreadable, so that a reference
	// into this table that finds nothing is no news.
	partial bool
	// problems are the first of them, and more is how many there are besides.
	problems []Problem
	more     int
}

const (
	// maxRows is how many rows a table has at most, and maxRecord how many bytes
	// one of them: what a row names has 200 at most.
	maxRows   = 2_000_000
	maxRecord = 16 << 10
)

// row is one record of a table, by column.
type row struct {
	line   int
	header []string
	fields []string
}

// at is the field in a column; blank where there is no such column.
func (r row) at(column string) string {
	if i := slices.Index(r.header, column); i >= 0 {
		return r.fields[i]
	}
	return ""
}

// full says whether no further problem is told.
func (t *table) full() bool { return len(t.problems) == maxProblems }

func (t *table) problem(line int, format string, args ...any) {
	if t.full() {
		t.more++
		return
	}
	t.problems = append(t.problems, Problem{t.file, line, fmt.Sprintf(format, args...)})
}

// parseTable reads the content of a CSV file with these columns, in any order.
func parseTable(file string, content []byte, columns []string) *table {
	t := &table{file: file}
	content = bytes.TrimPrefix(content, []byte("\xEF\xBB\xBF"))
	if line := firstInvalidLine(content); line > 0 {
		t.partial = true
		t.problem(line, "is not valid UTF-8: save the file as UTF-8")
		return t
	}
	r := csv.NewReader(bytes.NewReader(content))
	r.FieldsPerRecord = -1 // counted here, to say what was expected
	header, err := r.Read()
	if err != nil {
		t.partial = true
		t.headerProblem(err, columns)
		return t
	}
	if size(header) > maxRecord {
		t.partial = true
		t.problem(1, "is longer than %d KiB: it must name the columns %s", maxRecord>>10, oneOf(columns))
		return t
	}
	if !t.checkHeader(header, columns) {
		t.partial = true
		return t
	}
	t.readRows(r, header)
	return t
}

func (t *table) headerProblem(err error, columns []string) {
	if errors.Is(err, io.EOF) {
		t.problem(1, "has no header row: it must name the columns %s", oneOf(columns))
		return
	}
	t.syntaxProblem(err)
}

func (t *table) checkHeader(header, columns []string) bool {
	ok := true
	bad := func(format string, args ...any) {
		t.problem(1, format, args...)
		ok = false
	}
	for i, name := range header {
		switch {
		case !slices.Contains(columns, name):
			bad("column %q does not exist here: the columns are %s%s", name, oneOf(columns), didYouMean(name, columns))
		case slices.Contains(header[:i], name):
			bad("column %q is there twice", name)
		}
	}
	for _, name := range columns {
		if !slices.Contains(header, name) {
			bad("column %q is missing", name)
		}
	}
	return ok
}

func (t *table) readRows(r *csv.Reader, header []string) {
	for {
		record, err := r.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		if err != nil {
			t.partial = true
			t.syntaxProblem(err)
			continue
		}
		line, _ := r.FieldPos(0)
		if size(record) > maxRecord {
			t.partial = true
			t.problem(line, "is longer than %d KiB: a quote may be missing", maxRecord>>10)
			continue
		}
		if len(record) != len(header) {
			t.partial = true
			t.problem(line, "has %d fields where the header has %d", len(record), len(header))
			continue
		}
		if len(t.rows) == maxRows {
			t.partial = true
			t.problem(line, "is one row too many: a file has at most %d", maxRows)
			return
		}
		t.rows = append(t.rows, row{line, header, record})
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

func (t *table) syntaxProblem(err error) {
	var syntax *csv.ParseError
	if !errors.As(err, &syntax) {
		t.problem(0, "cannot be read as CSV: %v", err)
		return
	}
	t.problem(syntax.StartLine, "is not CSV at column %d: %v: put a field that holds a quote between quotes, and write the quote twice", syntax.Column, syntax.Err)
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
