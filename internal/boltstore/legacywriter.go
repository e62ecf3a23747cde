package boltstore

import (
	"context"
	"fmt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
)

// LegacyWriteNamespaces writes object types one by one.
func (t *transaction) LegacyWriteNamespaces(_ context.Context, defs ...*core.NamespaceDefinition) error {
	return t.write(edits, func() error {
		for _, def := range defs {
			data, err := def.MarshalVT()
			if err != nil {
				return fmt.Errorf("definition %q cannot be encoded: %w", def.Name, err)
			}
			if err := t.putDefinition(definition.Namespace, def.Name, data); err != nil {
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
	return t.write(edits, func() error {
		for _, name := range names {
			v, err := definition.At(t.tx, t.revision, definition.Key(definition.Namespace, name))
			if err != nil {
				return err
			}
			if v.Content == nil {
				return datastore.NewNamespaceNotFoundErr(name)
			}
			if err := t.putDefinition(definition.Namespace, name, nil); err != nil {
				return err
			}
			if option != datastore.DeleteNamespacesAndRelationships {
				continue
			}
			if _, err := t.changes.Delete(ctx, datastore.RelationshipsFilter{OptionalResourceType: name}, clock.Never); err != nil {
				return err
			}
		}
		return nil
	})
}

// LegacyWriteCaveats writes caveats one by one.
func (t *transaction) LegacyWriteCaveats(_ context.Context, defs []*core.CaveatDefinition) error {
	return t.write(edits, func() error {
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
			if err := t.putDefinition(definition.Caveat, def.Name, data); err != nil {
				return err
			}
		}
		return nil
	})
}

// LegacyDeleteCaveats deletes those of the caveats that exist.
func (t *transaction) LegacyDeleteCaveats(_ context.Context, names []string) error {
	return t.write(edits, func() error {
		for _, name := range names {
			v, err := definition.At(t.tx, t.revision, definition.Key(definition.Caveat, name))
			if err != nil {
				return err
			}
			if v.Content == nil {
				continue
			}
			if err := t.putDefinition(definition.Caveat, name, nil); err != nil {
				return err
			}
		}
		return nil
	})
}
