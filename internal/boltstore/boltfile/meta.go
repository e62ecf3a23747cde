package boltfile

import (
	"crypto/rand"
	"encoding/binary"
	"errors"
	"fmt"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/phrase"
)

// What the meta bucket holds.
var (
	MetaFormat = []byte("format") // formatName and formatVersion, not sealed: every version reads it
	MetaID     = []byte("id")     // the unique id
	metaState  = []byte("state")
	// metaRecorded is which record has the history, where there is one: a store of
	// before it had none, and a program of before it takes no notice.
	metaRecorded = []byte("recorded")
)

const (
	FormatName = "boltstore"

	// formatVersion is what this package writes and the latest that it reads.
	// No single bit makes an older one of it.
	FormatVersion = 2

	// UnsealedFormat had no seals and no totals: see Migrate.
	UnsealedFormat = 1
)

// initialize makes a store of an empty file.
func initialize(tx *bolt.Tx, now time.Time) error {
	for _, t := range append([]Table{Meta}, tables[:]...) {
		if _, err := tx.CreateBucket(t.Name); err != nil {
			return err
		}
	}
	start := clock.Revision(now.UnixNano())
	return errors.Join(writeFormat(tx), RenewID(tx), State{Head: start, Collected: start}.Write(tx))
}

func writeFormat(tx *bolt.Tx) error {
	return Meta.In(tx).Put(MetaFormat, binary.BigEndian.AppendUint32([]byte(FormatName), FormatVersion))
}

// RenewID gives the store another unique id.
func RenewID(tx *bolt.Tx) error {
	return writeID(tx, newUUID())
}

func writeID(tx *bolt.Tx, id string) error {
	return Meta.In(tx).Put(MetaID, Meta.sealed(MetaID, []byte(id)))
}

// ReadRecorded is which record has the history; nil where nobody said so.
func ReadRecorded(tx *bolt.Tx) ([]byte, error) {
	if Meta.In(tx).Get(metaRecorded) == nil {
		return nil, nil
	}
	return Meta.Get(tx, metaRecorded)
}

// WriteRecorded says which record has the history.
func WriteRecorded(tx *bolt.Tx, value []byte) error {
	return Meta.In(tx).Put(metaRecorded, Meta.sealed(metaRecorded, value))
}

// readFormat is the version of the format, or why the file is not a store that
// this package can open.
func readFormat(format []byte) (uint32, error) {
	if len(format) != len(FormatName)+4 || string(format[:len(FormatName)]) != FormatName {
		return 0, Foreign(otherProgram())
	}
	switch v := binary.BigEndian.Uint32(format[len(FormatName):]); {
	case v > FormatVersion:
		return v, phrase.Errorf("%w (its format is %d, this one reads up to %d)", ErrLaterFormat, int(v), FormatVersion)
	case v < UnsealedFormat:
		return v, Foreign(phrase.Of("no version wrote its format %d", int(v)))
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
