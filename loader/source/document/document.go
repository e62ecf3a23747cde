// Package document decodes one document, in YAML or JSON, that lists the rows of
// each kind under the kind's name, with the fields that the files of a source
// folder have as columns; document.schema.json is its schema.
package document

import (
	"bytes"
	_ "embed"
	"errors"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Schema is the JSON Schema of a document.
//
//go:embed document.schema.json
var Schema []byte

// Format is the document. It has no options, and the zero value works.
type Format struct{}

var _ source.Format = Format{}

// Name is "document".
func (Format) Name() string { return "document" }

// Recognizes says whether a file is such a document: one that begins with a kind
// of rows in JSON, or has one at the top in YAML.
func (Format) Recognizes(files *source.Files) bool {
	found, err := documents(files)
	return err == nil && len(found) > 0
}

var (
	kinds     = `(tenants|users|organizations|engagements|analyses|connections|libraries|clients|links)`
	beginning = regexp.MustCompile(`^\s*\{\s*("\$schema"\s*:\s*"[^"]*"\s*,\s*)?"` + kinds + `"\s*:`)
	topLine   = regexp.MustCompile(`(?m)^["']?` + kinds + `["']?\s*:`)
)

// documents are the files that are one.
func documents(files *source.Files) ([]string, error) {
	return files.Like(isDocument, func(name string, content []byte) bool {
		return beginning.Match(content) || isYAML(name) && topLine.Match(content)
	})
}

// isDocument leaves out the settings, which are not a source.
func isDocument(name string) bool { return name != "remit.yaml" && (isJSON(name) || isYAML(name)) }

func isJSON(name string) bool { return strings.EqualFold(path.Ext(name), ".json") }

func isYAML(name string) bool {
	return strings.EqualFold(path.Ext(name), ".yaml") || strings.EqualFold(path.Ext(name), ".yml")
}

// Decode reads the one document.
func (Format) Decode(files *source.Files) (source.Records, error) {
	found, err := documents(files)
	switch {
	case err != nil:
		return source.Records{}, err
	case len(found) == 0:
		return source.Records{}, phrase.Errorf("there is no document (.yaml or .json) in it that lists tenants and users")
	case len(found) > 1:
		return source.Records{}, phrase.Errorf("there are %d documents in it, %s and %s first: leave one", len(found), schema.Shown(found[0]), schema.Shown(found[1]))
	}
	content, err := files.Read(found[0])
	if err != nil {
		return source.Records{}, err
	}
	d := &decoder{}
	d.part = &source.Part{Name: found[0], Place: d.place}
	d.records.Parts = map[source.Kind]*source.Part{}
	for _, k := range source.Kinds() {
		d.records.Parts[k] = d.part
	}
	root, err := parse(found[0], source.WithoutBOM(content))
	if wrong := (*syntaxError)(nil); errors.As(err, &wrong) {
		d.partial()
		d.problem("", wrong.at, "%s", wrong.message)
	} else {
		d.decode(root)
	}
	return d.records, nil
}

// parse reads a document whole. Its error is a *syntaxError.
func parse(name string, content []byte) (*node, error) {
	if !utf8.Valid(content) || slices.Contains(content, 0) {
		lines := bytes.Split(content, []byte("\n"))
		bad := slices.IndexFunc(lines, func(l []byte) bool { return !utf8.Valid(l) || slices.Contains(l, 0) })
		return nil, &syntaxError{place{line: bad + 1, column: 1}, phrase.Of("is not valid UTF-8 text: save the file as UTF-8")}
	}
	if isJSON(name) {
		return parseJSON(content)
	}
	return parseYAML(content)
}
