// Package formats knows every format that a source can be written in.
package formats

import (
	"io/fs"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/csv"
	"github.com/remit-authz/remit/schema"
)

// Decode decodes files in the chosen format, or else in the one that recognizes
// them.
func (c Chosen) Decode(folder fs.FS) (source.Records, error) {
	files := source.NewFiles(folder)
	format := c.Format
	if format == nil {
		var err error
		if format, err = detect(recognized(), files); err != nil {
			return source.Records{}, err
		}
	}
	return source.Decode(format, files)
}

// detect is the one format that recognizes the files.
func detect(formats []source.Format, files *source.Files) (source.Format, error) {
	var found []source.Format
	var names []string
	for _, f := range formats {
		if f.Recognizes(files) {
			found, names = append(found, f), append(names, f.Name())
		}
	}
	switch len(found) {
	case 0:
		return unrecognized(formats, files)
	case 1:
		return found[0], nil
	}
	return nil, phrase.Errorf("it can be read as %s: leave only the files of one of them in it, or name the format in the settings", strings.Join(names, " and as "))
}

// unrecognized is the loader's own format, but for one file, which can be no
// folder of it.
func unrecognized(formats []source.Format, files *source.Files) (source.Format, error) {
	inside, err := files.Names()
	if err != nil || len(inside) != 1 {
		return csv.Dialects{}, err
	}
	known := make([]string, len(formats))
	for i, f := range formats {
		known[i] = f.Name()
	}
	return nil, phrase.Errorf("%s is in none of the formats that are known, which are: %s", schema.Shown(inside[0]), strings.Join(known, ", "))
}
