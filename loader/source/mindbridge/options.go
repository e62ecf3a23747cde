package mindbridge

import (
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
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
	// Server is read by a Service, at the address of its interface up to its
	// version, such as https://firm.mindbridge.example/api/v1. A Format reads files.
	Server Server `yaml:"server"`
	// Lists are those that are read; none: users, organizations, engagements,
	// analyses and libraries. Objects of the others are another source's.
	Lists []string `yaml:"lists"`
}

// lists are the wanted ones, which add to the records.
func (o Options) lists(r *reading) ([]lists.List, error) {
	all := []lists.List{
		{Name: "users", Kind: source.Users, Somebody: true, Add: r.user},
		{Name: "organizations", Kind: source.Organizations, Add: r.organization},
		{Name: "engagements", Kind: source.Engagements, Add: r.engagement},
		{Name: "analyses", Kind: source.Analyses, Add: r.analysis},
		{Name: "libraries", Kind: source.Libraries, Add: r.library},
	}
	names := make([]string, len(all))
	for i := range all {
		names[i], all[i].Path, all[i].Queried = all[i].Name, "/"+all[i].Name+"/query", true
	}
	for _, name := range o.Lists {
		if !slices.Contains(names, name) {
			return nil, phrase.Errorf("mindbridge: lists: %q is not read: they are %s%s", name, strings.Join(names, ", "), suggest.DidYouMean(name, names))
		}
	}
	if len(o.Lists) > 0 {
		all = slices.DeleteFunc(all, func(l lists.List) bool { return !slices.Contains(o.Lists, l.Name) })
	}
	return all, nil
}
