package boltstore

import (
	"encoding/binary"

	bolt "go.etcd.io/bbolt"
)

// state is what a transaction reads first and writes last: one row of meta.
type state struct {
	head      Revision // of the last transaction
	collected Revision // the oldest that can be read
	live      int64    // relationships that are there, with those that have expired
	open      bool     // somebody has the file open for writing
	totals    [len(tables)]total
}

// total is how many rows a table has and the sum of their checksums. A row that
// the pages hide is missing in both.
type total struct{ count, sum uint64 }

func (t *total) add(checksum uint32) { t.count, t.sum = t.count+1, t.sum+uint64(checksum) }
func (t *total) sub(checksum uint32) { t.count, t.sum = t.count-1, t.sum-uint64(checksum) }

const stateSize = 3*8 + 1 + len(tables)*2*8

func readState(tx *bolt.Tx) (state, error) {
	value, err := metaBucket.get(tx, metaState)
	if err != nil {
		return state{}, err
	}
	return decodeState(value)
}

func decodeState(value []byte) (state, error) {
	var s state
	if len(value) != stateSize {
		return s, damaged("meta: there is no state")
	}
	next := func() uint64 {
		n := binary.BigEndian.Uint64(value)
		value = value[8:]
		return n
	}
	s.head, s.collected, s.live = Revision(next()), Revision(next()), int64(next())
	s.open, value = value[0] != 0, value[1:]
	for i := range s.totals {
		s.totals[i] = total{count: next(), sum: next()}
	}
	return s, nil
}

func (s state) write(tx *bolt.Tx) error {
	value := make([]byte, 0, stateSize)
	for _, n := range []uint64{uint64(s.head), uint64(s.collected), uint64(s.live)} {
		value = binary.BigEndian.AppendUint64(value, n)
	}
	value = append(value, 0)
	if s.open {
		value[len(value)-1] = 1
	}
	for _, t := range s.totals {
		value = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(value, t.count), t.sum)
	}
	return metaBucket.in(tx).Put(metaState, metaBucket.sealed(metaState, value))
}

// loadFill is how full a load leaves the pages. An edit leaves them half full,
// bbolt's own measure, since single keys come in anywhere.
const loadFill = 0.9

// rows are those of a table in a transaction that writes.
type rows struct {
	table
	bucket *bolt.Bucket
	total  *total
}

func (s *state) rows(tx *bolt.Tx, t table) rows {
	return rows{table: t, bucket: t.in(tx), total: &s.totals[t.at]}
}

// replace puts the new value in the place of the old one. Nil stands for no row;
// who does not know the old value asks get.
func (r rows) replace(key, old, value []byte) error {
	if old != nil {
		r.total.sub(r.checksum(key, old))
	}
	if value == nil {
		if old == nil {
			return nil
		}
		return r.bucket.Delete(key)
	}
	row := r.sealed(key, value)
	r.total.add(sealOf(row))
	return r.bucket.Put(key, row)
}
