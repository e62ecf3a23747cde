// Package cell is a text as a cell of a spreadsheet.
package cell

import (
	"strings"

	"github.com/remit-authz/remit/schema"
)

// Harmless has no program take a cell for a formula: OWASP's way, an apostrophe in
// front of what could begin one. What nobody could see is escaped, an end of a line too:
// a cell is part of one line.
func Harmless(cell string) string {
	if cell = schema.Escape(cell); strings.IndexAny(cell, "=+-@") == 0 {
		return "'" + cell
	}
	return cell
}
