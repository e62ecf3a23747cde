package boltstore

import (
	"bytes"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"
)

// history collects what one transaction did.
type history struct {
	tx      *bolt.Tx
	content datastore.WatchContent
	changes datastore.RevisionChanges
	size    uint64
}

func (h *history) add(chunk []byte, rev Revision) error {
	records, err := readRecords(chunk)
	if err != nil {
		return err
	}
	for _, r := range records {
		switch {
		case r.kind == metadataRecord:
			metadata, err := decodeMetadata(r.data)
			if err != nil {
				return err
			}
			h.changes.Metadatas = append(h.changes.Metadatas, metadata)
		case r.kind == definitionRecord && h.content&datastore.WatchSchema != 0:
			if err := h.addDefinition(r.data, rev); err != nil {
				return err
			}
		case r.kind == relationshipRecord && h.content&datastore.WatchRelationships != 0:
			if err := h.addRelationship(r.data, rev); err != nil {
				return err
			}
		}
	}
	return nil
}

// addRelationship finds out what was done to a relationship. One that was
// deleted is told with what it last said.
func (h *history) addRelationship(key []byte, rev Revision) error {
	f, err := splitKey(byResource, key)
	if err != nil {
		return err
	}
	c := relationshipsBucket.cursor(h.tx)
	k, v := c.seek(versioned(key, rev))
	if c.err != nil {
		return c.err
	}
	if !bytes.Equal(k, versioned(key, rev)) {
		// It expired before the window and was collected with its version.
		return nil
	}
	operation := tuple.UpdateOperationTouch
	if payload(v).deleted() {
		operation = tuple.UpdateOperationDelete
		if k, v = c.next(); !bytes.HasPrefix(k, key) {
			v = plainPayload
		}
		if c.err != nil {
			return c.err
		}
	}
	rel := tuple.Relationship{RelationshipReference: f.reference()}
	if err := payload(v).decode(&rel); err != nil {
		return err
	}
	h.size += uint64(rel.SizeVT())
	h.changes.RelationshipChanges = append(h.changes.RelationshipChanges, tuple.RelationshipUpdate{Relationship: rel, Operation: operation})
	return nil
}
