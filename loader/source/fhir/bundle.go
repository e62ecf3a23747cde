package fhir

import (
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
)

// page reads a bundle and keeps what it says of its neighbours.
func (r *reading) page(d *jsondoc.Document) bundle {
	b, err := jsondoc.Decode[bundle](d, d.Value(), "")
	if err != nil {
		r.partial(err)
		return bundle{}
	}
	if b.ResourceType != "Bundle" {
		r.problem(d, "", "is %s and no Bundle", shown(b.ResourceType))
		return bundle{}
	}
	// The others are requests, or hold what was true once.
	if b.Type != "searchset" && b.Type != "collection" {
		r.problem(d, "/type", "is %s: only a searchset or a collection says what is", shown(b.Type))
		return bundle{}
	}
	matches := 0
	for i, e := range b.Entry {
		at := jsontext.Pointer(fmt.Sprintf("/entry/%d", i))
		if len(e.Resource) == 0 {
			r.problem(d, at, "has no resource")
			continue
		}
		if e.Search.Mode == "" || e.Search.Mode == "match" {
			matches++
		}
		r.resource(d, e.Resource, at+"/resource", e.FullURL)
	}
	r.pages = append(r.pages, page{d, b, matches})
	return b
}

// page is a bundle without what was in it.
type page struct {
	document *jsondoc.Document
	bundle
	matches int
}

// checkPages wants the pages that files name, and as many resources as a search
// says that it has.
func (r *reading) checkPages() {
	here := map[string]bool{}
	for _, p := range r.pages {
		here[p.link("self")] = true
	}
	for _, p := range r.pages {
		next, previous := p.link("next"), p.link("previous")+p.link("prev")
		switch {
		case next != "" && !here[next]:
			r.problem(p.document, "/link", "names a next page that is not here, %s: a part of the search is missing", shown(next))
		case next == "" && previous == "":
			r.checkTotal(p.document, p.Total, p.matches)
		}
	}
}

func (r *reading) checkTotal(d *jsondoc.Document, total *int, matches int) {
	if total != nil && *total != matches {
		r.problem(d, "/total", "is %d and %d were read: some are missing, or it changed while it was read; read it again", *total, matches)
	}
}

// resource keeps one for later, when all that it refers to is there.
func (r *reading) resource(d *jsondoc.Document, raw jsontext.Value, at jsontext.Pointer, address string) {
	h, err := jsondoc.Decode[header](d, raw, at)
	if err != nil {
		r.partial(err)
		return
	}
	one := found{h, d, at, raw}
	switch {
	case h.ResourceType == "OperationOutcome":
		r.outcome(one)
		return
	case h.ResourceType == "":
		r.problem(d, at, "has no resourceType: it is not FHIR")
		return
	case h.ID == "":
		r.problem(d, at, "has no id")
		return
	case h.ImplicitRules != "" || len(h.Modifiers) > 0:
		r.problem(d, at, "has implicitRules or a modifierExtension, which can turn what it says into its opposite: it is not known here, so the resource cannot be read")
		return
	}
	r.keep(one, address)
}

// keep remembers a resource by its name, and by its address.
func (r *reading) keep(one found, address string) {
	name := one.ResourceType + "/" + one.ID
	if first, met := r.named[name]; met {
		r.problem(one.document, one.pointer, "is %s a second time: first at %s", shown(name), first.document.At(first.pointer, nil))
		return
	}
	r.named[name] = one
	r.order = append(r.order, name)
	if address != "" && !strings.HasPrefix(address, "urn:") && !strings.HasSuffix(address, "/"+name) {
		r.problem(one.document, one.pointer.Parent().AppendToken("fullUrl"), "%s is not an address of %s", shown(address), shown(name))
		return
	}
	if address != "" {
		r.addressed[address] = name
	}
}

// outcome is what a server has to say beside its answer: an error means that the
// answer is not whole.
func (r *reading) outcome(one found) {
	said, err := jsondoc.Decode[struct {
		Issue []struct {
			Severity    string `json:"severity"`
			Diagnostics string `json:"diagnostics"`
			Details     struct {
				Text string `json:"text"`
			} `json:"details"`
		} `json:"issue"`
	}](one.document, one.raw, one.pointer)
	if err != nil {
		r.partial(err)
		return
	}
	for _, issue := range said.Issue {
		if issue.Severity != "information" {
			r.problem(one.document, one.pointer, "the server says of its answer: %s: %s %s", issue.Severity, issue.Details.Text, issue.Diagnostics)
		}
	}
}

// partial notes what could not be read.
func (r *reading) partial(err error) {
	r.wrong = true
	jsondoc.Report(&r.records, source.Links, err)
}

func (r *reading) problem(d *jsondoc.Document, at jsontext.Pointer, format string, args ...any) {
	r.wrong = true
	r.records.Problem(source.Links, d.At(at, nil), format, args...)
}
