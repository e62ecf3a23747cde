package matrix

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/remit-authz/remit/schema"
)

// textWidth is how many columns of a terminal a printed table needs at most.
const textWidth = 100

const (
	gap      = 2
	keyWidth = 4
	// maxCellWidth is what a role's column may take; longer words are wrapped.
	maxCellWidth = 14
)

// WriteText prints the table for people, at most 100 columns wide.
func (r Result) WriteText(w io.Writer, language schema.Language) error {
	_, err := fmt.Fprintf(w, "%s\n\n%s\n", r.Title.In(language), r.render(language))
	return err
}

func (r Result) render(language schema.Language) string {
	t := table.NewWriter()
	t.SetStyle(plain())
	head := table.Row{"", ""}
	for _, label := range r.Columns {
		head = append(head, broken(label.Breakable(language)))
	}
	t.AppendHeader(head)
	for _, row := range r.Rows {
		cells := table.Row{row.Action.Key, row.Action.Label.In(language)}
		for _, c := range row.Cells {
			cells = append(cells, c.Text(language))
		}
		t.AppendRow(cells)
	}
	t.SetColumnConfigs(r.widths(language))
	return trimLines(t.Render())
}

// widths give each role's column what its words need, and the actions the rest.
func (r Result) widths(language schema.Language) []table.ColumnConfig {
	rest := textWidth - keyWidth
	var configs []table.ColumnConfig
	for i := range r.Columns {
		width := r.cellWidth(i, language)
		rest -= gap + width
		configs = append(configs, table.ColumnConfig{Number: i + 3, WidthMin: width, WidthMax: width, WidthMaxEnforcer: text.WrapSoft})
	}
	return append(configs, table.ColumnConfig{Number: 2, WidthMax: min(rest-gap, 60), WidthMaxEnforcer: text.WrapSoft})
}

// cellWidth is what a column's longest word needs, so that no word is cut and
// no two that belong together are parted.
func (r Result) cellWidth(column int, language schema.Language) int {
	longest := widest(strings.Fields(broken(r.Columns[column].Breakable(language))))
	for _, row := range r.Rows {
		longest = max(longest, widest(strings.SplitAfter(row.Cells[column].Text(language), ",")))
	}
	return min(longest, maxCellWidth)
}

func widest(words []string) int {
	widest := 0
	for _, word := range words {
		widest = max(widest, utf8.RuneCountInString(strings.TrimSpace(word)))
	}
	return widest
}

// broken breaks a head at its soft hyphens.
func broken(head string) string { return strings.ReplaceAll(head, schema.SoftHyphen, "-\n") }

// plain is a table without borders, its columns two blanks apart.
func plain() table.Style {
	style := table.StyleDefault
	style.Box.PaddingLeft, style.Box.PaddingRight = "", strings.Repeat(" ", gap)
	style.Box.MiddleVertical = ""
	style.Options = table.OptionsNoBordersAndSeparators
	style.Format = table.FormatOptions{}
	return style
}

func trimLines(s string) string {
	lines := strings.Split(s, "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	return strings.Join(lines, "\n")
}
