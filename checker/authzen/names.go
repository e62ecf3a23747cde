package authzen

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Aliases are what callers say in place of names of the model, such as names that an
// engine cannot hold. The zero value has none.
type Aliases struct {
	// Types are the model's types by what they are called.
	Types map[string]schema.Type
	// Actions are the names of permissions, by the type that they are asked on and
	// what they are called there: "GET" for view_dossier of a client.
	Actions map[schema.Type]map[string]string
}

// names reads what callers call types and permissions.
type names struct {
	model   schema.Model
	types   map[string]schema.Type
	actions map[schema.Type]map[string]schema.Permission
	// aliases are what else permissions are called, sorted.
	aliases map[schema.Permission][]string
}

// newNames refuses an alias of nothing, and one that is a name of the model.
func newNames(m schema.Model, a Aliases) (names, error) {
	n := names{m, a.Types, map[schema.Type]map[string]schema.Permission{}, map[schema.Permission][]string{}}
	var wrong []error
	for _, alias := range slices.Sorted(maps.Keys(a.Types)) {
		t := a.Types[alias]
		switch {
		case !m.HasType(t):
			wrong = append(wrong, phrase.Errorf("alias %s: type %s does not exist", schema.Quote(alias), schema.Quote(string(t))))
		case m.HasType(schema.Type(alias)):
			wrong = append(wrong, phrase.Errorf("alias %s: that is a type of the model", schema.Quote(alias)))
		}
	}
	for _, t := range slices.Sorted(maps.Keys(a.Actions)) {
		n.actions[t] = map[string]schema.Permission{}
		for _, alias := range slices.Sorted(maps.Keys(a.Actions[t])) {
			p, err := m.NewPermission(t, a.Actions[t][alias])
			if err == nil && m.HasPermission(schema.Permission(string(t)+"#"+alias)) {
				err = phrase.Errorf("that is a permission of the model")
			}
			if err != nil {
				wrong = append(wrong, phrase.Errorf("alias %s: %w", schema.Quote(alias), err))
				continue
			}
			n.actions[t][alias] = p
			n.aliases[p] = append(n.aliases[p], alias)
		}
	}
	return n, errors.Join(wrong...)
}

// typ is the type that a caller names; an error for one that does not exist.
func (n names) typ(name string) (schema.Type, error) {
	if t, ok := n.types[name]; ok {
		return t, nil
	}
	if t := schema.Type(name); n.model.HasType(t) {
		return t, nil
	}
	return "", fmt.Errorf("type %s does not exist", schema.Quote(name))
}

// permission is that of a type which a caller names.
func (n names) permission(t schema.Type, name string) (schema.Permission, error) {
	if p, ok := n.actions[t][name]; ok {
		return p, nil
	}
	return n.model.NewPermission(t, name)
}

// of are all that a permission is called: its name first.
func (n names) of(p schema.Permission) []string {
	return append([]string{p.Name()}, n.aliases[p]...)
}
