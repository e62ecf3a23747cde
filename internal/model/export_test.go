package model

import (
	"fmt"

	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// LooseArrows are the arrows that lead to a type which lacks what they ask for.
func LooseArrows(definitions []*core.NamespaceDefinition) []string {
	w := newWalker(definitions)
	for _, def := range definitions {
		for _, r := range def.GetRelation() {
			if err := w.name(step{typ: def.GetName(), name: r.GetName(), positive: true}); err != nil {
				return []string{err.Error()}
			}
		}
	}
	var found []string
	for name := range w.loose {
		found = append(found, fmt.Sprintf("an arrow leads to %s", name))
	}
	return found
}

// OnlyActive says whether only users have a name whose account is active.
func OnlyActive(definitions []*core.NamespaceDefinition, typ, name string) (bool, error) {
	a, err := newActive(definitions)
	return err == nil && a.only(typ, name), err
}
