// Package validationfile reads what SpiceDB's own tools call a validation file: a
// schema, or the name of a file with one, and relationships.
package validationfile

import (
	"bytes"
	"errors"
	"io"
	"strings"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/authzed/spicedb/pkg/spiceerrors"
	"github.com/authzed/spicedb/pkg/tuple"
	"github.com/authzed/spicedb/pkg/validationfile/blocks"
	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/strictyaml"
)

// MaxSize is how many bytes such a file has at most.
const MaxSize = 256 << 20

// File is one such file.
type File struct {
	// Schema is the text of the schema, each line at the number that it has in the
	// file where it is a block, and SchemaFile the name of a file that has
	// it, as it is written there; at most one of them is not blank.
	Schema, SchemaFile string
	// Relationships are in the file's order, each once.
	Relationships []Relationship
}

// Relationship is one line of a file.
type Relationship struct {
	*v1.Relationship
	// Text is the line, and Line where it stands, from 1; 0 where lines were
	// folded into one.
	Text string
	Line int
}

// layout is the format. The assertions are questions to be asked by who tests a
// schema: they are read, and left out.
type layout struct {
	Schema        blocks.SchemaWithPosition      `yaml:"schema"`
	SchemaFile    string                         `yaml:"schemaFile"`
	Relationships blocks.ParsedRelationships     `yaml:"relationships"`
	Assertions    blocks.Assertions              `yaml:"assertions"`
	Validation    blocks.ParsedExpectedRelations `yaml:"validation"`
}

// Parse reads a file. What it does not know in it is an error: a name that is
// misspelt would leave out the data in silence.
func Parse(text []byte) (*File, error) {
	decoder := yaml.NewDecoder(bytes.NewReader(text))
	decoder.KnownFields(true)
	var read layout
	if err := decoder.Decode(&read); err != nil && !errors.Is(err, io.EOF) {
		return nil, located(text, err)
	}
	if err := decoder.Decode(&layout{}); !errors.Is(err, io.EOF) {
		return nil, phrase.Errorf("there is more than one document: write one file for each")
	}
	if read.Schema.Schema != "" && read.SchemaFile != "" {
		return nil, phrase.Errorf("it has a schema and names a file with one: leave one of schema and schemaFile out")
	}
	f := &File{Schema: placed(read.Schema), SchemaFile: strings.TrimSpace(read.SchemaFile)}
	lines := lineNumbers(text)
	for _, r := range read.Relationships.Relationships {
		written := tuple.MustString(r)
		f.Relationships = append(f.Relationships, Relationship{tuple.ToV1Relationship(r), written, lines[key(r)]})
	}
	return f, nil
}

// placed is the schema below as many lines as are above it in the file.
func placed(s blocks.SchemaWithPosition) string {
	if s.Schema == "" {
		return ""
	}
	return strings.Repeat("\n", s.SourcePosition.LineNumber) + s.Schema
}

// lineNumbers are where relationships are written. The decoder tells the line of
// a block, of which the folding of lines has made another.
func lineNumbers(text []byte) map[string]int {
	found := map[string]int{}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		r, err := tuple.Parse(strings.TrimSpace(line))
		if _, met := found[key(r)]; err == nil && !met {
			found[key(r)] = n
		}
	}
	return found
}

func key(r tuple.Relationship) string { return tuple.StringWithoutCaveatOrExpiration(r) }

// located is an error with the line of what it is about.
func located(text []byte, err error) error {
	if wrong := new(yaml.TypeError); errors.As(err, &wrong) {
		first, _, unknown := strings.Cut(wrong.Errors[0], " not found in type ")
		if unknown {
			first += " is not known: there are schema, schemaFile, relationships, assertions and validation"
		}
		if !unknown {
			return strictyaml.InWords(err)
		}
		return errors.New(first)
	}
	var about *spiceerrors.WithSourceError
	if !errors.As(err, &about) {
		return strictyaml.InWords(err)
	}
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		if strings.TrimSpace(line) == about.SourceCodeString {
			return phrase.Errorf("line %d: %w", n, err)
		}
	}
	return phrase.Errorf("line %d: %w", about.LineNumber, err)
}
