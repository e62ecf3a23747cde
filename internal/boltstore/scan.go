package boltstore

import (
	"bytes"
	"context"

	bolt "go.etcd.io/bbolt"
)

const (
	// nearSteps is how many versions are stepped over before it is cheaper to
	// look the next key up from the root.
	nearSteps = 4
)

// scan reads the relationships that exist at a revision under some prefixes of
// an index.
type scan struct {
	table    table
	layout   layout
	prefixes [][]byte // sorted, none a prefix of another
	from     []byte   // keys before it are left out; nil for none
}

// found is one relationship on the way. It is only good during the visit.
type found struct {
	key      []byte // without the revision
	revision Revision
	fields   fields
	payload  payload
}

// run visits in the order of the index, until the visitor says false.
func (s scan) run(ctx context.Context, tx *bolt.Tx, at Revision, visit func(found) (bool, error)) error {
	c := s.table.cursor(tx)
	read := 0
	for _, prefix := range s.prefixes {
		start := prefix
		if bytes.Compare(s.from, prefix) > 0 {
			start = s.from
		}
		for k, v := c.seek(start); k != nil && bytes.HasPrefix(k, prefix); {
			if read++; read%contextEvery == 0 && ctx.Err() != nil {
				return ctx.Err()
			}
			key, rev := unversioned(k)
			if rev > at {
				k, v = seekVersion(c, key, at)
				continue
			}
			if p := payload(v); !p.deleted() {
				f, err := splitKey(s.layout, key)
				if err != nil {
					return err
				}
				more, err := visit(found{key: key, revision: rev, fields: f, payload: p})
				if err != nil || !more {
					return err
				}
			}
			k, v = skipVersions(c, key)
		}
		if c.err != nil {
			return c.err
		}
	}
	return nil
}

// seekVersion goes to the first version of a key that is not newer than a
// revision, or to the next key if there is none.
func seekVersion(c *cursor, key []byte, at Revision) (k, v []byte) {
	target := versioned(key, at)
	for range nearSteps {
		if k, v = c.next(); k == nil || bytes.Compare(k, target) >= 0 {
			return k, v
		}
	}
	return c.seek(target)
}

// skipVersions goes to the next key.
func skipVersions(c *cursor, key []byte) (k, v []byte) {
	for range nearSteps {
		k, v = c.next()
		if k == nil || len(k) != len(key)+revisionSize || !bytes.HasPrefix(k, key) {
			return k, v
		}
	}
	return c.seek(afterVersions(key))
}

// newestVersion is the newest version of a relationship, deleted or not. ok is
// false if there never was one or none is left.
func newestVersion(tx *bolt.Tx, key []byte) (p payload, rev Revision, ok bool, err error) {
	c := relationshipsBucket.cursor(tx)
	k, v := c.seek(key)
	if k == nil || !bytes.HasPrefix(k, key) {
		return nil, 0, false, c.err
	}
	_, rev = unversioned(k)
	return payload(v), rev, true, nil
}
