package boltfile

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// sealAtOnce is how many rows are read before they are written: bbolt's cursors
// do not go on over what changes under them.
const sealAtOnce = 10_000

// What the meta bucket of UnsealedFormat holds in place of a state.
var (
	unsealedHead      = []byte("head")
	unsealedCollected = []byte("collected")
	unsealedLive      = []byte("live")
)

// Migrate seals every row of a store of UnsealedFormat, in one transaction. The
// pages have been found in order; the check looks at whether the indexes agree,
// before the seals say that all is as it should be.
func Migrate(db *bolt.DB, path string, check func(context.Context, *bolt.Tx, *Report) error) error {
	err := Guard(func() error {
		return db.Update(func(tx *bolt.Tx) error {
			if bytes.Equal(Meta.In(tx).Get(MetaFormat)[len(FormatName):], binary.BigEndian.AppendUint32(nil, FormatVersion)) {
				return nil // another process has done it since the probe
			}
			if err := seal(tx); err != nil {
				return err
			}
			var report Report
			return errors.Join(check(context.Background(), tx, &report), report.Err())
		})
	})
	if errors.Is(err, ErrDamaged) {
		return OpenError(path, err)
	}
	if err != nil {
		return WriteError{Path: path, Err: err}
	}
	return nil
}

func seal(tx *bolt.Tx) error {
	meta := Meta.In(tx)
	for _, t := range tables {
		if t.In(tx) == nil {
			return Damaged("there is no bucket %q", t.Name)
		}
	}
	var held State
	var err error
	number := func(key []byte) int64 {
		value := meta.Get(key)
		if len(value) != 8 {
			err = Damaged("meta: %q is no number", key)
			return 0
		}
		return int64(binary.BigEndian.Uint64(value))
	}
	held.Head, held.Collected, held.Live = clock.Revision(number(unsealedHead)), clock.Revision(number(unsealedCollected)), number(unsealedLive)
	for _, t := range tables {
		err = errors.Join(err, sealTable(tx, t, &held))
	}
	return errors.Join(err,
		meta.Delete(unsealedHead), meta.Delete(unsealedCollected), meta.Delete(unsealedLive),
		writeID(tx, string(meta.Get(MetaID))), writeFormat(tx), held.Write(tx))
}

func sealTable(tx *bolt.Tx, t Table, held *State) error {
	rows := held.Rows(tx, t)
	rows.Fill(LoadFill)
	var last []byte
	for {
		batch := unsealedRows(rows.bucket, last)
		if len(batch) == 0 {
			return nil
		}
		for _, row := range batch {
			// Nothing is taken from the totals: it was not in them.
			if err := rows.Replace(row[0], nil, row[1]); err != nil {
				return err
			}
			last = row[0]
		}
	}
}

// unsealedRows are copies of the next rows after a key.
func unsealedRows(bucket *bolt.Bucket, last []byte) [][2][]byte {
	c := bucket.Cursor()
	k, v := c.Seek(last)
	if last != nil && bytes.Equal(k, last) {
		k, v = c.Next()
	}
	var batch [][2][]byte
	for ; k != nil && len(batch) < sealAtOnce; k, v = c.Next() {
		batch = append(batch, [2][]byte{bytes.Clone(k), bytes.Clone(v)})
	}
	return batch
}
