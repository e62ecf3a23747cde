package table

import (
	"bytes"
	"encoding/csv"
	"encoding/json"
	"html"
	"regexp"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

// LanguageKey is the name of the language in the foot, in every format but JSON.
const LanguageKey = "language"

// Found is a table as it stands in a file, in whichever format Write wrote it.
type Found struct {
	Format Format
	// Foot is what stands below it. Its names are those for people, but in JSON and CSV.
	Foot [][2]string
	// Lines are its lines; of a workbook its rows.
	Lines []string

	content []byte
}

// maxUnpacked is how many bytes a workbook unpacks to at most: a small one may be all zeros.
const maxUnpacked = 256 << 20

// Find reads a table from the content of a file. A file that is none has no foot.
func Find(content []byte) (f Found, err error) {
	f.content = content
	f.Lines = strings.Split(strings.TrimSuffix(strings.ReplaceAll(string(content), "\r\n", "\n"), "\n"), "\n")
	last := f.Lines[len(f.Lines)-1]
	switch {
	case bytes.HasPrefix(content, []byte("PK")):
		f.Format = XLSX
		err = f.findWorkbook()
	case strings.HasPrefix(f.Lines[0], "<!doctype html>"):
		f.Format = HTML
		f.findPage()
	case strings.HasPrefix(last, "{"):
		f.Format = JSON
		f.findJSON(last)
	case strings.HasPrefix(last, below):
		f.Format = CSV
		err = f.findCSV()
	default:
		f.Format = Text
		f.findText()
	}
	return f, err
}

func (f *Found) findJSON(last string) {
	var foot struct {
		ComputedFrom map[string]string `json:"computed_from"`
	}
	_ = json.Unmarshal([]byte(last), &foot) // of what is none there is no foot
	for name, value := range foot.ComputedFrom {
		f.Foot = append(f.Foot, [2]string{name, value})
	}
}

func (f *Found) findCSV() error {
	rows, err := csv.NewReader(bytes.NewReader(f.content)).ReadAll()
	if err != nil {
		return err
	}
	for _, row := range rows {
		if name, is := strings.CutPrefix(row[0], below); is && len(row) > 1 {
			f.Foot = append(f.Foot, [2]string{name, shownText(row[1])})
		}
	}
	return nil
}

// findText reads the foot of a text: all after its last blank line.
func (f *Found) findText() {
	for _, line := range f.Lines {
		name, value, is := strings.Cut(line, ": ")
		switch {
		case line == "":
			f.Foot = nil
		case is:
			f.Foot = append(f.Foot, [2]string{name, shownText(value)})
		}
	}
}

var pageLine = regexp.MustCompile(`^(?:<dl>)?<dt>(.*)</dt><dd>(.*)</dd>$`)

func (f *Found) findPage() {
	for _, line := range f.Lines {
		if found := pageLine.FindStringSubmatch(line); found != nil {
			f.Foot = append(f.Foot, [2]string{html.UnescapeString(found[1]), shownText(html.UnescapeString(found[2]))})
		}
	}
}

// shownText is a text of which schema.Shown was written.
func shownText(shown string) string {
	if text, err := strconv.Unquote(shown); err == nil && strings.HasPrefix(shown, `"`) {
		return text
	}
	return shown
}

func (f *Found) findWorkbook() error {
	book, err := excelize.OpenReader(bytes.NewReader(f.content), excelize.Options{UnzipSizeLimit: maxUnpacked})
	if err != nil {
		return err
	}
	defer func() { _ = book.Close() }() // it was read
	rows, err := book.GetRows(sheet)
	if err != nil {
		return err
	}
	f.Lines = nil
	for _, row := range rows {
		switch {
		case len(row) == 0:
			f.Foot = nil
		case len(row) == 2:
			f.Foot = append(f.Foot, [2]string{row[0], shownText(row[1])})
		}
		f.Lines = append(f.Lines, strings.Join(row, "\t"))
	}
	return nil
}

// IsSame says whether two are the same to the byte.
func (f Found) IsSame(other Found) bool {
	return f.Format == other.Format && bytes.Equal(f.content, other.content)
}
