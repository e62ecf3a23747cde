package boltstore

import (
	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
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

func (h *history) addRelationship(key []byte, rev Revision) error {
	update, ok, err := updateAt(h.tx, key, rev)
	if !ok || err != nil {
		return err
	}
	h.size += uint64(update.Relationship.SizeVT())
	h.changes.RelationshipChanges = append(h.changes.RelationshipChanges, update)
	return nil
}
