package changelog

import (
	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// History collects what one transaction did.
type History struct {
	Tx      *bolt.Tx
	Content datastore.WatchContent
	Changes datastore.RevisionChanges
	Size    uint64
}

// Add takes in one chunk of the log.
func (h *History) Add(chunk []byte, rev clock.Revision) error {
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
			h.Changes.Metadatas = append(h.Changes.Metadatas, metadata)
		case r.kind == definitionRecord && h.Content&datastore.WatchSchema != 0:
			if err := h.addDefinition(r.data, rev); err != nil {
				return err
			}
		case r.kind == relationshipRecord && h.Content&datastore.WatchRelationships != 0:
			if err := h.addRelationship(r.data, rev); err != nil {
				return err
			}
		}
	}
	return nil
}

func (h *History) addRelationship(key []byte, rev clock.Revision) error {
	update, ok, err := index.UpdateAt(h.Tx, key, rev)
	if !ok || err != nil {
		return err
	}
	h.Size += uint64(update.Relationship.SizeVT())
	h.Changes.RelationshipChanges = append(h.Changes.RelationshipChanges, update)
	return nil
}
