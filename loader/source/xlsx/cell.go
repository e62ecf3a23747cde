package xlsx

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/phrase"
)

// cell is one of a sheet as it is written.
type cell struct {
	Ref     string    `xml:"r,attr"`
	Style   int       `xml:"s,attr"`
	Type    string    `xml:"t,attr"`
	Formula *struct{} `xml:"f"`
	Value   string    `xml:"v"`
	Inline  *text     `xml:"is"`
}

// readCell adds a cell that holds something to the row.
func (r *reader) readCell(c cell) error {
	column, row := r.column+1, r.row
	if c.Ref != "" {
		ok := false
		if column, row, ok = coordinates(c.Ref); !ok {
			return phrase.Errorf("a cell of row %d is named %q", r.row, c.Ref)
		}
	}
	if row != r.row || column <= r.column || column > maxColumn {
		return phrase.Errorf("cell %q of row %d follows column %s", c.Ref, r.row, columnName(r.column))
	}
	r.column = column
	value, err := r.valueOf(c)
	if err != nil {
		r.bad = true
		r.failCell(r.row, column, "%v", err)
		return nil
	}
	if value != "" {
		r.fields = append(r.fields, field{column, value})
	}
	return nil
}

// valueOf is the text of a cell. Its error says why it has none.
func (r *reader) valueOf(c cell) (string, error) {
	if c.Formula != nil {
		// The value beside it is from when the sheet was last calculated, and by whom.
		return "", phrase.Errorf("holds a formula: its value may be an old one; copy the column and paste it as values")
	}
	switch c.Type {
	case "s":
		return r.shared(c.Value)
	case "inlineStr":
		if c.Inline == nil {
			return "", nil
		}
		return valid(c.Inline.String())
	case "str":
		return valid(unescape(c.Value))
	case "", "n":
		return r.number(c)
	case "b":
		return "", phrase.Errorf("holds TRUE or FALSE: format the column as text and write the word that is meant")
	case "e":
		return "", phrase.Errorf("holds the error %s", c.Value)
	case "d":
		return "", phrase.Errorf("holds a date, which says no time zone: write it as text, such as 2027-03-31T18:00:00+02:00")
	}
	return "", phrase.Errorf("holds a value of an unknown kind, %q", c.Type)
}

func (r *reader) shared(index string) (string, error) {
	if index == "" {
		return "", nil
	}
	i, err := strconv.Atoi(strings.TrimSpace(index))
	if err != nil || i < 0 || i >= len(r.book.texts) {
		return "", phrase.Errorf("holds text number %q, which the workbook does not have", index)
	}
	return valid(r.book.texts[i])
}

func valid(text string) (string, error) {
	if !utf8.ValidString(text) || strings.ContainsRune(text, utf8.RuneError) {
		return "", phrase.Errorf("holds characters that are none")
	}
	return text, nil
}

// number is a number as text, if what it shows is what it is.
func (r *reader) number(c cell) (string, error) {
	if c.Value == "" {
		return "", nil
	}
	format := plain
	if c.Style != 0 || len(r.book.formats) > 0 {
		if c.Style < 0 || c.Style >= len(r.book.formats) {
			return "", phrase.Errorf("has look number %d, which the workbook does not have", c.Style)
		}
		format = r.book.formats[c.Style]
	}
	switch {
	case format == date && (r.header[r.column] == "until" || r.header[r.column] == "from"):
		return r.dates.moment(c.Value)
	case format == date:
		return "", phrase.Errorf("holds a date: format the column as text and write again what is meant")
	case format == dressed:
		return "", phrase.Errorf("holds the number %s and shows it as something else: which is meant cannot be known; format the column as text and write it again", c.Value)
	}
	if r.numbers[r.column] == nil {
		r.numbers[r.column] = &numbers{first: r.row}
	}
	r.numbers[r.column].count++
	return whole(c.Value)
}

var cellRef = regexp.MustCompile(`^([A-Z]{1,3})([1-9][0-9]{0,6})$`)

// coordinates are the column and the row of a cell's name, such as "C17".
func coordinates(ref string) (column, row int, ok bool) {
	parts := cellRef.FindStringSubmatch(ref)
	if parts == nil {
		return 0, 0, false
	}
	for _, letter := range parts[1] {
		column = column*26 + int(letter-'A') + 1
	}
	return column, number(parts[2]), true
}

func columnName(column int) string {
	name := ""
	for ; column > 0; column = (column - 1) / 26 {
		name = string(rune('A'+(column-1)%26)) + name
	}
	return name
}

func cellName(column, row int) string { return columnName(column) + strconv.Itoa(row) }

// place is where a row, or a field of it, stands.
func (t *table) place(name string, row int, field string) (whole string, inside fmt.Stringer) {
	if column := t.columns[field]; column > 0 {
		return name + "!" + cellName(column, row), phrase.Of("in %s", cellName(column, row))
	}
	return name + "!" + strconv.Itoa(row), phrase.Of("in row %d", row)
}

// number is a count that is written as one, or -1.
func number(written string) int {
	n, err := strconv.ParseInt(written, 10, 32)
	if err != nil || n < 0 {
		return -1
	}
	return int(n)
}

// isTrue says whether an attribute is true.
func isTrue(written string) bool { return written == "1" || written == "true" }

// isZero says whether a width or a height is none.
func isZero(written string) bool {
	size, err := strconv.ParseFloat(written, 64)
	return err == nil && size == 0
}
