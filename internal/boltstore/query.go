package boltstore

import (
	"bytes"
	"context"
	"slices"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"
	"github.com/authzed/spicedb/pkg/tuple"
)

// pageSize is how many relationships are read at once. Between two pages no
// transaction is open, so that a slow reader keeps no old pages of the file
// alive and never stands in the way of a writer.
const pageSize = 512

// source runs a function on the content of the store at a revision. What the
// function reads from the transaction is gone when it returns.
type source func(func(tx *bolt.Tx, at Revision) error) error

// query is one question for relationships.
type query struct {
	plan         func(tx *bolt.Tx) (scan, error)
	filter       datastore.RelationshipsFilter
	sort         options.SortOrder
	limit        *uint64
	after, until options.Cursor
	now          time.Time // what has expired by then is left out; zero leaves nothing out
}

// iterate answers the query from the source, page by page at one revision.
func (q query) iterate(ctx context.Context, from source) datastore.RelationshipIterator {
	return func(yield func(tuple.Relationship, error) bool) {
		left := never
		if q.limit != nil {
			left = int(min(*q.limit, never))
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
func (q query) page(ctx context.Context, from source, start []byte, left int) (page []tuple.Relationship, next []byte, err error) {
	if err := ctx.Err(); err != nil {
		return nil, nil, err
	}
	err = from(func(tx *bolt.Tx, at Revision) error {
		s, err := q.plan(tx)
		if err != nil {
			return err
		}
		want := orderOf(q.sort, s.layout)
		if want != s.layout && !sameOrder(s) {
			page, err = q.gather(ctx, tx, at, s, want, left)
			return err
		}
		s.from = start
		if start == nil && q.after != nil {
			s.from = q.startAfter(s, want)
		}
		return s.run(ctx, tx, at, func(f found) (bool, error) {
			rel, ok, err := q.accept(f, want)
			if err != nil || !ok {
				return err == nil, err
			}
			if page = append(page, rel); len(page) < min(left, pageSize) {
				return true, nil
			}
			next = afterVersions(f.key)
			return false, nil
		})
	})
	return page, next, closedError(err)
}

// sameOrder is true for a scan whose keys sort alike in both orders: one
// subject, and one resource type and relation.
func sameOrder(s scan) bool {
	const given = 5
	return s.layout == bySubject && len(s.prefixes) == 1 && bytes.Count(s.prefixes[0], []byte{separator}) == given
}

// startAfter is the key at which an answer behind the cursor can start, or nil
// for the first. In the order that is not the index's own that is only known for
// a cursor on the very run of keys.
func (q query) startAfter(s scan, want order) []byte {
	key := keyOf(s.layout, q.after.RelationshipReference)
	if want != s.layout && !bytes.HasPrefix(key, s.prefixes[0]) {
		return nil
	}
	return afterVersions(key)
}

// gather answers in an order that the index does not have: it reads all that
// matches, and keeps no more than was asked for.
func (q query) gather(ctx context.Context, tx *bolt.Tx, at Revision, s scan, want order, left int) ([]tuple.Relationship, error) {
	var all []tuple.Relationship
	byOrder := func(a, b tuple.Relationship) int {
		return compare(want, a.RelationshipReference, b.RelationshipReference)
	}
	trim := func() {
		slices.SortFunc(all, byOrder)
		all = all[:min(left, len(all))]
	}
	err := s.run(ctx, tx, at, func(f found) (bool, error) {
		rel, ok, err := q.accept(f, want)
		if err != nil || !ok {
			return err == nil, err
		}
		if all = append(all, rel); len(all)-pageSize > left && len(all)/2 > left {
			trim()
		}
		return true, nil
	})
	trim()
	return all, err
}

// accept decodes a relationship that belongs to the answer.
func (q query) accept(f found, want order) (rel tuple.Relationship, ok bool, err error) {
	if ok, err = match(q.filter, f); !ok || err != nil {
		return rel, false, err
	}
	if !q.now.IsZero() {
		if ended, err := f.payload.endedBy(q.now); ended || err != nil {
			return rel, false, err
		}
	}
	rel.RelationshipReference = f.fields.reference()
	if q.after != nil && compare(want, rel.RelationshipReference, q.after.RelationshipReference) <= 0 ||
		q.until != nil && compare(want, rel.RelationshipReference, q.until.RelationshipReference) > 0 {
		return rel, false, nil
	}
	return rel, true, f.payload.decode(&rel)
}
