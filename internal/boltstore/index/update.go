package index

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// UpdateAt finds out what the transaction of a revision did to a relationship. One
// that was deleted is told with what it last said. ok is false where that cannot
// be known any more.
func UpdateAt(tx *bolt.Tx, key []byte, rev clock.Revision) (update tuple.RelationshipUpdate, ok bool, err error) {
	f, err := splitKey(ByResource, key)
	if err != nil {
		return update, false, err
	}
	c := boltfile.Relationships.Cursor(tx)
	k, v := c.Seek(boltfile.Versioned(key, rev))
	if c.Err() != nil {
		return update, false, c.Err()
	}
	if !bytes.Equal(k, boltfile.Versioned(key, rev)) {
		// It expired before the window and was collected with its version.
		return update, false, nil
	}
	update.Operation = tuple.UpdateOperationTouch
	if payload(v).deleted() {
		update.Operation = tuple.UpdateOperationDelete
		if k, v = c.Next(); !bytes.HasPrefix(k, key) {
			v = PlainPayload
		}
		if c.Err() != nil {
			return update, false, c.Err()
		}
	}
	update.Relationship.RelationshipReference = f.reference()
	err = payload(v).decode(&update.Relationship)
	return update, err == nil, err
}
