package index

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	bolt "go.etcd.io/bbolt"
	"google.golang.org/protobuf/proto"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
)

// Delete deletes what matches, up to a limit, and returns how many. It also
// deletes what has expired and is still in the file.
func (s *Changes) Delete(ctx context.Context, filter datastore.RelationshipsFilter, limit uint64) (uint64, error) {
	if err := s.Flush(); err != nil {
		return 0, err
	}
	var keys [][]byte
	scan, err := PlanScan(s.tx, filter)
	if err != nil {
		return 0, err
	}
	err = scan.Run(ctx, s.tx, s.revision, func(f Found) (bool, error) {
		ok, err := match(filter, f)
		if ok && err == nil {
			keys = append(keys, appendKey(nil, ByResource, f.Fields))
		}
		return uint64(len(keys)) < limit, err
	})
	if err != nil {
		return 0, err
	}
	for _, key := range keys {
		c, err := s.of(key)
		if err != nil {
			return 0, err
		}
		c.set(nil)
	}
	return uint64(len(keys)), nil
}

// of is what the transaction does to a relationship so far.
func (s *Changes) of(key []byte) (*change, error) {
	c, ok := s.byKey[string(key)]
	if !ok {
		c = &change{}
		p, _, ok, err := newestVersion(s.tx, key)
		if err != nil {
			return nil, err
		}
		if ok && !p.deleted() {
			// A copy: pages move when the file grows.
			c.before = bytes.Clone(p)
			c.now = c.before
		}
		s.byKey[string(key)] = c
	}
	return c, nil
}

// Apply makes an update one of the changes.
func (s *Changes) Apply(u tuple.RelationshipUpdate) error {
	ref := u.Relationship.RelationshipReference
	if err := validReference(ref); err != nil {
		return err
	}
	key := KeyOf(ByResource, ref)
	if len(key)+boltfile.RevisionSize+instantSize > bolt.MaxKeySize {
		return fmt.Errorf("relationship %q: its ids are too long together: at most %d bytes", ref.String(), bolt.MaxKeySize)
	}
	c, err := s.of(key)
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
