package boltstore

import (
	"context"
	"maps"
	"slices"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	core "github.com/authzed/spicedb/pkg/proto/core/v1"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// Stats is what an administrator wants to know about a store.
type Stats struct {
	// Path and UniqueID say which store it is.
	Path, UniqueID string

	// Relationships are those at the head that have not expired.
	Relationships uint64

	// Ended are those that are there besides, and give nothing any more: until the next
	// write clears them away.
	Ended uint64

	// RelationshipsByType are those that have not expired by type of the resource.
	RelationshipsByType map[string]uint64

	// FileBytes is the length of the file, and FreeBytes how much of it is
	// free for what is written next.
	FileBytes, FreeBytes int64

	// Head is the newest revision, and OldestRevision the first at which the
	// store can still be read: what was there before is collected.
	Head, OldestRevision clock.Revision
}

// Stats reads all relationships once.
func (s *Store) Stats(ctx context.Context) (Stats, error) {
	head, err := s.HeadRevision(ctx)
	if err != nil {
		return Stats{}, err
	}
	now := s.opts.now()
	stats := Stats{Path: s.path, UniqueID: s.id, RelationshipsByType: map[string]uint64{}}
	err = s.snapshot(head.Revision)(func(tx *bolt.Tx, at clock.Revision) error {
		held, err := boltfile.ReadState(tx)
		if err != nil {
			return err
		}
		stats.Head, stats.OldestRevision = at, held.Collected
		stats.FileBytes = tx.Size()
		stats.FreeBytes = int64(s.db.Stats().FreePageN) * int64(tx.DB().Info().PageSize)
		all := index.Scan{Table: boltfile.Relationships, Layout: index.ByResource, Prefixes: [][]byte{nil}}
		return all.Run(ctx, tx, at, func(f index.Found) (bool, error) {
			ended, err := f.Payload.EndedBy(now)
			if ended {
				stats.Ended++
			} else {
				stats.Relationships++
				stats.RelationshipsByType[string(f.Fields.ResourceType)]++
			}
			return true, err
		})
	})
	return stats, err
}

// Statistics is what SpiceDB wants to know. It counts nothing.
func (s *Store) Statistics(ctx context.Context) (datastore.Stats, error) {
	head, err := s.HeadRevision(ctx)
	if err != nil {
		return datastore.Stats{}, err
	}
	var live int64
	var schema *core.StoredSchema
	r := reader{from: s.snapshot(head.Revision), catalog: &s.catalog}
	err = r.from(func(tx *bolt.Tx, at clock.Revision) error {
		held, err := boltfile.ReadState(tx)
		if err != nil {
			return err
		}
		live = held.Live
		schema, _, err = definition.SchemaAt(tx, at)
		return err
	})
	if err != nil {
		return datastore.Stats{}, err
	}
	types, err := listDefinitions(r, definition.Namespace, definition.NewNamespace, nil)
	if err != nil {
		return datastore.Stats{}, err
	}
	if defs := schema.GetV1().GetNamespaceDefinitions(); len(types) == 0 {
		for _, name := range slices.Sorted(maps.Keys(defs)) {
			types = append(types, datastore.RevisionedNamespace{Definition: defs[name], LastWrittenRevision: head.Revision})
		}
	}
	return datastore.Stats{
		UniqueID:                   s.id,
		EstimatedRelationshipCount: uint64(max(live, 0)),
		ObjectTypeStatistics:       datastore.ComputeObjectTypeStats(types),
	}, nil
}
