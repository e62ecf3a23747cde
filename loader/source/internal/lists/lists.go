// Package lists reads the lists of objects that a vendor's interface returns, from
// a folder of them or from the interface itself.
package lists

import (
	"context"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
	"github.com/remit-authz/remit/loader/source/internal/web"
)

// List is one of the lists of an export: users, say.
type List struct {
	// Name is how its files begin: "users.json", and "users-2.json" for a page.
	Name string
	// Kind is of which rows it makes rows.
	Kind source.Kind
	// Path is where the interface has it, after its address.
	Path string
	// Queried says that it is asked for by a POST of an empty query, page by page
	// by number. Others are got, and go on where their header "Link" says.
	Queried bool
	// Somebody says that an empty list is an error.
	Somebody bool
	// Add adds an element's rows. Its error is one of Element.Problem or
	// jsondoc.Decode.
	Add func(Element) error
}

// Recognizes says whether a folder has a file of the first of the lists, and its
// content a text in it, near its beginning.
func Recognizes(files *source.Files, all []List, text string) bool {
	names, err := files.Names()
	if err != nil {
		return false
	}
	for _, name := range names {
		if nameOf(name) == all[0].Name {
			content, err := files.Read(name)
			return err == nil && strings.Contains(string(content[:min(len(content), 4<<10)]), text)
		}
	}
	return false
}

// nameOf is the list that a file belongs to; blank for a file that is no JSON.
func nameOf(file string) string {
	stem, found := strings.CutSuffix(strings.ToLower(path.Base(file)), ".json")
	if !found {
		return ""
	}
	if i := strings.IndexFunc(stem, func(r rune) bool { return r < 'a' || r > 'z' }); i > 0 {
		stem = stem[:i]
	}
	return stem
}

// FromFiles adds what every file of JSON in a folder says to the records. Each
// list must be there, if only as an empty one.
func FromFiles(r *source.Records, files *source.Files, all []List) error {
	names, err := files.Names()
	if err != nil {
		return err
	}
	known := make([]string, len(all))
	for i, l := range all {
		known[i] = l.Name
	}
	for _, name := range names {
		if of := nameOf(name); of != "" && !slices.Contains(known, of) {
			r.Problem("", source.Position{Part: &source.Part{Name: name}}, "is not a list that is read here: they are %s%s", strings.Join(known, ", "), suggest.DidYouMean(of, known))
		}
	}
	for _, l := range all {
		own := slices.DeleteFunc(slices.Clone(names), func(name string) bool { return nameOf(name) != l.Name })
		if err := l.fromFiles(r, files, own); err != nil {
			return err
		}
	}
	return nil
}

func (l List) fromFiles(r *source.Records, files *source.Files, names []string) error {
	if len(names) == 0 {
		jsondoc.Report(r, l.Kind, &jsondoc.Error{At: source.Position{Part: &source.Part{Name: l.Name + ".json"}},
			Message: phrase.Of("is missing: an export has it, as [] where there is nothing in it")})
		return nil
	}
	var p pages
	for _, name := range names {
		content, err := files.Read(name)
		if err != nil {
			return err
		}
		if err := l.document(r, &p, name, content); err != nil {
			jsondoc.Report(r, l.Kind, err)
		}
	}
	if p.first == nil { // none could be read, which is told
		return nil
	}
	if err := p.complete(l.Somebody); err != nil {
		jsondoc.Report(r, l.Kind, err)
	}
	return nil
}

// document adds the elements of a document. What is wrong with single ones is a
// problem of the records already; its error is about the whole.
func (l List) document(r *source.Records, p *pages, name string, content []byte) error {
	d, err := jsondoc.Parse(name, content)
	if err != nil {
		return err
	}
	if r.Parts == nil {
		r.Parts = map[source.Kind]*source.Part{}
	}
	if r.Parts[l.Kind] == nil {
		r.Parts[l.Kind] = d.Part()
	}
	elements, err := p.add(d)
	for _, e := range elements {
		if err := l.Add(e); err != nil {
			jsondoc.Report(r, l.Kind, err)
		}
	}
	return err
}

// FromServer adds what an interface answers to the records, of each list to its
// end.
func FromServer(ctx context.Context, r *source.Records, s web.Server, all []List) error {
	from, err := s.Open()
	if err != nil {
		return err
	}
	defer from.Close()
	ctx, cancel := from.Timeout(ctx)
	defer cancel()
	for _, l := range all {
		if err := l.fromServer(ctx, r, from); err != nil {
			return err
		}
	}
	return nil
}

// fromServer reads one page after the other. A page that is none is the end of it:
// which would be next cannot be known.
func (l List) fromServer(ctx context.Context, r *source.Records, from *web.Reader) error {
	var p pages
	address := from.Base() + l.Path
	for number := 0; ; {
		page, err := l.ask(ctx, from, address, number)
		if err != nil {
			return err
		}
		p.linked = p.linked || page.Next != ""
		if err := l.document(r, &p, page.Address, page.Content); err != nil {
			return err
		}
		more := false
		if number, more = p.next(); l.Queried && more {
			continue
		}
		if address = page.Next; address == "" {
			return p.complete(l.Somebody)
		}
	}
}

func (l List) ask(ctx context.Context, from *web.Reader, address string, number int) (web.Page, error) {
	if l.Queried {
		return from.Post(ctx, fmt.Sprintf("%s?page=%d&size=100", address, number), "{}")
	}
	return from.Get(ctx, address)
}
