package source

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/internal/suggest"
	"github.com/remit-authz/remit/schema"
)

// Mapping is what an institution calls things. The zero value is what the loader's
// own format does. A kind "all" stands for every kind that has the field.
type Mapping struct {
	// Names are what the files (without .csv) or sheets of a kind of row are called:
	// {users: medewerkers}.
	Names map[Kind]string `yaml:"names"`
	// Columns are what the columns of fields are called: {users: {id:
	// personeelsnummer, tenant: locatie}}.
	Columns map[Kind]map[string]string `yaml:"columns"`
	// Constants are fields that have no column, with what all rows have there: {all:
	// {tenant: veldzicht}}.
	Constants map[Kind]map[string]string `yaml:"constants"`
	// Words are what is written in the field roles, role, status, emergency or tenant,
	// with what it means: {roles: {Regie: practitioner, Stagiair: ""}}. What means
	// nothing gives nothing.
	Words map[string]map[string]string `yaml:"words"`
	// LeaveOut are columns that are not read: {users: [telefoon]}.
	LeaveOut map[Kind][]string `yaml:"leave_out"`
}

// every stands for all kinds.
const every Kind = "all"

// Name is what the file or sheet of a kind is called.
func (m Mapping) Name(k Kind) string {
	if name := m.Names[k]; name != "" {
		return name
	}
	return string(k)
}

// column is what the column of a field is called.
func (m Mapping) column(k Kind, field string) string {
	for _, kind := range []Kind{k, every} {
		if name := m.Columns[kind][field]; name != "" {
			return name
		}
	}
	return field
}

// constant is what a field has in every row.
func (m Mapping) constant(k Kind, field string) (string, bool) {
	for _, kind := range []Kind{k, every} {
		if value, ok := m.Constants[kind][field]; ok {
			return value, true
		}
	}
	return "", false
}

// word is what is meant by what is written in a field, blanks around it left aside.
func (m Mapping) word(field, written string) (string, bool) {
	if meant, ok := m.Words[field][written]; ok {
		return meant, true
	}
	meant, ok := m.Words[field][strings.TrimSpace(written)]
	return meant, ok
}

// validate says what names nothing.
func (m Mapping) validate() error {
	for _, k := range slices.Concat(slices.Collect(maps.Keys(m.Names)), slices.Collect(maps.Keys(m.LeaveOut))) {
		if err := known("mapping", "kind", string(k), kindNames()); err != nil {
			return err
		}
	}
	for _, part := range []struct {
		name   string
		fields map[Kind]map[string]string
	}{{"columns", m.Columns}, {"constants", m.Constants}} {
		for k, fields := range part.fields {
			if err := known("mapping: "+part.name, "kind", string(k), append(kindNames(), string(every))); err != nil {
				return err
			}
			for field := range fields {
				if err := known("mapping: "+part.name+": "+string(k), "field", field, fieldsOf(k)); err != nil {
					return err
				}
				if m.Columns[k][field] != "" && part.name == "constants" {
					return phrase.Errorf("mapping: field %s of %s is a constant and has a column: leave out one of them", field, k)
				}
			}
		}
	}
	return m.validateWords()
}

func (m Mapping) validateWords() error {
	fields := []string{"roles", "role", "status", "emergency", "tenant"}
	means := map[string][]string{"status": {string(Active), string(Inactive), string(Invited)}, "emergency": {"on", "off"},
		"roles": append(strings.Split(roleNames(schema.TenantRoles()), ", "), ""), "role": append(strings.Split(roleNames(linkRoles()), ", "), "")}
	for field, words := range m.Words {
		if err := known("mapping: words", "field", field, fields); err != nil {
			return err
		}
		for written, meant := range words {
			for _, one := range append(SplitRoles(meant), "")[:max(1, len(SplitRoles(meant)))] {
				if field == "tenant" {
					break
				}
				if err := known(fmt.Sprintf("mapping: words: %s: %s", field, schema.Quote(written)), "word", one, means[field]); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// known is an error for a name that is none of those that there are.
func known(where, what, name string, names []string) error {
	if slices.Contains(names, name) {
		return nil
	}
	names = slices.DeleteFunc(names, func(n string) bool { return n == "" })
	return phrase.Errorf("%s: %s %s does not exist: they are %s%s", where, what, schema.Quote(name), strings.Join(names, ", "), suggest.DidYouMean(name, names))
}

func kindNames() []string {
	names := make([]string, len(Kinds()))
	for i, k := range Kinds() {
		names[i] = string(k)
	}
	return names
}

// fieldsOf are the fields of a kind, or of all kinds.
func fieldsOf(k Kind) []string {
	if k != every {
		return Fields(k)
	}
	var all []string
	for _, k := range Kinds() {
		all = append(all, Fields(k)...)
	}
	slices.Sort(all)
	return slices.Compact(all)
}
