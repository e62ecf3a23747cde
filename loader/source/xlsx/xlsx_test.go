package xlsx_test

import (
	"archive/zip"
	"bytes"
	"io"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/xlsx"
)

// change is something done to a whole workbook.
type change func(testing.TB, *excelize.File)

func set(sheet, cell string, value any) change {
	return func(t testing.TB, f *excelize.File) { must(t, f.SetCellValue(sheet, cell, value)) }
}

// shows gives a cell a number and a format to show it in.
func shows(sheet, cell string, value any, format string) change {
	return func(t testing.TB, f *excelize.File) {
		style, err := f.NewStyle(&excelize.Style{CustomNumFmt: &format})
		must(t, err)
		must(t, f.SetCellValue(sheet, cell, value))
		must(t, f.SetCellStyle(sheet, cell, cell, style))
	}
}

// Each is refused, and says where.
func TestRefused(t *testing.T) {
	for _, tt := range []struct {
		why    string
		change change
		want   string
	}{
		{"a formula", func(t testing.TB, f *excelize.File) { must(t, f.SetCellFormula("users", "B3", `"an"&"na"`)) },
			"users!B3: holds a formula: "},
		{"a formula right of the table", func(t testing.TB, f *excelize.File) { must(t, f.SetCellFormula("users", "J3", `1`)) },
			"users!J3: holds a formula: "},
		{"a truth", set("tenants", "C2", true), "tenants!C2: holds TRUE or FALSE: "},
		{"a date for a name", set("users", "B3", time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)), "users!B3: holds a date: "},
		{"a date for an end", set("links", "E3", time.Date(2027, 3, 1, 12, 0, 0, 0, time.UTC)), "links!E3: holds a date, which says no time zone: "},
		{"zeros before a number", shows("users", "B3", 42, "000000"), "users!B3: holds the number 42 and shows it as something else"},
		{"an exponent", shows("users", "B3", 123000, "0.00E+00"), "users!B3: holds the number 123000 and shows it as something else"},
		{"a fraction", set("users", "B3", 1.5), "users!B3: holds the number 1.5: "},
		{"more digits than are kept", set("users", "B3", 1234567890123456), "users!B3: holds the number 1234567890123456, of which a spreadsheet keeps 15 digits"},
		{"a hidden sheet", func(t testing.TB, f *excelize.File) { must(t, f.SetSheetVisible("links", false)) }, "links: is a hidden sheet: "},
		{"a very hidden sheet", func(t testing.TB, f *excelize.File) { must(t, f.SetSheetVisible("links", false, true)) }, "links: is a hidden sheet: "},
		{"a hidden row", func(t testing.TB, f *excelize.File) { must(t, f.SetRowVisible("users", 4, false)) }, "users!4: is hidden, by hand or by a filter"},
		{"a hidden first row", func(t testing.TB, f *excelize.File) { must(t, f.SetRowVisible("users", 1, false)) }, "users!1: is hidden, by hand or by a filter"},
		{"a row without height", func(t testing.TB, f *excelize.File) { must(t, f.SetRowHeight("users", 4, 0)) }, "users!4: is hidden, "},
		{"a hidden column", func(t testing.TB, f *excelize.File) { must(t, f.SetColVisible("users", "F", false)) }, "users!F1: column \"roles\" is hidden"},
		{"a column without width", func(t testing.TB, f *excelize.File) { must(t, f.SetColWidth("users", "F", "F", 0)) }, "users!F1: column \"roles\" is hidden"},
		{"merged cells", func(t testing.TB, f *excelize.File) { must(t, f.MergeCell("users", "F3", "F5")) }, "users!F3: is merged with others (F3:F5)"},
		{"a sheet of another name", func(t testing.TB, f *excelize.File) { must(t, f.SetSheetName("links", "Link")) },
			"Link: is not a sheet of a source: the sheets are tenants, users, organizations, engagements, analyses, connections, libraries, clients, links; did you mean \"links\"?"},
		{"a sheet that lacks", func(t testing.TB, f *excelize.File) { must(t, f.DeleteSheet("users")) }, "users: is missing: "},
		{"no header", func(t testing.TB, f *excelize.File) { must(t, f.RemoveRow("users", 1)) }, "users!A1: column \"veldzicht\" does not exist here"},
		{"a blank first row", func(t testing.TB, f *excelize.File) { must(t, f.InsertRows("users", 1, 1)) }, "users!1: has no header row: "},
		{"an unknown column", set("users", "G1", "rolls"), `users!G1: column "rolls" does not exist here: the columns are tenant, id, name, email, status, roles; did you mean "roles"?`},
		{"a column twice", set("users", "G1", "roles"), `users!G1: column "roles" is there twice`},
		{"a missing column", set("users", "F1", ""), `users!1: column "roles" is missing`},
		{"something under no name", set("users", "H5", "x"), "users!H5: holds something under no column name"},
		{"a key twice", set("users", "B3", "anna"), `users!3: user "anna" is there twice, with another name in row 2: make the rows agree`},
		{"a role that is none", set("users", "F2", "practitoner"), `users!F2: role "practitoner" does not exist; did you mean "practitioner"?`},
		{"a wildcard", set("users", "B2", "*"), "users!B2: "},
		{"a character that turns the text", set("users", "B2", "an\u202ena"), "users!B2: id \"an\\u202ena\" holds a character that turns the direction of text"},
		{"201 bytes", set("users", "B2", strings.Repeat("a", 201)), "users!B2: "},
		{"1023 bytes", set("users", "B2", strings.Repeat("a", 1023)), "users!B2: "},
		{"1024 bytes", set("users", "B2", strings.Repeat("a", 1024)), "users!B2: "},
		{"1025 bytes", set("users", "B2", strings.Repeat("a", 1025)), "users!B2: "},
		{"a blank id", set("users", "B2", ""), "users!B2: "},
	} {
		t.Run(tt.why, func(t *testing.T) {
			f := book(t, fixtures.Care())
			tt.change(t, f)
			_, err := read(bytesOf(t, f), xlsx.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// parts rewrites the parts of a workbook; a nil answer leaves one out.
func parts(t testing.TB, content []byte, edit func(name string, part []byte) []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, file := range in.File {
		r, err := file.Open()
		must(t, err)
		part, err := io.ReadAll(r)
		must(t, err)
		if part = edit(file.Name, part); part == nil {
			continue
		}
		w, err := out.Create(file.Name)
		must(t, err)
		_, err = w.Write(part)
		must(t, err)
	}
	must(t, out.Close())
	return b.Bytes()
}

// sheetPart is the part of the first sheet with rows of users.
const sheetPart = "xl/worksheets/sheet3.xml"

// Each is a file that no spreadsheet writes, or that was damaged.
func TestDamaged(t *testing.T) {
	replace := func(part, old, with string) func(string, []byte) []byte {
		return func(name string, content []byte) []byte {
			if name != part {
				return content
			}
			found := regexp.MustCompile(old).FindIndex(content)
			if found == nil {
				t.Fatalf("%s has no %s in it", name, old)
			}
			return slices.Concat(content[:found[0]], []byte(with), content[found[1]:])
		}
	}
	const b3 = `<c r="B3" t="s"><v>\d+</v></c>`
	for _, tt := range []struct {
		why  string
		edit func(string, []byte) []byte
		want string
	}{
		{"an error value", replace(sheetPart, b3, `<c r="B3" t="e"><v>#N/A</v></c>`), "users!B3: holds the error #N/A"},
		{"a text that is not there", replace(sheetPart, b3, `<c r="B3" t="s"><v>9999</v></c>`), "users!B3: holds text number "},
		{"half a character", replace(sheetPart, b3, `<c r="B3" t="str"><v>_xD800_</v></c>`), "users!B3: holds characters that are none"},
		{"NUL", replace(sheetPart, b3, `<c r="B3" t="str"><v>an_x0000_na</v></c>`), "users!B3: "},
		{"a kind of value that is not known", replace(sheetPart, b3, `<c r="B3" t="rich"><v>1</v></c>`), "users!B3: holds a value of an unknown kind, \"rich\""},
		{"a look that is not there", replace(sheetPart, b3, `<c r="B3" s="99"><v>1</v></c>`), "users!B3: has look number 99"},
		{"a cell twice", replace(sheetPart, b3, `<c r="A3" t="s"><v>1</v></c>`), `cell "A3" of row 3 follows column A`},
		{"a cell of another row", replace(sheetPart, b3, `<c r="B4" t="s"><v>1</v></c>`), `cell "B4" of row 3 follows column A`},
		{"a cell of no name", replace(sheetPart, b3, `<c r="3B" t="s"><v>1</v></c>`), `a cell of row 3 is named "3B"`},
		{"rows that go back", replace(sheetPart, `<row r="3"`, `<row r="2"`), `row "2" follows row 2`},
		{"rows beyond the last", replace(sheetPart, `<row r="3"`, `<row r="1048577"`), `row "1048577" follows row 2`},
		{"every row hidden", replace(sheetPart, `<sheetData>`, `<sheetFormatPr zeroHeight="1"/><sheetData>`), "users: hides every row"},
		{"a sheet that ends early", func(name string, part []byte) []byte {
			if name == sheetPart {
				return part[:len(part)/2]
			}
			return part
		}, "sheet3.xml\" cannot be read: "},
		{"a sheet of nothing", partIs(sheetPart, ""), "sheet3.xml\" cannot be read: "},
		{"two sheets in one", partIs(sheetPart, `<worksheet/><worksheet/>`), "goes on after its end"},
		{"something else", partIs(sheetPart, `<html/>`), `it is "html" and not a sheet`},
		{"very deep", partIs(sheetPart, strings.Repeat("<worksheet>", 10_000)), "sheet3.xml\" cannot be read: "},
		{"texts that are missing", partIs("xl/sharedStrings.xml", ""), `its part "xl/sharedstrings.xml" is missing`},
		{"texts that end early", partIs("xl/sharedStrings.xml", `<sst><si><t>a</t></si>`), `its part "xl/sharedstrings.xml" cannot be read`},
		{"texts in another encoding", partIs("xl/sharedStrings.xml", `<?xml version="1.0" encoding="UTF-16"?><sst/>`), `its part "xl/sharedstrings.xml" cannot be read`},
		{"an entity", partIs("xl/sharedStrings.xml", `<!DOCTYPE sst [<!ENTITY a "aaaa">]><sst><si><t>&a;</t></si></sst>`), `its part "xl/sharedstrings.xml" cannot be read`},
		{"no list of sheets", partIs("xl/workbook.xml", ""), `its part "xl/workbook.xml" is missing`},
		{"macros", func(name string, part []byte) []byte { return part }, "it has macros"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			content := parts(t, bytesOf(t, book(t, fixtures.Care())), tt.edit)
			if tt.why == "macros" {
				content = with(t, content, "xl/vbaProject.bin", nil)
			}
			_, err := read(content, xlsx.Options{})
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %v, want %s", err, tt.want)
			}
		})
	}
}

// partIs gives a part another content; blank leaves it out.
func partIs(part, with string) func(string, []byte) []byte {
	return func(name string, old []byte) []byte {
		switch {
		case name != part:
			return old
		case with == "" && part != sheetPart:
			return nil
		}
		return []byte(with)
	}
}

// with adds a part.
func with(t testing.TB, content []byte, name string, part []byte) []byte {
	t.Helper()
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	var b bytes.Buffer
	out := zip.NewWriter(&b)
	for _, file := range in.File {
		must(t, out.Copy(file))
	}
	w, err := out.Create(name)
	must(t, err)
	_, err = w.Write(part)
	must(t, err)
	must(t, out.Close())
	return b.Bytes()
}

// Cut off anywhere, or with any byte of the sheet changed, it is an error and never a shorter source.
func TestNeverShorter(t *testing.T) {
	content := bytesOf(t, book(t, fixtures.Care()))
	for cut := range content {
		if _, err := read(content[:cut], xlsx.Options{}); err == nil {
			t.Errorf("cut off after %d bytes it is read", cut)
		}
	}
	in, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	must(t, err)
	for _, file := range in.File {
		if file.Name != sheetPart && file.Name != "xl/sharedStrings.xml" {
			continue
		}
		begin, err := file.DataOffset()
		must(t, err)
		for at := begin; at < begin+int64(file.CompressedSize64); at += 7 {
			damaged := bytes.Clone(content)
			damaged[at] ^= 0x41
			if _, err := read(damaged, xlsx.Options{}); err == nil {
				t.Errorf("with byte %d of %s changed it is read", at-begin, file.Name)
			}
		}
	}
}

// What unpacks to more than may be is refused before it is unpacked, and a part
// that lies about its size while it is.
func TestBomb(t *testing.T) {
	content := with(t, bytesOf(t, book(t, fixtures.Care())), "xl/media/bomb", make([]byte, 4<<20))
	for limit, want := range map[int64]string{
		2 << 20: "unpacked it is longer than 2 MiB: raise max_unpacked_bytes",
		-1:      "unpacked it is longer than ",
	} {
		if _, err := read(content, xlsx.Options{MaxUnpackedBytes: limit}); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %s", err, want)
		}
	}
	if _, err := read(content, xlsx.Options{}); err != nil {
		t.Error(err)
	}
	if _, err := read(with(t, content, "xl/WORKBOOK.xml", nil), xlsx.Options{}); err == nil || !strings.Contains(err.Error(), "it has two parts") {
		t.Errorf("got %v for a part that is there twice", err)
	}
	// The size that the directory of the file says is too small.
	file := bytesOf(t, book(t, fixtures.Care()))
	directory := bytes.LastIndex(file, []byte(sheetPart)) - 46
	copy(file[directory+24:], []byte{1, 0, 0, 0})
	if _, err := read(file, xlsx.Options{}); err == nil || !strings.Contains(err.Error(), "cannot be read") {
		t.Errorf("got %v for a part that is longer than it says", err)
	}
}

// Which file it is, and what else is taken for one.
func TestWhichFile(t *testing.T) {
	good := bytesOf(t, book(t, fixtures.Care()))
	for _, tt := range []struct {
		why    string
		folder map[string][]byte
		want   string
	}{
		{"one beside others", map[string][]byte{"a.XLSX": good, "readme.txt": nil}, ""},
		{"none", map[string][]byte{"a.txt": nil}, "there is no workbook (.xlsx) in it"},
		{"two", map[string][]byte{"a.xlsx": good, "b.xlsx": good}, "there are 2 workbooks in it, a.xlsx and b.xlsx first: leave one"},
		{"one that is open", map[string][]byte{"a.xlsx": good, "~$a.xlsx": nil}, "~$a.xlsx says that somebody has the workbook open"},
		{"macros", map[string][]byte{"a.xlsm": good}, "a.xlsm is not read: open it and save it"},
		{"an old one", map[string][]byte{"a.xls": good}, "a.xls is not read: open it and save it"},
		{"a password", map[string][]byte{"a.xlsx": []byte("\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1 and so on")}, "it has a password, or is of an older kind"},
		{"a web page", map[string][]byte{"a.xlsx": []byte("<html>")}, "it is not a workbook, whatever its name says"},
		{"empty", map[string][]byte{"a.xlsx": nil}, "it is not a workbook, whatever its name says"},
		{"another zip", map[string][]byte{"a.xlsx": with(t, emptyZip(t), "x", nil)}, `its part "_rels/.rels" is missing`},
	} {
		folder := fstest.MapFS{}
		for name, content := range tt.folder {
			folder[name] = &fstest.MapFile{Data: content}
		}
		if got := (xlsx.Format{}).Recognizes(source.NewFiles(folder)); got != (tt.why != "none") {
			t.Errorf("%s: recognized: %v", tt.why, got)
		}
		_, err := source.Options{}.Read(xlsx.Format{}, folder)
		if tt.want == "" && err != nil || tt.want != "" && (err == nil || !strings.Contains(err.Error(), tt.want)) {
			t.Errorf("%s: got %v, want %s", tt.why, err, tt.want)
		}
	}
}

func emptyZip(t testing.TB) []byte {
	var b bytes.Buffer
	must(t, zip.NewWriter(&b).Close())
	return b.Bytes()
}

// Numbers are their digits, with a warning; what is written in runs of several
// looks is one text.
func TestValues(t *testing.T) {
	f := book(t, fixtures.Care())
	set("clients", "B2", 1001)(t, f)
	set("clients", "B3", 100000000000000)(t, f)
	must(t, f.DeleteSheet("links"))
	must(t, f.SetCellRichText("users", "C2", []excelize.RichTextRun{{Text: "Anna ", Font: &excelize.Font{Bold: true}}, {Text: "de _x0041_ Vries"}}))
	got, err := read(bytesOf(t, f), xlsx.Options{})
	must(t, err)
	if ids := got.Clients[0].Ref.ID + " " + got.Clients[1].Ref.ID; ids != "1001 100000000000000" {
		t.Errorf("got ids %s", ids)
	}
	if name := got.Users[0].Name; name != "Anna de A Vries" && name != "Anna de _x0041_ Vries" {
		t.Errorf("got name %q", name)
	}
	const want = `clients!B2: 2 cells of column "id" are numbers from here on`
	if !strings.HasPrefix(got.Warnings[0].String(), want) {
		t.Errorf("got %v, want %s", got.Warnings[0], want)
	}
}

// A date is an end where the settings name the zone, and there is one such moment.
func TestUntil(t *testing.T) {
	at := func(month time.Month, day, hour, minute int) time.Time {
		return time.Date(2027, month, day, hour, minute, 0, 0, time.UTC)
	}
	for _, tt := range []struct {
		why  string
		cell time.Time
		want string
	}{
		{"winter", at(3, 1, 18, 30), "2027-03-01T17:30:00Z"},
		{"summer", at(7, 1, 18, 30), "2027-07-01T16:30:00Z"},
		{"an hour that is not", at(3, 28, 2, 30), "links!E2: holds 2027-03-28 02:30:00, which the clocks of Europe/Amsterdam show never or twice"},
		{"an hour that is twice", at(10, 31, 2, 30), "links!E2: holds 2027-10-31 02:30:00, which the clocks of Europe/Amsterdam show never or twice"},
		{"a day", at(3, 1, 0, 0), "links!E2: holds a date without a time"},
	} {
		f := book(t, fixtures.Audit())
		must(t, f.SetSheetRow("links", "A2", &[]any{"kantoor-noord", "gaston", "external_client", "connection:k-x2", tt.cell}))
		got, err := read(bytesOf(t, f), xlsx.Options{Writing: source.Writing{TimeZone: "Europe/Amsterdam"}})
		if err == nil && got.Links[0].Until.Format(time.RFC3339) != tt.want || err != nil && !strings.HasPrefix(err.Error(), tt.want) {
			t.Errorf("%s: got %v and %v, want %s", tt.why, got.Links, err, tt.want)
		}
	}
	if _, err := read(bytesOf(t, book(t, fixtures.Care())), xlsx.Options{Writing: source.Writing{TimeZone: "Amsterdam"}}); err == nil || !strings.HasPrefix(err.Error(), `xlsx: time_zone "Amsterdam": `) {
		t.Errorf("got %v", err)
	}
}

// Whatever the parts hold, there are records or an error, and the same again.
func FuzzDecode(f *testing.F) {
	content := bytesOf(f, book(f, fixtures.Care()))
	parts(f, content, func(name string, part []byte) []byte {
		if name == sheetPart {
			f.Add(string(part), `<sst><si><t>tenant</t></si></sst>`)
		}
		return part
	})
	f.Add(`<worksheet><cols><col min="1" max="2" hidden="1"/></cols><sheetData><row><c t="inlineStr"><is><t>id</t></is></c><c t="d"><v>2026-01-01</v></c></row><row r="3"><c s="1"><f>A1</f><v>1</v></c></row></sheetData><mergeCells><mergeCell ref="A1:B2"/></mergeCells></worksheet>`, `<sst/>`)
	f.Fuzz(func(t *testing.T, sheet, texts string) {
		changed := parts(t, content, func(name string, part []byte) []byte {
			switch name {
			case sheetPart:
				return []byte(sheet)
			case "xl/sharedStrings.xml":
				return []byte(texts)
			}
			return part
		})
		got, err := read(changed, xlsx.Options{})
		again, errAgain := read(changed, xlsx.Options{})
		if (err == nil) != (errAgain == nil) || err != nil && err.Error() != errAgain.Error() || got.Digest != again.Digest {
			t.Errorf("got %v, and then %v", err, errAgain)
		}
	})
}
