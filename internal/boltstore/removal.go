package boltstore

import (
	"bytes"
	"time"

	bolt "go.etcd.io/bbolt"
)

// removeAtOnce is how many expired relationships are removed in one transaction.
const removeAtOnce = 1000

// removeSuperseded removes the versions of a relationship that that of a revision
// superseded, and that one too if it is a deletion. It returns how many.
func removeSuperseded(tx *bolt.Tx, state *state, key []byte, rev Revision) (int64, error) {
	gone, err := superseded(tx, relationshipsBucket, key, rev, func(v []byte) bool { return payload(v).deleted() })
	if err != nil {
		return 0, err
	}
	return int64(len(gone)), removeRelationship(tx, state, key, gone)
}

// removeRelationship removes versions of a relationship from all three indexes.
func removeRelationship(tx *bolt.Tx, state *state, key []byte, gone []Revision) error {
	f, err := splitKey(byResource, key)
	if err != nil {
		return err
	}
	if err := state.removeVersions(tx, subjectsBucket, appendKey(nil, bySubject, f), gone); err != nil {
		return err
	}
	if len(f.subjectRelation) > 0 {
		if err := state.removeVersions(tx, usersetsBucket, key, gone); err != nil {
			return err
		}
	}
	return state.removeVersions(tx, relationshipsBucket, key, gone)
}

// removeExpired removes relationships that ended before a time, from a key of the
// expirations on. It returns where to go on, or nil, and how many.
func removeExpired(tx *bolt.Tx, state *state, before time.Time, from []byte) (next []byte, removed int64, err error) {
	expirations := state.rows(tx, expirationsBucket)
	c := expirationsBucket.cursor(tx)
	var ended [][]byte
	k, _ := c.seek(from)
	for ; k != nil && len(ended) < removeAtOnce; k, _ = c.next() {
		if end, _ := splitExpiration(k); !end.Before(before) {
			k = nil
			break
		}
		ended = append(ended, bytes.Clone(k))
	}
	if c.err != nil {
		return nil, 0, c.err
	}
	if len(ended) == 0 {
		return nil, 0, errIdle
	}
	next = bytes.Clone(k)
	for _, k := range ended {
		_, key := splitExpiration(k)
		// A version that the log still names is left for a later run: a
		// watcher may ask for it.
		_, rev, ok, err := newestVersion(tx, key)
		if err != nil {
			return nil, removed, err
		}
		if !ok || rev > state.collected {
			continue
		}
		if err := removeRelationship(tx, state, key, []Revision{rev}); err != nil {
			return nil, removed, err
		}
		if err := expirations.replace(k, []byte{}, nil); err != nil {
			return nil, removed, err
		}
		removed++
	}
	state.live -= removed
	return next, removed, nil
}
