package boltstore

import (
	"github.com/authzed/spicedb/pkg/datastore"
)

// addDefinition finds out what was done to a definition.
func (h *history) addDefinition(key []byte, rev Revision) error {
	kind, name := definitionName(key)
	v, err := definitionAt(h.tx, rev, key)
	if err != nil {
		return err
	}
	switch kind {
	case namespaceDefinition:
		if v.content == nil {
			h.changes.DeletedNamespaces = append(h.changes.DeletedNamespaces, name)
			return nil
		}
		return h.addChanged(newNamespace(), v.content)
	case caveatDefinition:
		if v.content == nil {
			h.changes.DeletedCaveats = append(h.changes.DeletedCaveats, name)
			return nil
		}
		return h.addChanged(newCaveat(), v.content)
	case storedSchema:
		return h.addSchema(rev)
	default:
		return nil
	}
}

type schemaMessage interface {
	datastore.SchemaDefinition
	UnmarshalVT([]byte) error
}

func (h *history) addChanged(def schemaMessage, content []byte) error {
	if err := def.UnmarshalVT(content); err != nil {
		return err
	}
	h.addDef(def)
	return nil
}

func (h *history) addDef(def datastore.SchemaDefinition) {
	h.size += uint64(def.SizeVT())
	h.changes.ChangedDefinitions = append(h.changes.ChangedDefinitions, def)
}

// addSchema tells how the stored schema differs from the one before. A
// transaction that wrote the definitions one by one as well has told already.
func (h *history) addSchema(rev Revision) error {
	if len(h.changes.ChangedDefinitions)+len(h.changes.DeletedNamespaces)+len(h.changes.DeletedCaveats) > 0 {
		return nil
	}
	now, _, err := schemaAt(h.tx, rev)
	if err != nil {
		return err
	}
	before, _, err := schemaAt(h.tx, rev-1)
	if err != nil {
		return err
	}
	next, last := now.GetV1(), before.GetV1()
	h.changes.DeletedNamespaces = differ(h, last.GetNamespaceDefinitions(), next.GetNamespaceDefinitions())
	h.changes.DeletedCaveats = differ(h, last.GetCaveatDefinitions(), next.GetCaveatDefinitions())
	return nil
}

// differ adds the definitions that are new or other than before, and returns the
// names of those that are gone.
func differ[T interface {
	datastore.SchemaDefinition
	EqualVT(T) bool
}](h *history, before, now map[string]T) (gone []string) {
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
