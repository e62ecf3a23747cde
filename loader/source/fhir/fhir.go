// Package fhir decodes FHIR R4: the caseload as care records deliver it, in a
// bundle, in lines, or from a server's search.
package fhir

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/loader/source/internal/jsondoc"
)

// Format reads files: bundles and single resources (.json), and one resource a
// line (.ndjson). The zero value recognizes them and refuses to decode.
type Format struct{ Options Options }

var _ source.Format = Format{}

// Name is "fhir".
func (Format) Name() string { return "fhir" }

// Recognizes says whether the first of the files holds a resource.
func (Format) Recognizes(files *source.Files) bool {
	names, err := files.Names()
	if err != nil {
		return false
	}
	for _, name := range names {
		if isFHIR(name) {
			content, err := files.Read(name)
			return err == nil && bytes.Contains(content[:min(len(content), 4<<10)], []byte(`"resourceType"`))
		}
	}
	return false
}

func isFHIR(name string) bool {
	extension := strings.ToLower(path.Ext(name))
	return extension == ".json" || extension == ".ndjson"
}

// Decode reads every file of JSON. Pages of one search must all be there.
func (f Format) Decode(files *source.Files) (source.Records, error) {
	r, err := newReading(f.Options)
	if err == nil {
		err = f.Options.Server.Unused()
	}
	if err != nil {
		return source.Records{}, err
	}
	names, err := files.Names()
	if err != nil {
		return source.Records{}, err
	}
	names = slices.DeleteFunc(names, func(name string) bool { return !isFHIR(name) })
	if len(names) == 0 {
		return source.Records{}, phrase.Errorf("fhir: there is no file that ends in .json or .ndjson")
	}
	for _, name := range names {
		content, err := files.Read(name)
		if err != nil {
			return source.Records{}, err
		}
		r.file(name, content)
	}
	r.checkPages()
	return r.finish(), nil
}

func (r *reading) file(name string, content []byte) {
	if !strings.EqualFold(path.Ext(name), ".ndjson") {
		r.document(name, content)
		return
	}
	line := 0
	for text := range bytes.Lines(content) {
		if line++; len(bytes.TrimSpace(text)) > 0 {
			r.document(fmt.Sprintf("%s:%d", name, line), text)
		}
	}
	if line == 0 {
		r.records.Problem("", source.Position{Part: &source.Part{Name: name}}, "is empty: it was not saved whole")
	}
}

// document reads a bundle or a single resource.
func (r *reading) document(name string, content []byte) {
	d, err := jsondoc.Parse(name, content)
	if err != nil {
		r.partial(err)
		return
	}
	b, err := jsondoc.Decode[header](d, d.Value(), "")
	switch {
	case err != nil:
		r.partial(err)
	case b.ResourceType == "Bundle":
		r.page(d)
	default:
		r.resource(d, d.Value(), "", "")
	}
}
