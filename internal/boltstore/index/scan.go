// Package index keeps every version of the relationships in three orders, and
// answers questions for relationships from the one that fits.
package index

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

const (
	// nearSteps is how many versions are stepped over before it is cheaper to
	// look the next key up from the root.
	nearSteps = 4
)

// Scan reads the relationships that exist at a revision under some prefixes of
// an index.
type Scan struct {
	Table    boltfile.Table
	Layout   Layout
	Prefixes [][]byte // sorted, none a prefix of another
	from     []byte   // keys before it are left out; nil for none
}

// Found is one relationship on the way. It is only good during the visit.
type Found struct {
	key      []byte // without the revision
	revision clock.Revision
	Fields   fields
	Payload  payload
}

// Run visits in the order of the index, until the visitor says false.
func (s Scan) Run(ctx context.Context, tx *bolt.Tx, at clock.Revision, visit func(Found) (bool, error)) error {
	c := s.Table.Cursor(tx)
	read := 0
	for _, prefix := range s.Prefixes {
		start := prefix
		if bytes.Compare(s.from, prefix) > 0 {
			start = s.from
		}
		for k, v := c.Seek(start); k != nil && bytes.HasPrefix(k, prefix); {
			if read++; read%boltfile.ContextEvery == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			key, rev := boltfile.Unversioned(k)
			if rev > at {
				k, v = seekVersion(c, key, at)
				continue
			}
			if p := payload(v); !p.deleted() {
				f, err := splitKey(s.Layout, key)
				if err != nil {
					return err
				}
				more, err := visit(Found{key: key, revision: rev, Fields: f, Payload: p})
				if err != nil || !more {
					return err
				}
			}
			k, v = skipVersions(c, key)
		}
		if c.Err() != nil {
			return c.Err()
		}
	}
	return nil
}

// seekVersion goes to the first version of a key that is not newer than a
// revision, or to the next key if there is none.
func seekVersion(c *boltfile.Cursor, key []byte, at clock.Revision) (k, v []byte) {
	target := boltfile.Versioned(key, at)
	for range nearSteps {
		if k, v = c.Next(); k == nil || bytes.Compare(k, target) >= 0 {
			return k, v
		}
	}
	return c.Seek(target)
}

// skipVersions goes to the next key.
func skipVersions(c *boltfile.Cursor, key []byte) (k, v []byte) {
	for range nearSteps {
		k, v = c.Next()
		if k == nil || len(k) != len(key)+boltfile.RevisionSize || !bytes.HasPrefix(k, key) {
			return k, v
		}
	}
	return c.Seek(boltfile.AfterVersions(key))
}

// newestVersion is the newest version of a relationship, deleted or not. ok is
// false if there never was one or none is left.
func newestVersion(tx *bolt.Tx, key []byte) (p payload, rev clock.Revision, ok bool, err error) {
	c := boltfile.Relationships.Cursor(tx)
	k, v := c.Seek(key)
	if k == nil || !bytes.HasPrefix(k, key) {
		return nil, 0, false, c.Err()
	}
	_, rev = boltfile.Unversioned(k)
	return payload(v), rev, true, nil
}
