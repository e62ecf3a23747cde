package main

import (
	"bytes"
	_ "embed"
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/remit-authz/remit/checker/matrix"
)

// published are the role tables as the two vendors' help pages have them,
// copied by hand: row, then a cell a column.
//
//go:embed testdata/tables.tsv
var published string

// words are the short words of the published tables in the other languages.
var words = map[string]*strings.Replacer{
	"en": strings.NewReplacer(),
	"nl": strings.NewReplacer("not app admin", "geen app-beheerder", "invited", "uitgenodigd", "emergency", "nood", "own", "eigen", "all", "alle"),
	"fr": strings.NewReplacer("not app admin", "sauf admin. appli.", "invited", "invité", "caseload", "file active", "emergency", "urgence", "own", "propre", "all", "tous"),
}

func TestMatrixIsThePublishedTables(t *testing.T) {
	for language, translate := range words {
		t.Run(language, func(t *testing.T) {
			want := strings.Split(strings.TrimSpace(translate.Replace(published)), "\n")
			got := computedRows(t, language)
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("the computed tables are not the published ones (-published +computed):\n%s", diff)
			}
		})
	}
}

func computedRows(t *testing.T, language string) []string {
	t.Helper()
	var stdout, stderr bytes.Buffer
	if code := run(t.Context(), []string{"matrix", "--json", "--lang", language}, nil, &stdout, &stderr); code != exitDone {
		t.Fatalf("matrix --json: exit code %d: %s", code, stderr.String())
	}
	var rows []string
	for decoder := json.NewDecoder(&stdout); decoder.More(); {
		var table matrix.ResultJSON
		if err := decoder.Decode(&table); err != nil {
			t.Fatal(err)
		}
		for _, row := range table.Rows {
			line := []string{row.Key}
			for _, cell := range row.Cells {
				line = append(line, map[string]string{"en": cell.Label.English, "nl": cell.Label.Dutch, "fr": cell.Label.French}[language])
			}
			rows = append(rows, strings.Join(line, "\t"))
		}
	}
	return rows
}

func TestMatrixFitsATerminal(t *testing.T) {
	for language := range words {
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), []string{"matrix", "--lang", language}, nil, &stdout, &stderr); code != exitDone {
			t.Fatalf("matrix: exit code %d: %s", code, stderr.String())
		}
		for line := range strings.Lines(stdout.String()) {
			if width := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); width > 100 {
				t.Errorf("--lang %s: a line is %d columns wide, want at most 100: %s", language, width, line)
			}
		}
	}
}
