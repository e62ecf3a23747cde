package index

import (
	"bytes"
	"context"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// PageSize is how many relationships are read at once. Between two pages no
// transaction is open, so that a slow reader keeps no old pages of the file
// alive and never stands in the way of a writer.
const PageSize = 512

// Source runs a function on the content of the store at a revision. What the
// function reads from the transaction is gone when it returns.
type Source func(func(tx *bolt.Tx, at clock.Revision) error) error

// Query is one question for relationships.
type Query struct {
	Plan         func(tx *bolt.Tx) (Scan, error)
	Filter       datastore.RelationshipsFilter
	Sort         options.SortOrder
	Limit        *uint64
	After, Until options.Cursor
	Now          time.Time // what has expired by then is left out; zero leaves nothing out
}

// Iterate answers the query from the source, page by page at one revision.
func (q Query) Iterate(ctx context.Context, from Source) datastore.RelationshipIterator {
	return func(yield func(tuple.Relationship, error) bool) {
		left := clock.Never
		if q.Limit != nil {
			left = int(min(*q.Limit, clock.Never))
		}
		var next []byte
		for left > 0 {
			var page []tuple.Relationship
			var err error
			page, next, err = q.page(ctx, from, next, left)
			if err != nil {
				yield(tuple.Relationship{}, err)
				return
			}
			for _, rel := range page {
				if !yield(rel, nil) {
					return
				}
			}
			if left -= len(page); next == nil {
				return
			}
		}
	}
}

// page reads from the given key on. It returns where the next page starts, or
// nil if there is none.
func (q Query) page(ctx context.Context, from Source, start []byte, left int) (page []tuple.Relationship, next []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	err = from(func(tx *bolt.Tx, at clock.Revision) error {
		s, err := q.Plan(tx)
		if err != nil {
			return err
		}
		want := OrderOf(q.Sort, s.Layout)
		if want != s.Layout && !sameOrder(s) {
			page, err = q.gather(ctx, tx, at, s, want, left)
			return err
		}
		s.from = start
		if start == nil && q.After != nil {
			s.from = q.startAfter(s, want)
		}
		return s.Run(ctx, tx, at, func(f Found) (bool, error) {
			rel, ok, err := q.accept(f, want)
			if err != nil || !ok {
				return err == nil, err
			}
			if page = append(page, rel); len(page) < min(left, PageSize) {
				return true, nil
			}
			next = boltfile.AfterVersions(f.key)
			return false, nil
		})
	})
	return page, next, boltfile.ClosedError(err)
}

// sameOrder is true for a scan whose keys sort alike in both orders: one
// subject, and one resource type and relation.
func sameOrder(s Scan) bool {
	const given = 5
	return s.Layout == BySubject && len(s.Prefixes) == 1 && bytes.Count(s.Prefixes[0], []byte{boltfile.Separator}) == given
}

// startAfter is the key at which an answer after the cursor can start, or nil
// for the first. In the order that is not the index's own that is only known for
// a cursor on the very run of keys.
func (q Query) startAfter(s Scan, want order) []byte {
	key := KeyOf(s.Layout, q.After.RelationshipReference)
	if want != s.Layout && !bytes.HasPrefix(key, s.Prefixes[0]) {
		return nil
	}
	return boltfile.AfterVersions(key)
}

// gather answers in an order that the index does not have: it reads all that
// matches, and keeps no more than was asked for.
func (q Query) gather(ctx context.Context, tx *bolt.Tx, at clock.Revision, s Scan, want order, left int) ([]tuple.Relationship, error) {
	var all []tuple.Relationship
	byOrder := func(a, b tuple.Relationship) int {
		return Compare(want, a.RelationshipReference, b.RelationshipReference)
	}
	trim := func() {
		slices.SortFunc(all, byOrder)
		all = all[:min(left, len(all))]
	}
	err := s.Run(ctx, tx, at, func(f Found) (bool, error) {
		rel, ok, err := q.accept(f, want)
		if err != nil || !ok {
			return err == nil, err
		}
		if all = append(all, rel); len(all)-PageSize > left && len(all)/2 > left {
			trim()
		}
		return true, nil
	})
	trim()
	return all, err
}

// accept decodes a relationship that belongs to the answer.
func (q Query) accept(f Found, want order) (rel tuple.Relationship, ok bool, err error) {
	if ok, err = match(q.Filter, f); !ok || err != nil {
		return rel, false, err
	}
	if !q.Now.IsZero() {
		if ended, err := f.Payload.EndedBy(q.Now); ended || err != nil {
			return rel, false, err
		}
	}
	rel.RelationshipReference = f.Fields.reference()
	if q.After != nil && Compare(want, rel.RelationshipReference, q.After.RelationshipReference) <= 0 ||
		q.Until != nil && Compare(want, rel.RelationshipReference, q.Until.RelationshipReference) > 0 {
		return rel, false, nil
	}
	return rel, true, f.Payload.decode(&rel)
}
