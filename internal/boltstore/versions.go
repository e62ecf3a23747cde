package boltstore

import (
	"bytes"
	"encoding/binary"

	bolt "go.etcd.io/bbolt"
)

// separator ends every field of a key. It is less than any byte of a name or an
// id, so that keys sort as their fields do.
const separator = 0x00

// revisionSize is what a revision takes at the end of a key.
const revisionSize = 8

// versioned adds a revision to a key. Greater revisions sort first.
func versioned(key []byte, rev Revision) []byte {
	return binary.BigEndian.AppendUint64(key[:len(key):len(key)], ^uint64(rev))
}

// unversioned takes a key apart into what versioned was given.
func unversioned(key []byte) ([]byte, Revision) {
	at := len(key) - revisionSize
	return key[:at], Revision(^binary.BigEndian.Uint64(key[at:]))
}

// afterVersions is less than every key behind the versions of the given one,
// and greater than all of these.
func afterVersions(key []byte) []byte {
	return append(key[:len(key):len(key)], 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff)
}

// superseded are the versions of a key before a revision, and with them the
// version of that revision if it is a deletion.
func superseded(tx *bolt.Tx, of table, key []byte, rev Revision, deleted func([]byte) bool) ([]Revision, error) {
	var gone []Revision
	c := of.cursor(tx)
	for k, v := c.seek(versioned(key, rev)); k != nil && len(k) == len(key)+revisionSize && bytes.HasPrefix(k, key); k, v = c.next() {
		if _, found := unversioned(k); found < rev || deleted(v) {
			gone = append(gone, found)
		}
	}
	return gone, c.err
}

// removeVersions removes them.
func (s *state) removeVersions(tx *bolt.Tx, of table, key []byte, gone []Revision) error {
	rows := s.rows(tx, of)
	for _, rev := range gone {
		row := versioned(key, rev)
		value, err := rows.get(tx, row)
		if err != nil {
			return err
		}
		if err := rows.replace(row, value, nil); err != nil {
			return err
		}
	}
	return nil
}
