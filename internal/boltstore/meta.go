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
	metaFormat    = []byte("format")    // formatName and formatVersion
	metaID        = []byte("id")        // the unique id
	metaHead      = []byte("head")      // revision of the last transaction
	metaCollected = []byte("collected") // oldest revision that can be read
	metaLive      = []byte("live")      // relationships that are there, with those that have expired
)

const (
	formatName = "boltstore"

	// formatVersion is what this package writes and the latest that it reads.
	formatVersion = 1
)

// initialize makes a store of an empty file.
func initialize(tx *bolt.Tx, now time.Time) error {
	for _, name := range allBuckets {
		if _, err := tx.CreateBucket(name); err != nil {
			return err
		}
	}
	start := now.UnixNano()
	return errors.Join(
		tx.Bucket(metaBucket).Put(metaFormat, binary.BigEndian.AppendUint32([]byte(formatName), formatVersion)),
		renewID(tx),
		writeNumber(tx, metaHead, start),
		writeNumber(tx, metaCollected, start),
		writeNumber(tx, metaLive, 0),
	)
}

// renewID gives the store another unique id.
func renewID(tx *bolt.Tx) error {
	return tx.Bucket(metaBucket).Put(metaID, []byte(newUUID()))
}

// checkFormat says why the file is not a store that this package can open.
// Whether it is blank, bbolt's own pages and nothing else, comes apart.
func checkFormat(tx *bolt.Tx) (blank bool, err error) {
	if k, _ := tx.Cursor().First(); k == nil {
		return true, nil
	}
	meta := tx.Bucket(metaBucket)
	if meta == nil {
		return false, foreign("a bbolt file of another program")
	}
	format := meta.Get(metaFormat)
	if len(format) != len(formatName)+4 || string(format[:len(formatName)]) != formatName {
		return false, foreign("a bbolt file of another program")
	}
	if v := binary.BigEndian.Uint32(format[len(formatName):]); v > formatVersion {
		return false, fmt.Errorf("%w (its format is %d, this one reads up to %d)", ErrLaterFormat, v, formatVersion)
	}
	for _, name := range allBuckets {
		if tx.Bucket(name) == nil {
			return false, foreign(fmt.Sprintf("it has no bucket %q", name))
		}
	}
	return false, nil
}

func writeNumber(tx *bolt.Tx, key []byte, n int64) error {
	return tx.Bucket(metaBucket).Put(key, binary.BigEndian.AppendUint64(nil, uint64(n)))
}

func readNumber(tx *bolt.Tx, key []byte) int64 {
	value := tx.Bucket(metaBucket).Get(key)
	if len(value) != 8 {
		return 0
	}
	return int64(binary.BigEndian.Uint64(value))
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
