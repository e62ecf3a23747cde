package boltstore

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/datastore/options"
	"github.com/authzed/spicedb/pkg/tuple"
)

// WriteRelationships applies the updates in their order.
func (t *transaction) WriteRelationships(_ context.Context, updates []tuple.RelationshipUpdate) error {
	return t.write(func() error {
		for _, update := range updates {
			if err := t.update(update); err != nil {
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
		if err := t.write(func() error { return t.update(tuple.Create(*rel)) }); err != nil {
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
	limit := uint64(never)
	if o := options.NewDeleteOptionsWithOptionsAndDefaults(opts...); o.DeleteLimit != nil && *o.DeleteLimit > 0 {
		limit = *o.DeleteLimit
	}
	var count uint64
	err = t.write(func() (err error) {
		count, err = t.deleteMatching(ctx, matching, limit)
		return err
	})
	return count, err == nil && count == limit, err
}

// deleteMatching also deletes what has expired and is still in the file.
func (t *transaction) deleteMatching(ctx context.Context, filter datastore.RelationshipsFilter, limit uint64) (uint64, error) {
	if err := t.index(); err != nil {
		return 0, err
	}
	var keys [][]byte
	s, err := planScan(t.tx, filter)
	if err != nil {
		return 0, err
	}
	err = s.run(ctx, t.tx, t.revision, func(f found) (bool, error) {
		ok, err := match(filter, f)
		if ok && err == nil {
			keys = append(keys, appendKey(nil, byResource, f.fields))
		}
		return uint64(len(keys)) < limit, err
	})
	if err != nil {
		return 0, err
	}
	for _, key := range keys {
		c, err := t.change(key)
		if err != nil {
			return 0, err
		}
		c.set(nil)
	}
	return uint64(len(keys)), nil
}

// change is what the transaction does to a relationship so far.
func (t *transaction) change(key []byte) (*change, error) {
	c, ok := t.changes[string(key)]
	if !ok {
		c = &change{}
		p, _, ok, err := newestVersion(t.tx, key)
		if err != nil {
			return nil, err
		}
		if ok && !p.deleted() {
			// A copy: pages move when the file grows.
			c.before = bytes.Clone(p)
			c.now = c.before
		}
		t.changes[string(key)] = c
	}
	return c, nil
}

func (t *transaction) update(u tuple.RelationshipUpdate) error {
	ref := u.Relationship.RelationshipReference
	if err := validReference(ref); err != nil {
		return err
	}
	key := keyOf(byResource, ref)
	if len(key)+revisionSize+instantSize > bolt.MaxKeySize {
		return fmt.Errorf("relationship %q: its ids are too long together: at most %d bytes", ref.String(), bolt.MaxKeySize)
	}
	c, err := t.change(key)
	if err != nil {
		return err
	}
	if u.Operation == tuple.UpdateOperationDelete {
		if c.now != nil {
			c.set(nil)
		}
		return nil
	}
	next, err := payloadOf(u.Relationship)
	if err != nil {
		return err
	}
	switch u.Operation {
	case tuple.UpdateOperationCreate:
		if c.now != nil {
			rel := u.Relationship
			return datastore.NewCreateRelationshipExistsError(&rel)
		}
	case tuple.UpdateOperationTouch:
		if same, err := sameContent(c.now, next); same || err != nil {
			return err
		}
	default:
		return fmt.Errorf("relationship %q: operation %d is not known", ref.String(), u.Operation)
	}
	c.set(next)
	return nil
}

// sameContent says whether touching a relationship changes nothing. Equal
// caveat contexts can have different bytes.
func sameContent(now, next payload) (bool, error) {
	if now == nil || bytes.Equal(now, next) {
		return now != nil, nil
	}
	var a, b tuple.Relationship
	if err := errors.Join(now.decode(&a), next.decode(&b)); err != nil {
		return false, err
	}
	return tuple.Equal(a, b) && proto.Equal(a.OptionalIntegrity, b.OptionalIntegrity), nil
}
