package definition

import (
	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// Message is a definition that can be read from bytes.
type Message interface {
	comparable
	datastore.SchemaDefinition
	UnmarshalVT([]byte) error
}

// NewNamespace is an empty object type, to read into.
func NewNamespace() *core.NamespaceDefinition { return &core.NamespaceDefinition{} }

// NewCaveat is an empty caveat, to read into.
func NewCaveat() *core.CaveatDefinition { return &core.CaveatDefinition{} }

// SchemaAt is nil if there was none. size is that of its encoding.
func SchemaAt(tx *bolt.Tx, at clock.Revision) (schema *core.StoredSchema, size int, err error) {
	v, err := At(tx, at, Key(Schema, ""))
	if err != nil || v.Content == nil {
		return nil, 0, err
	}
	schema = &core.StoredSchema{}
	if err := schema.UnmarshalVT(v.Content); err != nil {
		return nil, 0, boltfile.Damaged("the stored schema of revision %s: %v", v.Revision, err)
	}
	return schema, len(v.Content), nil
}

// SchemaHashes are all that the file still holds, the oldest first.
func SchemaHashes(tx *bolt.Tx) ([]clock.SchemaHash, error) {
	var newestFirst []clock.SchemaHash
	key := Key(SchemaHash, "")
	c := boltfile.Definitions.Cursor(tx)
	for k, v := c.Seek(key); k != nil && len(k) == len(key)+boltfile.RevisionSize && k[0] == byte(SchemaHash); k, v = c.Next() {
		found := decodeVersion(k, v)
		newestFirst = append(newestFirst, clock.SchemaHash{Revision: found.Revision, Hash: string(found.Content)})
	}
	hashes := make([]clock.SchemaHash, 0, len(newestFirst))
	for i := len(newestFirst) - 1; i >= 0; i-- {
		hashes = append(hashes, newestFirst[i])
	}
	return hashes, c.Err()
}
