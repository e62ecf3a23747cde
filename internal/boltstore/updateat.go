package boltstore

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/tuple"
)

// updateAt finds out what the transaction of a revision did to a relationship. One
// that was deleted is told with what it last said. ok is false where that cannot
// be known any more.
func updateAt(tx *bolt.Tx, key []byte, rev Revision) (update tuple.RelationshipUpdate, ok bool, err error) {
	f, err := splitKey(byResource, key)
	if err != nil {
		return update, false, err
	}
	c := relationshipsBucket.cursor(tx)
	k, v := c.seek(versioned(key, rev))
	if c.err != nil {
		return update, false, c.err
	}
	if !bytes.Equal(k, versioned(key, rev)) {
		// It expired before the window and was collected with its version.
		return update, false, nil
	}
	update.Operation = tuple.UpdateOperationTouch
	if payload(v).deleted() {
		update.Operation = tuple.UpdateOperationDelete
		if k, v = c.next(); !bytes.HasPrefix(k, key) {
			v = plainPayload
		}
		if c.err != nil {
			return update, false, c.err
		}
	}
	update.Relationship.RelationshipReference = f.reference()
	err = payload(v).decode(&update.Relationship)
	return update, err == nil, err
}
