package boltstore

import (
	"context"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// WriteRelationships applies the updates in their order.
func (t *transaction) WriteRelationships(_ context.Context, updates []tuple.RelationshipUpdate) error {
	return t.write(collects, func() error {
		for _, update := range updates {
			if err := t.changes.Apply(update); err != nil {
				return err
			}
		}
		return nil
	})
}

// BulkLoad creates all relationships of the source and returns how many.
func (t *transaction) BulkLoad(ctx context.Context, source datastore.BulkWriteRelationshipSource) (uint64, error) {
	var count uint64
	for {
		rel, err := source.Next(ctx)
		switch {
		case err != nil:
			return 0, err
		case rel == nil:
			return count, nil
		}
		// Edits: the source may be as slow as whoever sends it, and no group waits for that.
		if err := t.write(edits, func() error { return t.changes.Apply(tuple.Create(*rel)) }); err != nil {
			return 0, err
		}
		count++
	}
}

// DeleteRelationships deletes what matches, up to a limit. The second answer is
// whether the limit was reached.
func (t *transaction) DeleteRelationships(ctx context.Context, filter *v1.RelationshipFilter, opts ...options.DeleteOptionsOption) (uint64, bool, error) {
	matching, err := datastore.RelationshipsFilterFromPublicFilter(filter)
	if err != nil {
		return 0, false, err
	}
	limit := uint64(clock.Never)
	if o := options.NewDeleteOptionsWithOptionsAndDefaults(opts...); o.DeleteLimit != nil && *o.DeleteLimit > 0 {
		limit = *o.DeleteLimit
	}
	var count uint64
	err = t.write(flushes, func() (err error) {
		count, err = t.changes.Delete(ctx, matching, limit)
		return err
	})
	return count, err == nil && count == limit, err
}
