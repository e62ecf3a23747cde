// Package settings reads remit.yaml, which says what flags are too small for.
package settings

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"path/filepath"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/loader/source"
	"github.com/remit-authz/remit/schema"
)

// Name is what the file is called where nobody says otherwise.
const Name = "remit.yaml"

// maxSize is how many bytes of settings there are at most.
const maxSize = 1 << 20

// Settings are what the file says; remit.schema.json says it for editors. The zero
// value is that of an empty file.
type Settings struct {
	// Sources feed the engine together: one plan is over all of them.
	Sources []Source `yaml:"sources"`
	Limits  Limits   `yaml:"limits"`
	// Record is RecordRequired, or blank.
	Record string `yaml:"record"`
	// Model is the file with the institution's own part of the model. Here and in
	// sources a path begins at the folder of the settings, and is whole once read.
	Model string `yaml:"model"`
}

// RecordRequired lets nothing be written to the store that is not recorded.
const RecordRequired = "required"

// Source is one of the sources.
type Source struct {
	// Name is what messages call it; each has its own.
	Name string `yaml:"name"`
	// Path is a folder or a file.
	Path string `yaml:"path"`
	// Tenants are those that it feeds; none are all that it names.
	Tenants []schema.TenantID `yaml:"tenants"`
	// Owns are the kinds of row that it feeds; none are all. What it does not own it
	// neither adds nor takes away.
	Owns []source.Kind `yaml:"owns"`

	line int
}

// Limits are the safety limits, as flags have them.
type Limits struct {
	AllowRemovals int `yaml:"allow_removals"`
	AllowAccess   int `yaml:"allow_access"`
}

// Loader are the limits as the loader has them.
func (l Limits) Loader() loader.Limits {
	return loader.Limits{AllowRemovals: l.AllowRemovals, AllowAccess: l.AllowAccess}
}

// Read reads a file of settings. It is strict: an unknown key is an error, with
// its line.
func Read(name string) (Settings, error) {
	file, err := files.Open(name)
	if err != nil {
		return Settings{}, fmt.Errorf("reading the settings: %w", err)
	}
	defer file.Close()
	content, err := files.ReadAll(file, maxSize)
	if err != nil {
		return Settings{}, fmt.Errorf("reading the settings %s: %w", name, err)
	}
	s, err := parse(content)
	if err != nil {
		return Settings{}, fmt.Errorf("settings %s: %w", name, err)
	}
	folder := filepath.Dir(name)
	s.Model = within(folder, s.Model)
	for i := range s.Sources {
		s.Sources[i].Path = within(folder, s.Sources[i].Path)
	}
	return s, nil
}

// within is a path that begins at a folder, seen from where the program runs.
func within(folder, path string) string {
	if path == "" || filepath.IsAbs(path) {
		return path
	}
	return filepath.Join(folder, path)
}

func parse(content []byte) (Settings, error) {
	var document, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return Settings{}, err
	}
	if err := decoder.Decode(&more); !errors.Is(err, io.EOF) {
		return Settings{}, errors.Join(err, errors.New("a settings file holds one document: take out the line --- and what follows it, or put it into a file of its own"))
	}
	var s Settings
	if document.Kind == 0 {
		return s, nil // nothing but blanks and comments
	}
	if err := errors.Join(unknownKeys(document.Content[0], s)...); err != nil {
		return Settings{}, err
	}
	if err := document.Decode(&s); err != nil {
		return Settings{}, err
	}
	for i, line := range linesOf(document.Content[0], "sources") {
		s.Sources[i].line = line
	}
	return s, errors.Join(s.problems()...)
}
