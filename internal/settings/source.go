package settings

import (
	"context"
	"errors"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/formats"
	"github.com/remit-authz/remit/schema"
)

// Source is one of the sources.
type Source struct {
	// Name is what messages call it; each has its own.
	Name string `yaml:"name"`
	// Path is a folder or a file. Left out for what is read from its server.
	Path string `yaml:"path" path:"folder"`
	// Format is what it is written in. Left out, it is recognized.
	Format string `yaml:"format"`
	// Options are those of the format.
	Options yaml.Node `yaml:"options"`
	// Tenants are those that it feeds. Left out, all that it names.
	Tenants []schema.TenantID `yaml:"tenants"`
	// Owns are the kinds of row that it feeds. Left out, all. What it does not own it
	// neither adds nor takes away.
	Owns []source.Kind `yaml:"owns"`

	line   int
	chosen formats.Chosen
}

// choose finds the format and reads its options.
func (s *Source) choose(folder string) (err error) {
	switch {
	case s.Format != "":
		if s.chosen, err = formats.Choose(s.Format, &s.Options, folder); err != nil {
			return s.problem("source %s: %w", schema.Quote(s.Name), err)
		}
	case !s.Options.IsZero():
		return s.problem("source %s has options and no format: say whose they are, such as format: csv", schema.Quote(s.Name))
	}
	return nil
}

// Records reads the source whole, and nothing outside it.
func (s Source) Records(ctx context.Context) (source.Records, error) {
	if s.Path == "" {
		return source.Fetch(ctx, s.chosen.Service)
	}
	opened, err := files.OpenSource(s.Path)
	if err != nil {
		return source.Records{}, err
	}
	records, err := s.chosen.Decode(opened)
	return records, errors.Join(err, opened.Close())
}
