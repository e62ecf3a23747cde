package boltstore

import (
	"context"
	"fmt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// LegacyWriteNamespaces writes object types one by one.
func (t *transaction) LegacyWriteNamespaces(_ context.Context, defs ...*core.NamespaceDefinition) error {
	return t.write(func() error {
		for _, def := range defs {
			data, err := def.MarshalVT()
			if err != nil {
				return fmt.Errorf("definition %q cannot be encoded: %w", def.Name, err)
			}
			if err := t.putDefinition(namespaceDefinition, def.Name, data); err != nil {
				return err
			}
		}
		return nil
	})
}

// LegacyDeleteNamespaces deletes object types, and on demand what is theirs.
func (t *transaction) LegacyDeleteNamespaces(ctx context.Context, names []string, option datastore.DeleteNamespacesRelationshipsOption) error {
	if len(names) == 0 {
		return nil
	}
	return t.write(func() error {
		for _, name := range names {
			v, err := definitionAt(t.tx, t.revision, definitionKey(namespaceDefinition, name))
			if err != nil {
				return err
			}
			if v.content == nil {
				return datastore.NewNamespaceNotFoundErr(name)
			}
			if err := t.putDefinition(namespaceDefinition, name, nil); err != nil {
				return err
			}
			if option != datastore.DeleteNamespacesAndRelationships {
				continue
			}
			if _, err := t.changes.delete(ctx, datastore.RelationshipsFilter{OptionalResourceType: name}, never); err != nil {
				return err
			}
		}
		return nil
	})
}

// LegacyWriteCaveats writes caveats one by one.
func (t *transaction) LegacyWriteCaveats(_ context.Context, defs []*core.CaveatDefinition) error {
	return t.write(func() error {
		seen := map[string]bool{}
		for _, def := range defs {
			if seen[def.Name] {
				return fmt.Errorf("caveat %q is given twice: write each once", def.Name)
			}
			seen[def.Name] = true
			data, err := def.MarshalVT()
			if err != nil {
				return fmt.Errorf("caveat %q cannot be encoded: %w", def.Name, err)
			}
			if err := t.putDefinition(caveatDefinition, def.Name, data); err != nil {
				return err
			}
		}
		return nil
	})
}

// LegacyDeleteCaveats deletes those of the caveats that exist.
func (t *transaction) LegacyDeleteCaveats(_ context.Context, names []string) error {
	return t.write(func() error {
		for _, name := range names {
			v, err := definitionAt(t.tx, t.revision, definitionKey(caveatDefinition, name))
			if err != nil {
				return err
			}
			if v.content == nil {
				continue
			}
			if err := t.putDefinition(caveatDefinition, name, nil); err != nil {
				return err
			}
		}
		return nil
	})
}
