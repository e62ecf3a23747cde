// Package csv decodes the loader's own format: a folder of CSV files in UTF-8,
// with commas and a header row, one for each kind of row.
package csv

import (
	"path"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
)

// Format is the strict format: nothing in it is guessed. The zero value works.
type Format struct{}

var _ source.Format = Format{}

// Name is "csv".
func (Format) Name() string { return "csv" }

// Recognizes says whether the folder has a file of the format, or one that its
// name makes out to be.
func (Format) Recognizes(files *source.Files) bool {
	names, err := files.Names()
	return err == nil && slices.ContainsFunc(names, isCSV)
}

func isCSV(name string) bool { return strings.EqualFold(path.Ext(name), ".csv") }

// folder is how the files of a folder are read: strictly, or with options as people
// write them.
type folder struct{ options *Options }

// fileOf is the file with the rows of a kind.
func (f folder) fileOf(k source.Kind) string {
	if f.options == nil {
		return string(k) + ".csv"
	}
	return f.options.Mapping.Name(k) + ".csv"
}

// fileNames are the files of a source folder in the order in which they refer to
// each other.
func (f folder) fileNames() []string {
	var names []string
	for _, k := range source.Kinds() {
		names = append(names, f.fileOf(k))
	}
	return names
}

// Decode reads every CSV file of the folder.
func (Format) Decode(files *source.Files) (source.Records, error) { return folder{}.decode(files) }

func (f folder) decode(files *source.Files) (source.Records, error) {
	names, err := files.Names()
	if err != nil {
		return source.Records{}, err
	}
	records := source.Records{Parts: map[source.Kind]*source.Part{}}
	known := f.fileNames()
	for _, name := range names {
		if isCSV(name) && !slices.Contains(known, name) {
			records.Problem("", source.Position{Part: &source.Part{Name: name}}, "is not a file of a source folder: the files are %s%s",
				strings.Join(known, ", "), suggest.DidYouMean(name, known))
		}
	}
	for _, k := range source.Kinds() {
		t, err := f.table(k, &records)
		if err != nil {
			return source.Records{}, err
		}
		switch name := f.fileOf(k); {
		case slices.Contains(names, name):
			content, err := files.Read(name)
			if err != nil {
				return source.Records{}, err
			}
			t.read(content)
		case k == source.Tenants, k == source.Users:
			t.fail(0, "is missing: a source folder has at least %s and %s", f.fileOf(source.Tenants), f.fileOf(source.Users))
		}
	}
	return records, nil
}
