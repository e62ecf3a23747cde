package boltstore

import (
	"bytes"
	"context"
	"encoding/binary"
	"errors"

	bolt "go.etcd.io/bbolt"
)

// sealAtOnce is how many rows are read before they are written: bbolt's cursors
// do not go on over what changes under them.
const sealAtOnce = 10_000

// What the meta bucket of unsealedFormat holds in place of a state.
var (
	unsealedHead      = []byte("head")
	unsealedCollected = []byte("collected")
	unsealedLive      = []byte("live")
)

// migrate seals every row of a store of unsealedFormat, in one transaction. The
// pages have been found in order; the check looks at whether the indexes agree, before
// the seals say that all is as it should be.
func migrate(db *bolt.DB, path string, check func(context.Context, *bolt.Tx, *Report) error) error {
	err := guard(func() error {
		return db.Update(func(tx *bolt.Tx) error {
			if bytes.Equal(metaBucket.in(tx).Get(metaFormat)[len(formatName):], binary.BigEndian.AppendUint32(nil, formatVersion)) {
				return nil // another process has done it since the probe
			}
			if err := seal(tx); err != nil {
				return err
			}
			var report Report
			return errors.Join(check(context.Background(), tx, &report), report.err())
		})
	})
	if errors.Is(err, ErrDamaged) {
		return openError(path, err)
	}
	if err != nil {
		return writeError{path: path, err: err}
	}
	return nil
}

func seal(tx *bolt.Tx) error {
	meta := metaBucket.in(tx)
	for _, t := range tables {
		if t.in(tx) == nil {
			return damaged("there is no bucket %q", t.name)
		}
	}
	var held state
	var err error
	number := func(key []byte) int64 {
		value := meta.Get(key)
		if len(value) != 8 {
			err = damaged("meta: %q is no number", key)
			return 0
		}
		return int64(binary.BigEndian.Uint64(value))
	}
	held.head, held.collected, held.live = Revision(number(unsealedHead)), Revision(number(unsealedCollected)), number(unsealedLive)
	for _, t := range tables {
		err = errors.Join(err, sealTable(tx, t, &held))
	}
	return errors.Join(err,
		meta.Delete(unsealedHead), meta.Delete(unsealedCollected), meta.Delete(unsealedLive),
		writeID(tx, string(meta.Get(metaID))), writeFormat(tx), held.write(tx))
}

func sealTable(tx *bolt.Tx, t table, held *state) error {
	rows := held.rows(tx, t)
	rows.bucket.FillPercent = loadFill
	var last []byte
	for {
		batch := unsealedRows(rows.bucket, last)
		if len(batch) == 0 {
			return nil
		}
		for _, row := range batch {
			// Nothing is taken from the totals: it was not in them.
			if err := rows.replace(row[0], nil, row[1]); err != nil {
				return err
			}
			last = row[0]
		}
	}
}

// unsealedRows are copies of the next rows behind a key.
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
