package terminal

import (
	"fmt"
	"io"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/remit-authz/remit/schema"
)

// gap is how many blanks are between two columns.
const gap = 2

// Layout is how rows are written as text.
type Layout struct {
	// Width is how many columns a line of the terminal has; 0 for any number. Cells are
	// wrapped at blanks to fit, so that every word, such as an id, stays whole; where that
	// does not do, each row is a block of lines, one for each cell.
	Width int
	// Longest is where the last column begins at most, in a text of any Width: where it
	// would be further to the right, each row is a block of lines; 0 for anywhere.
	Longest int
	// Titles stand above the rows, or before the cells of a block; none for no titles.
	Titles []string
	// Right says that the first column is of numbers.
	Right bool
}

// Write writes rows. What nobody could see in a cell is escaped.
func (l Layout) Write(w io.Writer, rows [][]string) error {
	var shown [][]string
	columns := len(l.Titles)
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, cell := range row {
			cells[i] = schema.Escape(cell)
		}
		shown = append(shown, cells)
		columns = max(columns, len(row))
	}
	if columns == 0 || len(shown) == 0 && l.Titles == nil {
		return nil
	}
	limits, fit := l.limits(shown, columns)
	if !fit {
		return l.writeBlocks(w, shown)
	}
	t := table.NewWriter()
	t.SetStyle(Columns())
	if l.Titles != nil {
		t.AppendHeader(rowOf(l.Titles))
	}
	for _, row := range shown {
		t.AppendRow(rowOf(row))
	}
	configs := make([]table.ColumnConfig, columns)
	for i := range configs {
		configs[i] = table.ColumnConfig{Number: i + 1, WidthMax: limits[i], WidthMaxEnforcer: text.WrapSoft}
	}
	if l.Right {
		configs[0].Align = text.AlignRight
	}
	t.SetColumnConfigs(configs)
	for line := range strings.Lines(t.Render() + "\n") {
		if _, err := fmt.Fprintln(w, strings.TrimRight(line, " \n")); err != nil {
			return err
		}
	}
	return nil
}

func rowOf(cells []string) table.Row {
	row := make(table.Row, len(cells))
	for i, cell := range cells {
		row[i] = cell
	}
	return row
}

// limits are how wide each column may be, 0 for any width, and whether all fits so.
func (l Layout) limits(rows [][]string, columns int) (limits []int, fit bool) {
	limits = make([]int, columns)
	if l.Width == 0 && l.Longest == 0 {
		return limits, true
	}
	least, wide := make([]int, columns), make([]int, columns)
	total := gap * (columns - 1)
	for _, row := range append([][]string{l.Titles}, rows...) {
		for i, cell := range row {
			wide[i] = max(wide[i], text.StringWidthWithoutEscSequences(cell))
			for word := range strings.FieldsSeq(cell) {
				least[i] = max(least[i], text.StringWidthWithoutEscSequences(word))
			}
		}
	}
	for _, n := range wide {
		total += n
	}
	if l.Width == 0 {
		return limits, total-wide[columns-1] <= l.Longest
	}
	for total > l.Width { // take it from the widest that has some to give
		widest := -1
		for i := range wide {
			if wide[i] > least[i] && (widest < 0 || wide[i] > wide[widest]) {
				widest = i
			}
		}
		if widest < 0 {
			return nil, false
		}
		wide[widest]--
		total--
	}
	copy(limits, wide)
	return limits, true
}

// writeBlocks writes each row as lines of its own, a blank line between two.
func (l Layout) writeBlocks(w io.Writer, rows [][]string) error {
	var b strings.Builder
	for i, row := range rows {
		if i > 0 {
			b.WriteString("\n")
		}
		for k, cell := range row {
			switch {
			case cell == "":
			case k < len(l.Titles) && l.Titles[k] != "":
				fmt.Fprintf(&b, "%s: %s\n", l.Titles[k], cell)
			default:
				fmt.Fprintln(&b, cell)
			}
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Columns is a table without borders, its columns two blanks apart.
func Columns() table.Style {
	style := table.StyleDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", gap)
	style.Box.MiddleVertical = ""
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format = table.FormatOptions{}
	return style
}
