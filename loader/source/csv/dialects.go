package csv

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
)

// Options say how people's files are read. The zero value recognizes how they are
// separated and, where their first bytes say so, encoded.
type Options struct {
	source.Writing `yaml:",inline"`
	// Encoding is windows-1252, or utf-8; blank is that, or UTF-16 where the first
	// bytes say so.
	Encoding string `yaml:"encoding"`
}

// Validate says what cannot be meant.
func (o Options) Validate() error {
	if o.Encoding != "" && !slices.Contains(encodings(), o.Encoding) {
		return phrase.Errorf("encoding %q is not known: they are %s%s", o.Encoding, strings.Join(encodings(), ", "), suggest.DidYouMean(o.Encoding, encodings()))
	}
	return o.Writing.Validate()
}

// Dialects is the format as spreadsheets save it and people write in it: separated by
// commas, semicolons or tabs, with the words of source.Writing. The zero value works.
type Dialects struct{ Options Options }

var _ source.Format = Dialects{}

// Name is "csv".
func (Dialects) Name() string { return Format{}.Name() }

// Recognizes is that of Format.
func (Dialects) Recognizes(files *source.Files) bool { return Format{}.Recognizes(files) }

// Decode reads every CSV file of the folder.
func (d Dialects) Decode(files *source.Files) (source.Records, error) {
	if err := d.Options.Validate(); err != nil {
		return source.Records{}, phrase.Errorf("csv: %w", err)
	}
	return folder{options: &d.Options}.decode(files)
}
