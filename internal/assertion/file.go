// Package assertion reads rules that an institution wants to hold of its permissions,
// and holds a schema, and the data under it, to them. A rule that fails comes with the
// shortest counterexample that was found.
//
// Two kinds are about the schema: what they say holds for all data that there may ever
// be. They are careful: whatever is taken away somewhere counts as if it were not. Two
// are about data, and the users that are active in it.
package assertion

import (
	"bytes"
	_ "embed"
	"errors"
	"io"
	"strings"

	"go.yaml.in/yaml/v3"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/strictyaml"
	"github.com/remit-authz/remit/schema"
)

// Schema is the JSON Schema of a file.
//
//go:embed assert.schema.json
var Schema []byte

// File is a file of rules.
type File struct {
	Assertions []Assertion `yaml:"assertions"`
}

// Assertion is one rule: exactly one of the fields after its name is there. Names are
// of permissions and relations with their type, such as client#view_dossier; one
// without is a role in the tenant, such as application_manager.
type Assertion struct {
	// Name is what the rule is called; what it says where it has none.
	Name string `yaml:"name"`
	// NoPath: whoever has the one has the other never by it, whatever the data.
	NoPath NoPath `yaml:"no_path"`
	// Only: nobody has a permission but through some relations, whatever the data; or
	// nobody but some users, in the data.
	Only Only `yaml:"only"`
	// NeverBoth: no active user has two of these.
	NeverBoth []string `yaml:"never_both"`
	// AtMost: so many active users have a role, in each tenant or on each object.
	AtMost AtMost `yaml:"at_most"`
}

// NoPath is a relation and a permission that it does not lead to.
type NoPath struct {
	From string `yaml:"from"`
	To   string `yaml:"to"`
}

// Only is a permission, and either the relations that lead to it or the users that have
// it.
type Only struct {
	To      string   `yaml:"to"`
	Through []string `yaml:"through"`
	Users   []string `yaml:"users"`
}

// AtMost is a role and how many have it.
type AtMost struct {
	Role  string `yaml:"role"`
	Count int    `yaml:"count"`
}

// Parse reads a file of rules. It is strict: an unknown key is an error, with its line.
func Parse(content []byte) (File, error) {
	var document, more yaml.Node
	decoder := yaml.NewDecoder(bytes.NewReader(content))
	if err := decoder.Decode(&document); err != nil && !errors.Is(err, io.EOF) {
		return File{}, strictyaml.InWords(err)
	}
	if err := decoder.Decode(&more); err != nil && !errors.Is(err, io.EOF) {
		return File{}, strictyaml.InWords(err)
	} else if err == nil {
		return File{}, phrase.Errorf("a file of assertions holds one document")
	}
	var f File
	if document.Kind != 0 {
		if err := strictyaml.Decode(document.Content[0], &f, ""); err != nil {
			return File{}, err
		}
	}
	if len(f.Assertions) == 0 {
		return File{}, phrase.Errorf("it has no assertions, and would hold whatever there is")
	}
	lines := strictyaml.LinesOf(document.Content[0], "assertions")
	var found []error
	for i, a := range f.Assertions {
		if err := a.problem(); err != nil {
			found = append(found, phrase.Errorf("line %d: %w", lines[i], err))
		}
	}
	return f, errors.Join(found...)
}

// problem is what is wrong with a rule whatever it is held to.
func (a Assertion) problem() error {
	kinds := 0
	for _, there := range []bool{a.NoPath != NoPath{}, a.Only.there(), len(a.NeverBoth) > 0, a.AtMost != AtMost{}} {
		if there {
			kinds++
		}
	}
	switch {
	case kinds != 1:
		return phrase.Errorf("an assertion says one of no_path, only, never_both and at_most, and this says %d", kinds)
	case a.NoPath != NoPath{} && (a.NoPath.From == "" || a.NoPath.To == ""):
		return phrase.Errorf("no_path needs from and to")
	case a.Only.there() && (a.Only.To == "" || (len(a.Only.Through) > 0) == (len(a.Only.Users) > 0)):
		return phrase.Errorf("only needs to, and through or users")
	case len(a.NeverBoth) == 1:
		return phrase.Errorf("never_both needs two names, or more")
	case a.AtMost != AtMost{} && (a.AtMost.Role == "" || a.AtMost.Count < 0):
		return phrase.Errorf("at_most needs a role and a count")
	}
	for _, user := range a.Only.Users {
		if ref, err := schema.ParseRef(user); err != nil || ref.Type != schema.TypeUser {
			return errors.Join(phrase.Errorf("%s is no user", schema.Quote(user)), err)
		}
	}
	return nil
}

func (o Only) there() bool { return o.To != "" || len(o.Through) > 0 || len(o.Users) > 0 }

// OfData says whether the rule is held to data, and not to the schema alone.
func (a Assertion) OfData() bool {
	return len(a.Only.Users) > 0 || len(a.NeverBoth) > 0 || a.AtMost != AtMost{}
}

// String is the rule's name, or what it says.
func (a Assertion) String() string { return a.rule().String() }

// rule is String, which can be said in every language.
func (a Assertion) rule() phrase.Phrase {
	switch {
	case a.Name != "":
		return phrase.Literal(a.Name)
	case a.NoPath != NoPath{}:
		return phrase.Of("no path from %s to %s", a.NoPath.From, a.NoPath.To)
	case len(a.Only.Through) > 0:
		return phrase.Of("%s only through %s", a.Only.To, joined(a.Only.Through))
	case len(a.Only.Users) > 0:
		return phrase.Of("%s only for %s", a.Only.To, joined(a.Only.Users))
	case len(a.NeverBoth) > 0:
		return phrase.Of("nobody has two of %s", joined(a.NeverBoth))
	}
	return phrase.Of("at most %d of %s", a.AtMost.Count, a.AtMost.Role)
}

func joined(names []string) string { return strings.Join(names, ", ") }
