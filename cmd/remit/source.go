package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader/source"
)

// readSource reads a source, and nothing outside it.
func (p place) readSource(ctx context.Context, name string) (source.Source, error) {
	records, err := settings.Source{Path: name}.Records(ctx)
	if err != nil {
		return source.Source{}, p.sourceError(phrase.Of("source folder %s", name), err)
	}
	src, err := p.reading.Check(records)
	if err != nil {
		return source.Source{}, p.sourceError(phrase.Of("source folder %s", name), err)
	}
	return src, nil
}

// sourceError says which source is wrong, as "source folder people"; each of several
// problems then has a line of its own, and all of them are in a file on request.
func (p place) sourceError(name phrase.Phrase, err error) error {
	var refused *source.Error
	if !errors.As(err, &refused) {
		return phrase.Errorf("%s: %w", name, err)
	}
	err = phrase.Errorf("%s: %w", name, problems{refused})
	if refused.Count() > 1 {
		err = phrase.Errorf("%s has %d {problem|problems}, nothing is written:\n%w", name, refused.Count(), problems{refused})
	}
	switch lines := strings.Count(refused.Error(), "\n") + 1; {
	case p.errorsFile != "":
		write := func(f *os.File) error { _, err := forPeople(f).Write([]byte(refused.SayAll(p.words()))); return err }
		if failed := files.Create(p.errorsFile, write); failed != nil {
			return errors.Join(err, failed)
		}
		return phrase.Errorf("%w\nthe whole list is in %s", err, p.errorsFile)
	case lines < refused.Count():
		return phrase.Errorf("%w\n--errors FILE writes the whole list", err)
	}
	return err
}

// problems are what is wrong with a source, with the flags that take it.
type problems struct{ refused *source.Error }

// Error prints one problem a line, and then how many there are besides.
func (p problems) Error() string { return p.Say(phrase.Printer{}) }

// Say is Error in the language of a printer.
func (p problems) Say(in phrase.Printer) string {
	return p.refused.Text(in, func(one source.Problem) string {
		if one.Invisible {
			return in.Say("%s, or say --allow-invisible if it belongs there", one)
		}
		return one.Say(in)
	})
}

// Unwrap is what the library says.
func (p problems) Unwrap() error { return p.refused }
