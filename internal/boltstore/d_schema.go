package boltstore

import (
	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"
)

// message is a definition that can be read from bytes.
type message interface {
	comparable
	datastore.SchemaDefinition
	UnmarshalVT([]byte) error
}

func newNamespace() *core.NamespaceDefinition { return &core.NamespaceDefinition{} }
func newCaveat() *core.CaveatDefinition       { return &core.CaveatDefinition{} }

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
