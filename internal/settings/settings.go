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
	"github.com/remit-authz/remit/internal/strictyaml"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

//go:generate go run ./schemagen remit.schema.json

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
	// Protected are who and what no plan takes away.
	Protected Protected `yaml:"protected"`
	// Record is RecordRequired, or blank.
	Record string `yaml:"record"`
	// Model is the file with the institution's own part of the model, as --model. A
	// path in the settings begins at their folder, and is whole once read.
	Model string `yaml:"model" path:"folder"`
}

// RecordRequired lets nothing be written to the store that is not recorded.
const RecordRequired = "required"

// Limits are the safety limits, as flags have them, and what the plans of a day may do
// together, in per cent of what one may; zero is 100.
type Limits struct {
	// AllowRemovals lets a plan remove up to so many relationships that a source wrote,
	// as --allow-removals, which goes before it.
	AllowRemovals int `yaml:"allow_removals"`
	// AllowAccess lets a plan give up to so many permissions, as --allow-access, which
	// goes before it.
	AllowAccess int `yaml:"allow_access"`
	// Budget is how much of what one plan may take and give without those, all of 24
	// hours may together, in per cent, 100 or more; left out it is 100.
	Budget int `yaml:"budget"`
}

// Protected are users such as user:acme/ada, roles that nobody loses, and roles of
// which the last active holder does not.
type Protected struct {
	// Users, such as user:acme/ada, keep their roles and stay active.
	Users []string `yaml:"users"`
	// Roles that nobody active loses.
	Roles []string `yaml:"roles"`
	// Last are the roles of which the last active holder in a tenant does not lose
	// theirs.
	Last []string `yaml:"last"`
}

// LoaderLimits are the limits as the loader has them, with what is protected. It
// refuses a user or a role that is none.
func (s Settings) LoaderLimits() (loader.Limits, error) {
	l := loader.Limits{AllowRemovals: s.Limits.AllowRemovals, AllowAccess: s.Limits.AllowAccess, Budget: s.Limits.Budget}
	for _, text := range s.Protected.Users {
		user, err := schema.ParseRef(text)
		if err != nil {
			return loader.Limits{}, fmt.Errorf("protected: users: %w", err)
		}
		l.Protected.Users = append(l.Protected.Users, user)
	}
	for _, name := range s.Protected.Roles {
		l.Protected.Roles = append(l.Protected.Roles, schema.Role(name))
	}
	for _, name := range s.Protected.Last {
		l.Protected.Last = append(l.Protected.Last, schema.Role(name))
	}
	if err := l.Validate(); err != nil {
		return loader.Limits{}, fmt.Errorf("limits: %w", err)
	}
	return l, nil
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
	s, err := parse(content, filepath.Dir(name))
	if err != nil {
		return Settings{}, fmt.Errorf("settings %s: %w", name, err)
	}
	return s, nil
}

func parse(content []byte, folder string) (Settings, error) {
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
	if err := strictyaml.Decode(document.Content[0], &s, folder); err != nil {
		return Settings{}, err
	}
	var found []error
	for i, line := range strictyaml.LinesOf(document.Content[0], "sources") {
		s.Sources[i].line = line
		if err := s.Sources[i].choose(folder); err != nil {
			found = append(found, err)
		}
	}
	return s, errors.Join(append(found, s.problems()...)...)
}
