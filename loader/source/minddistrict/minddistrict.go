// Package minddistrict decodes what the care platform's own interface exports: its
// professionals with their groups, and its clients.
package minddistrict

import (
	"context"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/lists"
	"github.com/remit-authz/remit/loader/source/internal/web"
)

// Server is the server whose interface is read.
type Server = web.Server

// Options say how an export is read. The tenant must be set; the other zero values
// are those that their comments name.
type Options struct {
	// Tenant is the tenant of everything that is read.
	Tenant source.OneTenant `yaml:"tenant"`
	// Server is read by a Service, at the address of its interface, such as
	// https://veldzicht.minddistrict.example/api/2. A Format reads files.
	Server Server `yaml:"server"`
	// LoginPrefix and a client's id make the user id of the client's own login, so
	// that no client is taken for a professional of the same id. Blank: clients'
	// logins are another source's.
	LoginPrefix string `yaml:"login_prefix"`
}

// Format reads a folder of its lists, each in one file (professionals.json,
// clients.json) or in pages (clients-1.json and so on). The zero value recognizes
// them and refuses to decode. Links are not in the lists: they are another
// source's.
type Format struct{ Options Options }

var _ source.Format = Format{}

// Name is "minddistrict".
func (Format) Name() string { return "minddistrict" }

// Recognizes says whether there are professionals as the interface returns them.
func (Format) Recognizes(files *source.Files) bool {
	return lists.Recognizes(files, []lists.List{{Name: "professionals"}}, `"@url"`)
}

// Decode reads every file of JSON.
func (f Format) Decode(files *source.Files) (source.Records, error) {
	r, err := f.Options.reading()
	if err == nil {
		err = f.Options.Server.Unused()
	}
	if err == nil {
		err = lists.FromFiles(&r.records, files, r.lists())
	}
	if err != nil {
		return source.Records{}, err
	}
	return r.records, nil
}

// Service reads the interface itself. The zero value is refused.
type Service struct{ Options Options }

var _ source.Service = Service{}

// Name is "minddistrict".
func (Service) Name() string { return "minddistrict" }

// Fetch asks for each list.
func (s Service) Fetch(ctx context.Context) (source.Records, error) {
	r, err := s.Options.reading()
	if err == nil {
		err = lists.FromServer(ctx, &r.records, s.Options.Server, r.lists())
	}
	if err != nil {
		return source.Records{}, phrase.Errorf("minddistrict: %w", err)
	}
	return r.records, nil
}

func (o Options) reading() (*reading, error) {
	r := &reading{options: o}
	return r, o.Tenant.Add(&r.records)
}

func (r *reading) lists() []lists.List {
	return []lists.List{
		{Name: "professionals", Kind: source.Users, Somebody: true, Path: "/p", Add: r.professional},
		{Name: "clients", Kind: source.Clients, Path: "/c", Add: r.client},
	}
}
