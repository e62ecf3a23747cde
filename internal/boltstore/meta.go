package boltstore

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"
)

// What the meta bucket holds.
var (
	metaFormat = []byte("format") // formatName and formatVersion, not sealed: every version reads it
	metaID     = []byte("id")     // the unique id
	metaState  = []byte("state")
)

const (
	formatName = "boltstore"

	// formatVersion is what this package writes and the latest that it reads.
	// No single bit makes an older one of it.
	formatVersion = 2

	// unsealedFormat had no seals and no totals: see migrate.
	unsealedFormat = 1
)

// initialize makes a store of an empty file.
func initialize(tx *bolt.Tx, now time.Time) error {
	for _, t := range append([]table{metaBucket}, tables[:]...) {
		if _, err := tx.CreateBucket(t.name); err != nil {
			return err
		}
	}
	start := Revision(now.UnixNano())
	return errors.Join(writeFormat(tx), renewID(tx), state{head: start, collected: start}.write(tx))
}

func writeFormat(tx *bolt.Tx) error {
	return metaBucket.in(tx).Put(metaFormat, binary.BigEndian.AppendUint32([]byte(formatName), formatVersion))
}

// renewID gives the store another unique id.
func renewID(tx *bolt.Tx) error {
	return writeID(tx, newUUID())
}

func writeID(tx *bolt.Tx, id string) error {
	return metaBucket.in(tx).Put(metaID, metaBucket.sealed(metaID, []byte(id)))
}

// readFormat is the version of the format, or why the file is not a store that
// this package can open.
func readFormat(format []byte) (uint32, error) {
	if len(format) != len(formatName)+4 || string(format[:len(formatName)]) != formatName {
		return 0, foreign("a bbolt file of another program")
	}
	switch v := binary.BigEndian.Uint32(format[len(formatName):]); {
	case v > formatVersion:
		return v, fmt.Errorf("%w (its format is %d, this one reads up to %d)", ErrLaterFormat, v, formatVersion)
	case v < unsealedFormat:
		return v, foreign(fmt.Sprintf("no version wrote its format %d", v))
	default:
		return v, nil
	}
}

// newUUID is a random one, version 4.
func newUUID() string {
	var b [16]byte
	// It never fails: see crypto/rand.
	_, _ = rand.Read(b[:])
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
