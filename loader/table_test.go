package loader

import (
	"strings"
	"testing"
)

// A file of nothing but commas took more memory than there was.
func TestTableHasSoManyRows(t *testing.T) {
	content := "tenant,id,name\n" + strings.Repeat(",,\n", maxRows+2)
	got := parseTable(librariesFile, []byte(content), columns(librariesFile))
	if len(got.rows) != maxRows || !got.partial {
		t.Errorf("kept %d rows (partial: %t), want %d", len(got.rows), got.partial, maxRows)
	}
	const want = "libraries.csv:2000002: is one row too many: a file has at most 2000000"
	if len(got.problems) != 1 || got.problems[0].String() != want {
		t.Errorf("got %v, want %s", got.problems, want)
	}
}
