package index

import (
	"bytes"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// removeAtOnce is how many expired relationships are removed in one transaction.
const removeAtOnce = 1000

// RemoveSuperseded removes the versions of a relationship from before a revision,
// and with them the version of that revision if it is a deletion. It returns how
// many.
func RemoveSuperseded(tx *bolt.Tx, state *boltfile.State, key []byte, rev clock.Revision) (int64, error) {
	gone, err := boltfile.Superseded(tx, boltfile.Relationships, key, rev, func(v []byte) bool { return payload(v).deleted() })
	if err != nil {
		return 0, err
	}
	return int64(len(gone)), removeRelationship(tx, state, key, gone)
}

// removeRelationship removes versions of a relationship from all three indexes.
func removeRelationship(tx *bolt.Tx, state *boltfile.State, key []byte, gone []clock.Revision) error {
	f, err := splitKey(ByResource, key)
	if err != nil {
		return err
	}
	if err := state.RemoveVersions(tx, boltfile.Subjects, appendKey(nil, BySubject, f), gone); err != nil {
		return err
	}
	if len(f.subjectRelation) > 0 {
		if err := state.RemoveVersions(tx, boltfile.Usersets, key, gone); err != nil {
			return err
		}
	}
	return state.RemoveVersions(tx, boltfile.Relationships, key, gone)
}

// RemoveExpired removes relationships that ended before a time, from a key of the
// expirations on. It returns where to go on, or nil, and how many.
func RemoveExpired(tx *bolt.Tx, state *boltfile.State, before time.Time, from []byte) (next []byte, removed int64, err error) {
	expirations := state.Rows(tx, boltfile.Expirations)
	c := boltfile.Expirations.Cursor(tx)
	var ended [][]byte
	k, _ := c.Seek(from)
	for ; k != nil && len(ended) < removeAtOnce; k, _ = c.Next() {
		if end, _ := SplitExpiration(k); !end.Before(before) {
			k = nil
			break
		}
		ended = append(ended, bytes.Clone(k))
	}
	if c.Err() != nil {
		return nil, 0, c.Err()
	}
	if len(ended) == 0 {
		return nil, 0, boltfile.ErrIdle
	}
	next = bytes.Clone(k)
	for _, k := range ended {
		_, key := SplitExpiration(k)
		// A version that the log still names is left for a later run: a
		// watcher may ask for it.
		_, rev, ok, err := newestVersion(tx, key)
		if err != nil {
			return nil, removed, err
		}
		if !ok || rev > state.Collected {
			continue
		}
		if err := removeRelationship(tx, state, key, []clock.Revision{rev}); err != nil {
			return nil, removed, err
		}
		if err := expirations.Replace(k, []byte{}, nil); err != nil {
			return nil, removed, err
		}
		removed++
	}
	state.Live -= removed
	return next, removed, nil
}
