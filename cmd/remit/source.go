package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/remit-authz/remit/internal/settings"
	"github.com/remit-authz/remit/loader/source"
)

// readSource reads a source, and nothing outside it.
func (p place) readSource(ctx context.Context, name string) (source.Source, error) {
	records, err := settings.Source{Path: name}.Records(ctx)
	if err != nil {
		return source.Source{}, sourceError("source folder "+name, err)
	}
	src, err := p.reading.Check(records)
	if err != nil {
		return source.Source{}, sourceError("source folder "+name, err)
	}
	return src, nil
}

// sourceError says which source is wrong, as "source folder people"; each of several problems then has a
// line of its own.
func sourceError(name string, err error) error {
	var refused *source.Error
	if !errors.As(err, &refused) {
		return fmt.Errorf("%s: %w", name, err)
	}
	if refused.Count() > 1 {
		return fmt.Errorf("%s has %d problems, nothing is written:\n%w", name, refused.Count(), problems{refused})
	}
	return fmt.Errorf("%s: %w", name, problems{refused})
}

// problems are what is wrong with a source, with the flags that take it.
type problems struct{ refused *source.Error }

// Error prints one problem a line, and then how many there are besides.
func (p problems) Error() string {
	lines := strings.Split(p.refused.Error(), "\n")
	for i, one := range p.refused.Problems {
		if one.Invisible {
			lines[i] += ", or say --allow-invisible if it belongs there"
		}
	}
	return strings.Join(lines, "\n")
}

// Unwrap is what the library says.
func (p problems) Unwrap() error { return p.refused }
