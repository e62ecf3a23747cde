package boltfile

import (
	"bytes"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// Separator ends every field of a key. It is less than any byte of a name or an
// id, so that keys sort as their fields do.
const Separator = 0x00

// RevisionSize is what a revision takes at the end of a key.
const RevisionSize = 8

// Versioned adds a revision to a key. Greater revisions sort first.
func Versioned(key []byte, rev clock.Revision) []byte {
	return binary.BigEndian.AppendUint64(key[:len(key):len(key)], ^uint64(rev))
}

// Unversioned takes a key apart into what Versioned was given.
func Unversioned(key []byte) ([]byte, clock.Revision) {
	at := len(key) - RevisionSize
	return key[:at], clock.Revision(^binary.BigEndian.Uint64(key[at:]))
}

// AfterVersions is less than every key after the versions of the given one,
// and greater than all of these.
func AfterVersions(key []byte) []byte {
	return append(key[:len(key):len(key)], 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
}

// Superseded are the versions of a key before a revision, and with them the
// version of that revision if it is a deletion.
func Superseded(tx *bolt.Tx, of Table, key []byte, rev clock.Revision, deleted func([]byte) bool) ([]clock.Revision, error) {
	var gone []clock.Revision
	c := of.Cursor(tx)
	for k, v := c.Seek(Versioned(key, rev)); k != nil && len(k) == len(key)+RevisionSize && bytes.HasPrefix(k, key); k, v = c.Next() {
		if _, found := Unversioned(k); found < rev || deleted(v) {
			gone = append(gone, found)
		}
	}
	return gone, c.Err()
}

// RemoveVersions removes versions of a key from a table.
func (s *State) RemoveVersions(tx *bolt.Tx, of Table, key []byte, gone []clock.Revision) error {
	rows := s.Rows(tx, of)
	for _, rev := range gone {
		row := Versioned(key, rev)
		value, err := rows.Get(tx, row)
		if err != nil {
			return err
		}
		if err := rows.Replace(row, value, nil); err != nil {
			return err
		}
	}
	return nil
}
