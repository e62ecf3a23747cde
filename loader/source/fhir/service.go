package fhir

import (
	"cmp"
	"context"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
	"github.com/remit-authz/remit/loader/source/internal/web"
)

// Service reads a server's search. The zero value is refused.
type Service struct{ Options Options }

var _ source.Service = Service{}

// Name is "fhir".
func (Service) Name() string { return "fhir" }

// Fetch asks for each type of resource and follows the pages to their end.
func (s Service) Fetch(ctx context.Context) (source.Records, error) {
	r, err := newReading(s.Options)
	if err != nil {
		return source.Records{}, err
	}
	from, err := s.Options.Server.Open()
	if err != nil {
		return source.Records{}, phrase.Errorf("fhir: %w", err)
	}
	defer from.Close()
	ctx, cancel := from.Timeout(ctx)
	defer cancel()
	r.base = from.Base()
	asked := s.Options.Resources
	if len(asked) == 0 {
		asked = types()
	}
	for _, name := range slices.Compact(slices.Sorted(slices.Values(asked))) {
		if err := r.search(ctx, from, name); err != nil {
			return source.Records{}, phrase.Errorf("fhir: %w", err)
		}
	}
	return r.finish(), nil
}

// search reads all pages of one type.
func (r *reading) search(ctx context.Context, from *web.Reader, name string) error {
	var last *jsondoc.Document
	var total *int
	matches := 0
	get := func(address string) (web.Page, error) { return from.Get(ctx, address) }
	first, err := get(from.Base() + "/" + name + "?_count=200")
	_, err = web.Chain(first, err, func(p web.Page) (string, error) {
		d, err := jsondoc.Parse(p.Address, p.Content)
		if err != nil {
			return "", err
		}
		before := len(r.pages)
		b := r.page(d)
		if len(r.pages) > before {
			matches += r.pages[before].matches
		}
		last, total = d, cmp.Or(b.Total, total)
		return b.link("next"), nil
	}, get)
	if err == nil {
		r.checkTotal(last, total, matches)
	}
	return err
}
