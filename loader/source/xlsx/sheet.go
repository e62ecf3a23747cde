package xlsx

import (
	"encoding/xml"
	"errors"
	"io"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
)

// maxRow is the last row that a workbook can have, and maxColumn the last column,
// XFD.
const (
	maxRow    = 1 << 20
	maxColumn = 1 << 14
)

// reader goes through the part of a sheet once, in the order of the file: nothing
// is looked for, so that nothing is missed that stands where it should not.
type reader struct {
	*table
	d    *xml.Decoder
	path []string
	// row and column are those of the last cell.
	row, column int
	fields      []field
	rowHidden   bool
	// bad says that a cell of the row is a problem: the row is not added.
	bad bool
	// roots are the elements that the part is made of: one.
	roots int
}

// read reads a sheet. Its error means that the part is broken.
func (t *table) read(s sheet) error {
	part, err := t.book.open(s.part)
	if err != nil {
		return err
	}
	defer func() { _ = part.Close() }() // it was read
	r := &reader{table: t, d: xml.NewDecoder(part)}
	for {
		token, err := r.d.Token()
		if errors.Is(err, io.EOF) && r.roots == 1 {
			break
		}
		if err == nil {
			err = r.token(token)
		}
		if err != nil {
			return partError(s.part, err)
		}
	}
	t.end()
	return nil
}

func (r *reader) token(token xml.Token) error {
	switch element := token.(type) {
	case xml.StartElement:
		r.path = append(r.path, element.Name.Local)
		return r.start(element)
	case xml.EndElement:
		if strings.Join(r.path, "/") == "worksheet/sheetData/row" {
			r.endRow()
		}
		r.path = r.path[:len(r.path)-1]
	}
	return nil
}

func (r *reader) start(element xml.StartElement) error {
	if len(r.path) > 4 {
		return nil
	}
	switch strings.Join(r.path, "/") {
	case "worksheet/sheetData/row":
		return r.startRow(element)
	case "worksheet/sheetData/row/c":
		var c cell
		if err := r.d.DecodeElement(&c, &element); err != nil {
			return err
		}
		r.path = r.path[:len(r.path)-1]
		return r.readCell(c)
	case "worksheet/cols/col":
		first, last := attribute(element, "min"), attribute(element, "max")
		if isTrue(attribute(element, "hidden")) || isZero(attribute(element, "width")) {
			r.hidden = append(r.hidden, columnRange{number(first), number(last)})
		}
	case "worksheet/sheetFormatPr":
		if isTrue(attribute(element, "zeroHeight")) {
			r.fail(0, "hides every row: show them; what nobody sees is not loaded")
		}
	case "worksheet/mergeCells/mergeCell":
		cells := attribute(element, "ref")
		first, _, _ := strings.Cut(cells, ":")
		if column, row, ok := coordinates(first); ok {
			r.failCell(row, column, "is merged with others (%s): take them apart (Unmerge cells), and fill in each", cells)
			return nil
		}
		r.fail(0, "has merged cells, %q: take them apart (Unmerge cells)", cells)
	case "worksheet":
		if r.roots++; r.roots > 1 {
			return phrase.Errorf("it goes on after its end")
		}
	default:
		if len(r.path) == 1 {
			return phrase.Errorf("it is %q and not a sheet", element.Name.Local)
		}
	}
	return nil
}

func (r *reader) startRow(element xml.StartElement) error {
	row := r.row + 1
	if written := attribute(element, "r"); written != "" {
		row = number(written)
	}
	if row <= r.row || row > maxRow {
		return phrase.Errorf("row %q follows row %d", attribute(element, "r"), r.row)
	}
	r.row, r.column, r.fields, r.bad = row, 0, r.fields[:0], false
	r.rowHidden = isTrue(attribute(element, "hidden")) || isZero(attribute(element, "ht"))
	return nil
}

func (r *reader) endRow() {
	if r.row == 1 && (r.bad || r.rowHidden) {
		r.unreadable = true
	}
	switch {
	case r.bad || len(r.fields) == 0: // a row without anything is none
	case r.rowHidden:
		r.fail(r.row, "is hidden, by hand or by a filter: show all rows, or delete it; what nobody sees is not loaded")
	default:
		r.add(r.row, r.fields)
	}
}

func attribute(element xml.StartElement, name string) string {
	for _, a := range element.Attr {
		if a.Name.Local == name && a.Name.Space == "" {
			return a.Value
		}
	}
	return ""
}
