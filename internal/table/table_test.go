package table_test

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"github.com/remit-authz/remit/internal/table"
	"github.com/remit-authz/remit/schema"
)

var hostile = table.Table{
	Title:   "who <b>can</b>\nread",
	Lines:   []string{"\x1b[31mred"},
	Columns: []table.Column{{Key: "user", Title: "User"}, {Key: "name", Title: "Name"}},
	Rows: [][]string{
		{"user:a/x", "=HYPERLINK(\"http://x\")"}, {"user:a/y", "a\u202eb\nc"}, {"user:a/z", "<script>alert(1)</script>"},
	},
	Foot: [][2]string{{"revision", "r\n1"}},
}

// What anybody may have called themselves forges no row, formula, tag or colour.
func TestNothingHostileIsWritten(t *testing.T) {
	for _, f := range table.Formats() {
		var b bytes.Buffer
		if err := hostile.Write(&b, f); err != nil {
			t.Fatal(err)
		}
		got := b.String()
		switch f {
		case table.XLSX:
			requireCells(t, &b)
		case table.CSV:
			rows, err := csv.NewReader(strings.NewReader(got)).ReadAll()
			if err != nil || len(rows) != 6 || rows[4][0] != "# revision" || rows[5][1] != "en" || rows[1][1] != "'=HYPERLINK(\"http://x\")" {
				t.Errorf("csv: %q, %v", rows, err)
			}
		case table.JSON:
			lines := strings.Split(strings.TrimSpace(got), "\n")
			var row map[string]string
			if len(lines) != 4 || json.Unmarshal([]byte(lines[1]), &row) != nil || row["name"] != "a\u202eb\nc" {
				t.Errorf("json: %s", got)
			}
		default:
			if strings.ContainsAny(got, "\x1b\u202e") || strings.Contains(got, "\nc") || f == table.HTML && strings.Contains(got, "<script") {
				t.Errorf("%s:\n%s", f, got)
			}
		}
	}
}

func requireCells(t *testing.T, b *bytes.Buffer) {
	t.Helper()
	f, err := excelize.OpenReader(b)
	if err != nil {
		t.Fatal(err)
	}
	cell, err := f.GetCellValue("Sheet1", "B5")
	formula, _ := f.GetCellFormula("Sheet1", "B5")
	if err != nil || formula != "" || !strings.HasPrefix(cell, "=HYPERLINK") {
		t.Errorf("B5: %q, formula %q, %v", cell, formula, err)
	}
}

func TestParseFormat(t *testing.T) {
	if _, err := table.ParseFormat("pdf"); err == nil {
		t.Error("pdf was taken")
	}
}

// Programs are given what means the same in every language, and people its words.
func TestWordsAreForPeople(t *testing.T) {
	said := table.Table{
		Columns: []table.Column{
			{Key: "role", Title: "rol", Words: strings.ToUpper}, {Key: "permission", Title: "recht"},
			{Key: "in_words", Title: "in woorden", Words: func(string) string { return "dossier inzien" }, Said: true},
		},
		Rows: [][]string{{"practitioner", "client#view_dossier", "client#view_dossier"}, {"", "x", ""}},
	}
	want := map[table.Format]string{
		table.JSON: `{"role":"practitioner","permission":"client#view_dossier"}` + "\n" + `{"role":"","permission":"x"}` + "\n",
		table.CSV:  "role,permission,in_words\nPRACTITIONER,client#view_dossier,dossier inzien\n,x,\n",
	}
	for f, want := range want {
		var b bytes.Buffer
		if err := said.Write(&b, f); err != nil {
			t.Fatal(err)
		}
		if got := b.String(); got != want {
			t.Errorf("%s: got\n%swant\n%s", f, got, want)
		}
	}
	if said.Rows[0][0] != "practitioner" {
		t.Error("writing changed the table")
	}
}

// A table is found again in each format, with what stands below it; a workbook is written the
// same twice, and each part of it counts.
func TestATableIsFoundAgain(t *testing.T) {
	said := table.Table{
		Title: "who", Columns: []table.Column{{Key: "user", Title: "gebruiker"}, {Key: "times", Title: "keer", Number: true}},
		Rows: [][]string{{"user:a/x", "3"}, {"a: b", ""}},
		Foot: [][2]string{{"report", "who"}, {"revision", "r\u202e<1>"}}, Language: schema.Dutch, Called: map[string]string{"report": "rapport", "language": "taal"},
	}
	for _, f := range table.Formats() {
		write := func(said table.Table) table.Found {
			t.Helper()
			var b bytes.Buffer
			if err := said.Write(&b, f); err != nil {
				t.Fatal(err)
			}
			found, err := table.Find(b.Bytes())
			if err != nil {
				t.Fatal(err)
			}
			return found
		}
		found, again := write(said), write(said)
		below := map[string]string{}
		for _, one := range found.Foot {
			below[one[0]] = one[1]
		}
		report, language := "rapport", "taal"
		switch f {
		case table.JSON, table.CSV:
			report, language = "report", "language"
		}
		if found.Format != f || below[report] != "who" || below["revision"] != "r\u202e<1>" || (below[language] != "nl") != (f == table.JSON) {
			t.Errorf("%s: found %s, %q", f, found.Format, found.Foot)
		}
		if !found.IsSame(again) {
			t.Errorf("%s: written otherwise the second time", f)
		}
		other := said
		other.Rows = [][]string{{"user:a/x", "4"}, {"a: b", ""}}
		if found.IsSame(write(other)) {
			t.Errorf("%s: another table is the same", f)
		}
	}
	var b bytes.Buffer
	if err := said.Write(&b, table.JSON); err != nil {
		t.Fatal(err)
	}
	if want := `{"user":"user:a/x","times":3}` + "\n" + `{"user":"a: b"}` + "\n"; !strings.HasPrefix(b.String(), want) {
		t.Errorf("got %s, want %s", b.String(), want)
	}
}

// What stands below a table is read back as it was, whatever it holds: the escape of a no-break
// space, and the apostrophe before what could be a formula, were taken for the value.
func TestWhatStandsBelowIsReadBack(t *testing.T) {
	for _, value := range []string{
		"user:a/x\u00a0y", `user:a/x\u00a0y`, "r\u202e<1>", "=1+1", "'=1+1", "@a", `"quoted"`, `"`, "a: b", "a,b;c\td\r\ne", " blanks ", "_x0041_", "&amp;", "</dd>", "# report",
	} {
		said := table.Table{Columns: []table.Column{{Key: "user"}, {Key: "name"}}, Foot: [][2]string{{"about", value}}}
		for _, f := range table.Formats() {
			var b bytes.Buffer
			if err := said.Write(&b, f); err != nil {
				t.Fatal(err)
			}
			found, err := table.Find(b.Bytes())
			if err != nil || len(found.Foot) == 0 || found.Foot[0] != said.Foot[0] {
				t.Errorf("%s: %q, %v, want %q", f, found.Foot, err, said.Foot)
			}
		}
	}
}
