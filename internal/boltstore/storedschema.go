package boltstore

import (
	"context"
	"fmt"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// ReadStoredSchema reads the schema that was written as a whole.
func (r reader) ReadStoredSchema(context.Context) (*datastore.ReadOnlyStoredSchema, error) {
	var found *datastore.ReadOnlyStoredSchema
	err := r.from(func(tx *bolt.Tx, at Revision) error {
		if _, err := r.definition(tx, at, definitionKey(storedSchema, "")); err != nil {
			return err
		}
		schema, size, err := schemaAt(tx, at)
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
	return t.write(func() error {
		if err := t.putDefinition(storedSchema, "", data); err != nil {
			return err
		}
		hash := schema.GetV1().GetSchemaHash()
		t.effect.schemaHash = &hash
		return t.putDefinition(storedSchemaHash, "", []byte(hash))
	})
}

// requireSchemaHash fails unless the stored schema has the given hash.
func (t *transaction) requireSchemaHash(hash string) error {
	return t.use(func(tx *bolt.Tx, at Revision) error {
		switch v, err := definitionAt(tx, at, definitionKey(storedSchemaHash, "")); {
		case err != nil:
			return err
		case v.content == nil:
			return datastore.ErrSchemaNotFound
		case string(v.content) != hash:
			return datastore.ErrSchemaHashPreconditionFailed
		}
		return nil
	})
}
