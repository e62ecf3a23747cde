package boltstore

import (
	"context"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"
)

// reader answers from one source: a snapshot, or a transaction that runs.
type reader struct {
	from    source
	now     func() time.Time
	catalog *catalog
}

var _ datastore.Reader = reader{}

// SnapshotReader reads the store as it was at a revision. If that is not
// possible, every call of the reader says so.
func (s *Store) SnapshotReader(rev datastore.Revision) datastore.Reader {
	return reader{from: s.snapshot(rev), now: s.opts.now, catalog: &s.catalog}
}

// snapshot is the store at a revision. Each use is a transaction of its own.
func (s *Store) snapshot(rev datastore.Revision) source {
	at, ok := revisionOf(rev)
	return func(fn func(*bolt.Tx, Revision) error) error {
		if !ok {
			return datastore.NewInvalidRevisionErr(rev, datastore.CouldNotDetermineRevision)
		}
		if err := s.clock.readable(at); err != nil {
			return s.unlessClosed(err)
		}
		return s.view(func(tx *bolt.Tx) error {
			// Looked at inside the transaction: what is collected later is
			// still there for this one.
			if int64(at) < s.collected.Load() {
				return datastore.NewInvalidRevisionErr(rev, datastore.RevisionStale)
			}
			return fn(tx, at)
		})
	}
}

// QueryRelationships reads from the side of the resources.
func (r reader) QueryRelationships(ctx context.Context, filter datastore.RelationshipsFilter, opts ...options.QueryOptionsOption) (datastore.RelationshipIterator, error) {
	o := options.NewQueryOptionsWithOptions(opts...)
	if o.After != nil && o.Sort == options.Unsorted {
		return nil, datastore.ErrCursorsWithoutSorting
	}
	return query{
		plan:   func(tx *bolt.Tx) (scan, error) { return planScan(tx, filter) },
		filter: filter,
		sort:   o.Sort,
		limit:  o.Limit,
		after:  o.After,
		until:  o.BeforeOrEqual,
		// Also with SkipExpiration, which only promises that nothing expires:
		// a right that has ended is never shown. Nor does SkipCaveats leave a
		// caveat out, or what has one: SpiceDB is wrong about it at times, and
		// sets it when it looks for any relationship before it drops a relation.
		now: r.now(),
	}.iterate(ctx, r.from), nil
}

// ReverseQueryRelationships reads from the side of the subjects.
func (r reader) ReverseQueryRelationships(ctx context.Context, subjects datastore.SubjectsFilter, opts ...options.ReverseQueryOptionsOption) (datastore.RelationshipIterator, error) {
	o := options.NewReverseQueryOptionsWithOptions(opts...)
	if o.AfterForReverse != nil && o.SortForReverse == options.Unsorted {
		return nil, datastore.ErrCursorsWithoutSorting
	}
	filter := datastore.RelationshipsFilter{OptionalSubjectsSelectors: []datastore.SubjectsSelector{subjects.AsSelector()}}
	if o.ResRelation != nil {
		filter.OptionalResourceType, filter.OptionalResourceRelation = o.ResRelation.Namespace, o.ResRelation.Relation
	}
	return query{
		plan:   func(*bolt.Tx) (scan, error) { return planReverse(filter), nil },
		filter: filter,
		sort:   o.SortForReverse,
		limit:  o.LimitForReverse,
		after:  o.AfterForReverse,
		now:    r.now(),
	}.iterate(ctx, r.from), nil
}

// definition is definitionAt for an answer.
func (r reader) definition(tx *bolt.Tx, at Revision, key []byte) (version, error) {
	v, err := definitionAt(tx, at, key)
	if err == nil {
		err = r.catalog.check(key, at, v)
	}
	return v, err
}
