package boltstore

import (
	"context"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/definition"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// reader answers from one source: a snapshot, or a transaction that runs.
type reader struct {
	from    index.Source
	now     func() time.Time
	catalog *definition.Catalog
}

var _ datastore.Reader = reader{}

// SnapshotReader reads the store as it was at a revision. If that is not
// possible, every call of the reader says so.
func (s *Store) SnapshotReader(rev datastore.Revision) datastore.Reader {
	return reader{from: s.snapshot(rev), now: s.opts.now, catalog: &s.catalog}
}

// snapshot is the store at a revision. Each use is a transaction of its own.
func (s *Store) snapshot(rev datastore.Revision) index.Source {
	at, ok := clock.RevisionOf(rev)
	return func(fn func(*bolt.Tx, clock.Revision) error) error {
		if !ok {
			return datastore.NewInvalidRevisionErr(rev, datastore.CouldNotDetermineRevision)
		}
		if err := s.clock.Readable(at); err != nil {
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
	return index.Query{
		Plan:   func(tx *bolt.Tx) (index.Scan, error) { return index.PlanScan(tx, filter) },
		Filter: filter,
		Sort:   o.Sort,
		Limit:  o.Limit,
		After:  o.After,
		Until:  o.BeforeOrEqual,
		// Also with SkipExpiration, which only promises that nothing expires:
		// a right that has ended is never shown. Nor does SkipCaveats leave a
		// caveat out, or what has one: SpiceDB is wrong about it at times, and
		// sets it when it looks for any relationship before it drops a relation.
		Now: r.now(),
	}.Iterate(ctx, r.from), nil
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
	return index.Query{
		Plan:   func(*bolt.Tx) (index.Scan, error) { return index.PlanReverse(filter), nil },
		Filter: filter,
		Sort:   o.SortForReverse,
		Limit:  o.LimitForReverse,
		After:  o.AfterForReverse,
		Now:    r.now(),
	}.Iterate(ctx, r.from), nil
}

// definition is definition.At for an answer.
func (r reader) definition(tx *bolt.Tx, at clock.Revision, key []byte) (definition.Version, error) {
	v, err := definition.At(tx, at, key)
	if err == nil {
		err = r.catalog.Check(key, at, v)
	}
	return v, err
}
