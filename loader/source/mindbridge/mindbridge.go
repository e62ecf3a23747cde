// Package mindbridge decodes what the audit platform's own interface exports: its
// users, organizations, engagements, analyses and libraries.
package mindbridge

import (
	"context"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/lists"
)

// Format reads a folder of its lists, each in one file (users.json) or in pages
// (users-1.json and so on). The zero value recognizes them and refuses to decode.
type Format struct{ Options Options }

var _ source.Format = Format{}

// Name is "mindbridge".
func (Format) Name() string { return "mindbridge" }

// Recognizes says whether there are users with one of the platform's roles.
func (Format) Recognizes(files *source.Files) bool {
	return lists.Recognizes(files, []lists.List{{Name: "users"}}, `"ROLE_`)
}

// Decode reads every file of JSON.
func (f Format) Decode(files *source.Files) (source.Records, error) {
	r, all, err := f.Options.reading()
	if err == nil {
		err = f.Options.Server.Unused()
	}
	if err == nil {
		err = lists.FromFiles(&r.records, files, all)
	}
	if err != nil {
		return source.Records{}, err
	}
	return r.finish(), nil
}

// Service reads the interface itself. The zero value is refused.
type Service struct{ Options Options }

var _ source.Service = Service{}

// Name is "mindbridge".
func (Service) Name() string { return "mindbridge" }

// Fetch asks for every page of each list.
func (s Service) Fetch(ctx context.Context) (source.Records, error) {
	r, all, err := s.Options.reading()
	if err == nil {
		err = lists.FromServer(ctx, &r.records, s.Options.Server, all)
	}
	if err != nil {
		return source.Records{}, phrase.Errorf("mindbridge: %w", err)
	}
	return r.finish(), nil
}

func (o Options) reading() (*reading, []lists.List, error) {
	r := &reading{tenant: o.Tenant.ID}
	if err := o.Tenant.Add(&r.records); err != nil {
		return nil, nil, err
	}
	all, err := o.lists(r)
	return r, all, err
}
