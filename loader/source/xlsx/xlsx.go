// Package xlsx decodes a workbook (Office Open XML, .xlsx) with a sheet for each
// kind of row: the sheets and their columns are named as the files of a source
// folder are, and the first row of each names its columns.
//
// Only what a person sees in the sheet and wrote there is taken: formulas, error
// values, hidden sheets, rows and columns, merged cells, macros and numbers that
// show as something else are problems.
package xlsx

import (
	"path"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Options say how a workbook is read. The zero value works.
type Options struct {
	// A cell that is a date is one in its TimeZone.
	source.Writing `yaml:",inline"`
	// MaxUnpackedBytes is how many bytes the parts of the workbook may have
	// together when they are unpacked; zero: 1 GiB.
	MaxUnpackedBytes int64 `yaml:"max_unpacked_bytes"`
}

// Format is the workbook.
type Format struct{ Options Options }

var _ source.Format = Format{}

// Name is "xlsx".
func (Format) Name() string { return "xlsx" }

// Recognizes says whether a file is a workbook by its name, also one of a kind
// that is not read: Decode says how to save it.
func (Format) Recognizes(files *source.Files) bool {
	names, err := files.Names()
	return err == nil && slices.ContainsFunc(names, isWorkbook)
}

func isWorkbook(name string) bool {
	return slices.Contains([]string{".xlsx", ".xlsm", ".xltx", ".xltm", ".xlsb", ".xls", ".ods"}, strings.ToLower(path.Ext(name)))
}

// Decode reads the one workbook.
func (f Format) Decode(files *source.Files) (source.Records, error) {
	name, err := only(files)
	if err != nil {
		return source.Records{}, err
	}
	content, err := files.Read(name)
	if err != nil {
		return source.Records{}, err
	}
	if err := f.Options.Validate(); err != nil {
		return source.Records{}, phrase.Errorf("xlsx: %w", err)
	}
	zone, _ := f.Options.Zone() // validated
	book, err := open(content, f.Options.MaxUnpackedBytes)
	if err != nil {
		return source.Records{}, phrase.Errorf("workbook %s: %w", schema.Shown(name), err)
	}
	records := source.Records{Parts: map[source.Kind]*source.Part{}}
	if err := book.decode(&records, f.Options.Writing, dates{zone, book.from1904}); err != nil {
		return source.Records{}, phrase.Errorf("workbook %s: %w", schema.Shown(name), err)
	}
	return records, nil
}

// only is the one workbook of the files.
func only(files *source.Files) (string, error) {
	names, err := files.Names()
	if err != nil {
		return "", err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !isWorkbook(name) })
	for _, name := range names {
		if strings.HasPrefix(name, "~$") {
			return "", phrase.Errorf("%s says that somebody has the workbook open: have it saved and closed, or delete that file if it is left from a crash", schema.Shown(name))
		}
	}
	switch {
	case len(names) == 0:
		return "", phrase.Errorf("there is no workbook (.xlsx) in it")
	case len(names) > 1:
		return "", phrase.Errorf("there are %d workbooks in it, %s and %s first: leave one", len(names), schema.Shown(names[0]), schema.Shown(names[1]))
	case strings.ToLower(path.Ext(names[0])) != ".xlsx":
		return "", phrase.Errorf("%s is not read: open it and save it as a workbook without macros (File, Save as, .xlsx)", schema.Shown(names[0]))
	}
	return names[0], nil
}

// decode adds the rows of all sheets.
func (b *workbook) decode(records *source.Records, w source.Writing, dates dates) error {
	kinds := map[string]source.Kind{}
	var names []string
	for _, k := range source.Kinds() {
		kinds[w.Mapping.Name(k)], names = k, append(names, w.Mapping.Name(k))
	}
	found := map[source.Kind]sheet{}
	for _, s := range b.sheets {
		switch k, known := kinds[s.name]; {
		case !known:
			records.Problem("", source.Position{Part: &source.Part{Name: s.name}}, "is not a sheet of a source: the sheets are %s%s",
				strings.Join(names, ", "), suggest.DidYouMean(s.name, names))
		case found[k].name != "":
			records.Problem("", source.Position{Part: &source.Part{Name: s.name}}, "is there twice: a workbook has one sheet of a name")
		default:
			found[k] = s
		}
	}
	for _, k := range source.Kinds() {
		t, err := newTable(k, records, b, w, dates)
		if err != nil {
			return err
		}
		s, ok := found[k]
		switch {
		case !ok && (k == source.Tenants || k == source.Users):
			t.fail(0, "is missing: a workbook has at least the sheets %s and %s", w.Mapping.Name(source.Tenants), w.Mapping.Name(source.Users))
		case !ok:
		case s.hidden:
			t.fail(0, "is a hidden sheet: show it, or delete it; what nobody sees is not loaded")
		case !s.table:
			t.fail(0, "is a chart or a sheet of macros: delete it")
		default:
			if err := t.read(s); err != nil {
				return err
			}
		}
	}
	return nil
}
