package lists

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
	"github.com/remit-authz/remit/schema"
)

// pages are the documents of one list: one with all of it, or numbered parts. The
// zero value has none yet.
type pages struct {
	first *jsondoc.Document
	// plain says that the first was no numbered page, and linked that others go on
	// from it.
	plain, linked bool
	total         int
	read          map[int]bool
	elements      int
}

// Element is one object of a list, where it stands.
type Element struct {
	Document *jsondoc.Document
	Pointer  jsontext.Pointer
	Raw      jsontext.Value
}

// page is a part of a list as interfaces return it, numbered from zero.
type page struct {
	Content    []jsontext.Value `json:"content"`
	TotalPages *int             `json:"totalPages"`
	Number     *int             `json:"number"`
}

// add reads a document with the whole list, or a page of it. Its error is an
// *jsondoc.Error.
func (l *pages) add(d *jsondoc.Document) ([]Element, error) {
	if l.first == nil {
		l.first, l.read = d, map[int]bool{}
	} else if !l.linked && (l.plain || d.Kind() == '[') {
		return nil, d.Wrong("", "is a list beside %s: which of the two is the list cannot be known", schema.Shown(l.first.Part().Name))
	}
	if d.Kind() == '[' {
		l.plain = true
		content, err := jsondoc.Decode[[]jsontext.Value](d, d.Value(), "")
		return l.of(d, "", content), err
	}
	p, err := jsondoc.Decode[page](d, d.Value(), "")
	if err != nil {
		return nil, err
	}
	return l.of(d, "/content", p.Content), l.count(d, p)
}

// count keeps account of the pages.
func (l *pages) count(d *jsondoc.Document, p page) error {
	switch {
	case p.Number == nil || p.TotalPages == nil || p.Content == nil:
		return d.Wrong("", "is neither a list nor a page of one, which has content, totalPages and number")
	case l.read[*p.Number]:
		return d.Wrong("/number", "is %d, as in another page", *p.Number)
	case len(l.read) > 0 && *p.TotalPages != l.total:
		return d.Wrong("/totalPages", "is %d, and %d in another page: the list changed while it was read; read it again", *p.TotalPages, l.total)
	case *p.Number < 0 || *p.Number >= max(1, *p.TotalPages):
		return d.Wrong("/number", "is %d of %d pages, counted from 0", *p.Number, *p.TotalPages)
	}
	l.total, l.read[*p.Number] = *p.TotalPages, true
	return nil
}

// next is the number of the page that is to be read next; false at the end.
func (l *pages) next() (int, bool) { return len(l.read), !l.plain && len(l.read) < l.total }

// complete says which page is missing, and whether somebody must be in the list and
// is not. Its error is a *jsondoc.Error.
func (l *pages) complete(somebody bool) error {
	if somebody && l.elements == 0 {
		return l.first.Wrong("", "has nobody in it: that is no answer, as whoever exported it has an account")
	}
	for n := 0; n < l.total && !l.plain; n++ {
		if !l.read[n] {
			return l.first.Wrong("", "is a page of %d, and page %d (counted from 0) is not here", l.total, n)
		}
	}
	return nil
}

func (l *pages) of(d *jsondoc.Document, at jsontext.Pointer, content []jsontext.Value) []Element {
	l.elements += len(content)
	all := make([]Element, len(content))
	for i, raw := range content {
		all[i] = Element{d, at + jsontext.Pointer(fmt.Sprintf("/%d", i)), raw}
	}
	return all
}

// At is the position of the element, as jsondoc.Document.At has it.
func (e Element) At(fields map[string]string) source.Position {
	return e.Document.At(e.Pointer, fields)
}

// Problem is a *jsondoc.Error about a member of the element; blank for the whole.
func (e Element) Problem(member, format string, args ...any) error {
	at := e.Pointer
	if member != "" {
		at = at.AppendToken(member)
	}
	return e.Document.Wrong(at, format, args...)
}
