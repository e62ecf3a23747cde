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

// schemaAt is nil if there was none. size is that of its encoding.
func schemaAt(tx *bolt.Tx, at Revision) (schema *core.StoredSchema, size int, err error) {
	v, err := definitionAt(tx, at, definitionKey(storedSchema, ""))
	if err != nil || v.content == nil {
		return nil, 0, err
	}
	schema = &core.StoredSchema{}
	if err := schema.UnmarshalVT(v.content); err != nil {
		return nil, 0, damaged("the stored schema of revision %s: %v", v.revision, err)
	}
	return schema, len(v.content), nil
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

// schemaHashes are all that the file still holds, the oldest first.
func schemaHashes(tx *bolt.Tx) ([]schemaHash, error) {
	var newestFirst []schemaHash
	key := definitionKey(storedSchemaHash, "")
	c := definitionsBucket.cursor(tx)
	for k, v := c.seek(key); k != nil && len(k) == len(key)+revisionSize && k[0] == byte(storedSchemaHash); k, v = c.next() {
		found := decodeVersion(k, v)
		newestFirst = append(newestFirst, schemaHash{found.revision, string(found.content)})
	}
	hashes := make([]schemaHash, 0, len(newestFirst))
	for i := len(newestFirst) - 1; i >= 0; i-- {
		hashes = append(hashes, newestFirst[i])
	}
	return hashes, c.err
}
