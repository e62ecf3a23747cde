package lint

import (
	"io/fs"
	"maps"
	"slices"

	"github.com/authzed/spicedb/pkg/schemadsl/compiler"
	"github.com/authzed/spicedb/pkg/schemadsl/input"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/phrase"
)

// MaxSize is how many bytes of schema one source may have: as many as an engine
// takes.
const MaxSize = 4 << 20

// Schema is a schema that an engine would take, with its sources.
type Schema struct {
	compiled *compiler.CompiledSchema
	sources  []*source
	all      []member          // in the order of the schema
	members  map[string]member // the same, by "type#name"
	has      map[string]bool   // those to look at; nil for all
}

// Read reads a schema from its root source and from those that it imports, by
// their names below the same folder. One that an engine would refuse is an error.
func Read(folder fs.FS, root string) (*Schema, error) {
	r := &recorder{folder: folder}
	text, err := r.ReadFile(root)
	if err != nil {
		return nil, err
	}
	return compile(root, string(text), r, compiler.SourceFS(r))
}

// Parse reads a schema that imports nothing. The name is for its findings.
func Parse(name, text string) (*Schema, error) {
	r := &recorder{texts: map[string]string{name: text}}
	return compile(name, text, r, compiler.DisallowImportFlag())
}

func compile(name, text string, r *recorder, option compiler.Option) (*Schema, error) {
	compiled, err := compiler.Compile(
		compiler.InputSchema{Source: input.Source(name), SchemaString: text},
		compiler.AllowUnprefixedObjectType(), option,
	)
	if err != nil {
		return nil, zed.InWords(err)
	}
	if err := zed.Validate(compiled); err != nil {
		return nil, phrase.Errorf("an engine would refuse the schema: %w", err)
	}
	return of(compiled, r.texts)
}

// Part is a compiled schema of which one text has a part, whose relations and
// permissions are named as "type#name". It finds what is wrong with these: the
// others are somebody else's to lint.
func Part(compiled *compiler.CompiledSchema, name, text string, has map[string]bool) (*Schema, error) {
	s, err := of(compiled, map[string]string{name: text})
	if err != nil {
		return nil, err
	}
	s.has = has
	return s, nil
}

func of(compiled *compiler.CompiledSchema, texts map[string]string) (*Schema, error) {
	all, err := membersOf(compiled)
	if err != nil {
		return nil, err
	}
	s := &Schema{compiled: compiled, all: all, members: map[string]member{}}
	for _, file := range slices.Sorted(maps.Keys(texts)) {
		scanned, err := scan(file, texts[file])
		if err != nil {
			return nil, err
		}
		s.sources = append(s.sources, scanned)
	}
	for _, m := range all {
		s.members[m.name()] = m
	}
	return s, nil
}

// Compiled is the schema as an engine reads it.
func (s *Schema) Compiled() *compiler.CompiledSchema { return s.compiled }

// recorder keeps what the compiler reads: of what it compiled it tells the line,
// and not the file.
type recorder struct {
	folder fs.FS
	texts  map[string]string // by file
}

func (r *recorder) Open(string) (fs.File, error) {
	return nil, phrase.Errorf("the compiler reads whole files")
}

// ReadFile is what the compiler calls.
func (r *recorder) ReadFile(name string) ([]byte, error) {
	file, err := r.folder.Open(name)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	text, err := files.ReadAll(file, MaxSize)
	if err != nil {
		return nil, phrase.Errorf("reading %s: %w", name, err)
	}
	if r.texts == nil {
		r.texts = map[string]string{}
	}
	r.texts[name] = string(text)
	return text, nil
}
