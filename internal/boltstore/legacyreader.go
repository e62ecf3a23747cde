package boltstore

import (
	"context"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
)

// LegacyReadNamespaceByName reads one object type.
func (r reader) LegacyReadNamespaceByName(_ context.Context, name string) (*core.NamespaceDefinition, datastore.Revision, error) {
	def, rev, err := readDefinition(r, definition.Namespace, name, definition.NewNamespace)
	if err == nil && def == nil {
		err = datastore.NewNamespaceNotFoundErr(name)
	}
	return def, rev, err
}

// LegacyListAllNamespaces reads all object types, by name.
func (r reader) LegacyListAllNamespaces(context.Context) ([]datastore.RevisionedNamespace, error) {
	return listDefinitions(r, definition.Namespace, definition.NewNamespace, nil)
}

// LegacyLookupNamespacesWithNames reads those object types of the names that
// exist.
func (r reader) LegacyLookupNamespacesWithNames(_ context.Context, names []string) ([]datastore.RevisionedNamespace, error) {
	if len(names) == 0 {
		return nil, nil
	}
	return listDefinitions(r, definition.Namespace, definition.NewNamespace, names)
}

// LegacyReadCaveatByName reads one caveat.
func (r reader) LegacyReadCaveatByName(_ context.Context, name string) (*core.CaveatDefinition, datastore.Revision, error) {
	def, rev, err := readDefinition(r, definition.Caveat, name, definition.NewCaveat)
	if err == nil && def == nil {
		err = datastore.NewCaveatNameNotFoundErr(name)
	}
	return def, rev, err
}

// LegacyListAllCaveats reads all caveats, by name.
func (r reader) LegacyListAllCaveats(context.Context) ([]datastore.RevisionedCaveat, error) {
	return listDefinitions(r, definition.Caveat, definition.NewCaveat, nil)
}

// LegacyLookupCaveatsWithNames reads those caveats of the names that exist.
func (r reader) LegacyLookupCaveatsWithNames(_ context.Context, names []string) ([]datastore.RevisionedCaveat, error) {
	if len(names) == 0 {
		return nil, nil
	}
	return listDefinitions(r, definition.Caveat, definition.NewCaveat, names)
}

// readDefinition is nil if there is none.
func readDefinition[T definition.Message](r reader, kind definition.Kind, name string, empty func() T) (def T, rev datastore.Revision, err error) {
	rev = datastore.NoRevision
	err = r.from(func(tx *bolt.Tx, at clock.Revision) error {
		v, err := r.definition(tx, at, definition.Key(kind, name))
		if err != nil || v.Content == nil {
			return err
		}
		def, rev = empty(), v.Revision
		return def.UnmarshalVT(v.Content)
	})
	return def, rev, err
}

// listDefinitions reads those with the given names, or all if names is nil.
func listDefinitions[T definition.Message](r reader, kind definition.Kind, empty func() T, names []string) ([]datastore.RevisionedDefinition[T], error) {
	var defs []datastore.RevisionedDefinition[T]
	err := r.from(func(tx *bolt.Tx, at clock.Revision) error {
		found := map[string]bool{}
		err := definition.Each(tx, at, kind, func(name string, v definition.Version) error {
			found[name] = true
			if err := r.catalog.Check(definition.Key(kind, name), at, v); err != nil {
				return err
			}
			if names != nil && !slices.Contains(names, name) {
				return nil
			}
			def := empty()
			defs = append(defs, datastore.RevisionedDefinition[T]{Definition: def, LastWrittenRevision: v.Revision})
			return def.UnmarshalVT(v.Content)
		})
		for _, name := range r.catalog.Names(kind, at) {
			if err == nil && !found[name] {
				err = r.catalog.Check(definition.Key(kind, name), at, definition.Version{})
			}
		}
		return err
	})
	return defs, err
}
