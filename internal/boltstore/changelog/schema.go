package changelog

import (
	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
)

// addDefinition finds out what was done to a definition.
func (h *History) addDefinition(key []byte, rev clock.Revision) error {
	kind, name := definition.ParseKey(key)
	v, err := definition.At(h.Tx, rev, key)
	if err != nil {
		return err
	}
	switch kind {
	case definition.Namespace:
		if v.Content == nil {
			h.Changes.DeletedNamespaces = append(h.Changes.DeletedNamespaces, name)
			return nil
		}
		return h.addChanged(definition.NewNamespace(), v.Content)
	case definition.Caveat:
		if v.Content == nil {
			h.Changes.DeletedCaveats = append(h.Changes.DeletedCaveats, name)
			return nil
		}
		return h.addChanged(definition.NewCaveat(), v.Content)
	case definition.Schema:
		return h.addSchema(rev)
	default:
		return nil
	}
}

type schemaMessage interface {
	datastore.SchemaDefinition
	UnmarshalVT([]byte) error
}

func (h *History) addChanged(def schemaMessage, content []byte) error {
	if err := def.UnmarshalVT(content); err != nil {
		return err
	}
	h.addDef(def)
	return nil
}

func (h *History) addDef(def datastore.SchemaDefinition) {
	h.Size += uint64(def.SizeVT())
	h.Changes.ChangedDefinitions = append(h.Changes.ChangedDefinitions, def)
}

// addSchema tells how the stored schema differs from the one before. A
// transaction that wrote the definitions one by one as well has told already.
func (h *History) addSchema(rev clock.Revision) error {
	if len(h.Changes.ChangedDefinitions)+len(h.Changes.DeletedNamespaces)+len(h.Changes.DeletedCaveats) > 0 {
		return nil
	}
	now, _, err := definition.SchemaAt(h.Tx, rev)
	if err != nil {
		return err
	}
	before, _, err := definition.SchemaAt(h.Tx, rev-1)
	if err != nil {
		return err
	}
	next, last := now.GetV1(), before.GetV1()
	h.Changes.DeletedNamespaces = differ(h, last.GetNamespaceDefinitions(), next.GetNamespaceDefinitions())
	h.Changes.DeletedCaveats = differ(h, last.GetCaveatDefinitions(), next.GetCaveatDefinitions())
	return nil
}

// differ adds the definitions that are new or other than before, and returns the
// names of those that are gone.
func differ[T interface {
	datastore.SchemaDefinition
	EqualVT(T) bool
}](h *History, before, now map[string]T) (gone []string) {
	for name, def := range now {
		if old, ok := before[name]; !ok || !def.EqualVT(old) {
			h.addDef(def)
		}
	}
	for name := range before {
		if _, ok := now[name]; !ok {
			gone = append(gone, name)
		}
	}
	return gone
}
