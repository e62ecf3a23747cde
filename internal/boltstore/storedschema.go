package boltstore

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
)

// ReadStoredSchema reads the schema that was written as a whole.
func (r reader) ReadStoredSchema(context.Context) (*datastore.ReadOnlyStoredSchema, error) {
	var found *datastore.ReadOnlyStoredSchema
	err := r.from(func(tx *bolt.Tx, at clock.Revision) error {
		if _, err := r.definition(tx, at, definition.Key(definition.Schema, "")); err != nil {
			return err
		}
		schema, size, err := definition.SchemaAt(tx, at)
		if schema != nil {
			found = datastore.NewReadOnlyStoredSchemaWithSize(schema, size)
		}
		return err
	})
	if err == nil && found == nil {
		err = datastore.ErrSchemaNotFound
	}
	return found, err
}

// WriteStoredSchema replaces the schema, and its hash.
func (t *transaction) WriteStoredSchema(_ context.Context, schema *core.StoredSchema) error {
	data, err := schema.MarshalVT()
	if err != nil {
		return fmt.Errorf("the schema cannot be encoded: %w", err)
	}
	return t.write(edits, func() error {
		if err := t.putDefinition(definition.Schema, "", data); err != nil {
			return err
		}
		hash := schema.GetV1().GetSchemaHash()
		t.effect.SchemaHash = &hash
		return t.putDefinition(definition.SchemaHash, "", []byte(hash))
	})
}

// requireSchemaHash fails unless the stored schema has the given hash.
func (t *transaction) requireSchemaHash(hash string) error {
	return t.use(func(tx *bolt.Tx, at clock.Revision) error {
		switch v, err := definition.At(tx, at, definition.Key(definition.SchemaHash, "")); {
		case err != nil:
			return err
		case v.Content == nil:
			return datastore.ErrSchemaNotFound
		case string(v.Content) != hash:
			return datastore.ErrSchemaHashPreconditionFailed
		}
		return nil
	})
}
