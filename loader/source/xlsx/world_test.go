package xlsx_test

import (
	"bytes"
	"encoding/csv"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/xuri/excelize/v2"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/settings/settingstest"
	"github.com/remit-authz/remit/loader/source"
	csvformat "github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/loader/source/xlsx"
)

// book is a workbook to be changed: the spreadsheet library writes it, which is
// not the one that reads it.
func book(t testing.TB, world fs.FS) *excelize.File {
	t.Helper()
	f := excelize.NewFile()
	for _, k := range source.Kinds() {
		content, err := fs.ReadFile(world, string(k)+".csv")
		if err != nil {
			continue // a world has not all of them
		}
		rows, err := csv.NewReader(bytes.NewReader(content)).ReadAll()
		must(t, err)
		_, err = f.NewSheet(string(k))
		must(t, err)
		for i, row := range rows {
			cell, err := excelize.CoordinatesToCellName(1, i+1)
			must(t, err)
			must(t, f.SetSheetRow(string(k), cell, &row))
		}
	}
	must(t, f.DeleteSheet("Sheet1"))
	return f
}

func bytesOf(t testing.TB, f *excelize.File) []byte {
	t.Helper()
	var b bytes.Buffer
	must(t, f.Write(&b))
	return b.Bytes()
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func read(content []byte, o xlsx.Options) (source.Source, error) {
	return source.Options{}.Read(xlsx.Format{Options: o}, fstest.MapFS{"world.xlsx": {Data: content}})
}

// A world says the same in a workbook as in a folder.
func TestWorkbookEqualsFolder(t *testing.T) {
	for name, world := range map[string]fs.FS{"care": fixtures.Care(), "audit": fixtures.Audit()} {
		want, err := source.Options{}.Read(csvformat.Format{}, world)
		must(t, err)
		got, err := read(bytesOf(t, book(t, world)), xlsx.Options{})
		must(t, err)
		if diff := cmp.Diff(want, got, cmpopts.IgnoreTypes(source.Position{}), cmpopts.IgnoreFields(source.Source{}, "Digest", "Warnings")); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
		for i, w := range got.Warnings {
			// A place inside a sentence is written otherwise.
			if begin, _, _ := strings.Cut(want.Warnings[i].Message, " on line"); !strings.HasPrefix(w.Message, begin) {
				t.Errorf("%s: warning %q, want %q", name, w.Message, want.Warnings[i].Message)
			}
		}
		if len(got.Warnings) != len(want.Warnings) {
			t.Errorf("%s: %d warnings, want %d", name, len(got.Warnings), len(want.Warnings))
		}
	}
}

// The settings say what a workbook leaves open.
func TestThroughSettings(t *testing.T) {
	files := map[string]string{"people.xlsx": string(bytesOf(t, book(t, fixtures.Care())))}
	got, err := settingstest.Read(t, "xlsx", xlsx.Options{Writing: source.Writing{TimeZone: "Europe/Amsterdam"}}, files, nil)
	if err != nil || len(got.Users) < 10 {
		t.Errorf("got %d users and %v", len(got.Users), err)
	}
	if _, err := settingstest.Read(t, "xlsx", xlsx.Options{MaxUnpackedBytes: 10}, files, nil); err == nil || !strings.Contains(err.Error(), "unpack") {
		t.Errorf("got %v, want a workbook that is too large", err)
	}
}
