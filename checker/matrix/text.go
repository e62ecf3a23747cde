package matrix

import (
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"

	"github.com/remit-authz/remit/internal/terminal"
	"github.com/remit-authz/remit/schema"
)

// textWidth is how many columns of a terminal a printed table needs at most.
const textWidth = 100

const (
	gap      = 2
	keyWidth = 4
	// maxCellWidth is what a role's column may take; longer words are wrapped.
	maxCellWidth = 14
	// minActionWidth is what the actions' column takes at least.
	minActionWidth = 20
)

// WriteText prints the table for people, at most 100 columns wide.
func (r Result) WriteText(w io.Writer, language schema.Language) error {
	return r.WriteWidth(w, language, textWidth)
}

// WriteWidth prints the table for people on a terminal of some columns. Where actions have
// no room beside the roles they stand above them; where the roles have none beside one
// another, a line has one of them.
func (r Result) WriteWidth(w io.Writer, language schema.Language, width int) error {
	width = min(width, textWidth)
	room := width - keyWidth
	for i := range r.Columns {
		room -= gap + r.cellWidth(i, language)
	}
	rows := ""
	switch {
	case room >= gap+minActionWidth:
		rows = r.render(language, room-gap)
	case room >= 0:
		rows = r.render(language, 0)
	default:
		rows = r.list(language)
	}
	_, err := fmt.Fprintf(w, "%s\n\n%s\n", r.Title.In(language), rows)
	return err
}

// list has a line for each role under each action, but for roles that may not.
func (r Result) list(language schema.Language) string {
	var b strings.Builder
	for _, row := range r.Rows {
		fmt.Fprintf(&b, "%-4s %s\n", row.Action.Key, row.Action.Label.In(language))
		for i, c := range row.Cells {
			if len(c.In) > 0 {
				fmt.Fprintf(&b, "     %s: %s\n", r.Columns[i].Head.In(language), c.Text(language))
			}
		}
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// render is the table with a column of actions of a width; 0 for actions above their lines.
func (r Result) render(language schema.Language, actions int) string {
	t := table.NewWriter()
	t.SetStyle(terminal.Columns())
	beside := func(cells table.Row, action string) table.Row {
		if actions == 0 {
			return cells
		}
		return append(table.Row{cells[0], action}, cells[1:]...)
	}
	head := table.Row{""}
	for _, c := range r.Columns {
		head = append(head, broken(c.Head.Breakable(language)))
	}
	t.AppendHeader(beside(head, ""))
	for _, row := range r.Rows {
		cells := table.Row{row.Action.Key}
		for _, c := range row.Cells {
			cells = append(cells, c.Text(language))
		}
		t.AppendRow(beside(cells, row.Action.Label.In(language)))
	}
	t.SetColumnConfigs(r.widths(language, actions))
	lines := strings.Split(t.Render(), "\n")
	for i, line := range lines {
		lines[i] = strings.TrimRight(line, " ")
	}
	if actions == 0 {
		lines = r.under(language, lines)
	}
	return strings.Join(lines, "\n")
}

// under puts each action above the line that begins with its key.
func (r Result) under(language schema.Language, lines []string) []string {
	var all []string
	rows := r.Rows
	for _, line := range lines {
		if len(rows) > 0 {
			if rest, begins := strings.CutPrefix(line, rows[0].Action.Key+" "); begins {
				all = append(all, fmt.Sprintf("%-*s  %s", keyWidth, rows[0].Action.Key, rows[0].Action.Label.In(language)))
				line, rows = strings.Repeat(" ", len(line)-len(rest))+rest, rows[1:]
			}
		}
		all = append(all, line)
	}
	return all
}

// widths give each role's column what its words need, and the actions what is left.
func (r Result) widths(language schema.Language, actions int) []table.ColumnConfig {
	var configs []table.ColumnConfig
	first := 2
	if actions > 0 {
		configs, first = append(configs, table.ColumnConfig{Number: 2, WidthMax: min(actions, 60), WidthMaxEnforcer: text.WrapSoft}), 3
	} else {
		configs = append(configs, table.ColumnConfig{Number: 1, WidthMin: keyWidth})
	}
	for i := range r.Columns {
		width := r.cellWidth(i, language)
		configs = append(configs, table.ColumnConfig{Number: i + first, WidthMin: width, WidthMax: width, WidthMaxEnforcer: text.WrapSoft})
	}
	return configs
}

// cellWidth is what a column's longest word needs, so that no word is cut and
// no two that belong together are parted.
func (r Result) cellWidth(column int, language schema.Language) int {
	longest := widest(strings.Fields(broken(r.Columns[column].Head.Breakable(language))))
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
