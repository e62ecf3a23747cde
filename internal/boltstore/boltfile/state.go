package boltfile

import (
	"encoding/binary"

	bolt "go.etcd.io/bbolt"

	"github.com/remit-authz/remit/internal/boltstore/clock"
)

// State is what a transaction reads first and writes last: one row of meta.
type State struct {
	Head      clock.Revision // of the last transaction
	Collected clock.Revision // the oldest that can be read
	Live      int64          // relationships that are there, with those that have expired
	Open      bool           // somebody has the file open for writing
	totals    [len(tables)]total
}

// total is how many rows a table has and the sum of their checksums. A row that
// the pages hide is missing in both.
type total struct{ count, sum uint64 }

func (t *total) add(checksum uint32) { t.count, t.sum = t.count+1, t.sum+uint64(checksum) }
func (t *total) sub(checksum uint32) { t.count, t.sum = t.count-1, t.sum-uint64(checksum) }

func (t *total) join(other total) {
	t.count, t.sum = t.count+other.count, t.sum+other.sum
}

const stateSize = 3*8 + 1 + len(tables)*2*8

// ReadState is the state that a transaction begins with.
func ReadState(tx *bolt.Tx) (State, error) {
	value, err := Meta.Get(tx, metaState)
	if err != nil {
		return State{}, err
	}
	return decodeState(value)
}

func decodeState(value []byte) (State, error) {
	var s State
	if len(value) != stateSize {
		return s, Damaged("meta: there is no state")
	}
	next := func() uint64 {
		n := binary.BigEndian.Uint64(value)
		value = value[8:]
		return n
	}
	s.Head, s.Collected, s.Live = clock.Revision(next()), clock.Revision(next()), int64(next())
	s.Open, value = value[0] != 0, value[1:]
	for i := range s.totals {
		s.totals[i] = total{count: next(), sum: next()}
	}
	return s, nil
}

// Write puts the state into meta.
func (s State) Write(tx *bolt.Tx) error {
	value := make([]byte, 0, stateSize)
	for _, n := range []uint64{uint64(s.Head), uint64(s.Collected), uint64(s.Live)} {
		value = binary.BigEndian.AppendUint64(value, n)
	}
	value = append(value, 0)
	if s.Open {
		value[len(value)-1] = 1
	}
	for _, t := range s.totals {
		value = binary.BigEndian.AppendUint64(binary.BigEndian.AppendUint64(value, t.count), t.sum)
	}
	return Meta.In(tx).Put(metaState, Meta.sealed(metaState, value))
}

// LoadFill is how full a load leaves the pages. An edit leaves them half full,
// bbolt's own measure, since single keys come in anywhere.
const LoadFill = 0.9

// Rows are those of a table in a transaction that writes.
type Rows struct {
	Table
	bucket *bolt.Bucket
	total  *total
}

// Rows are the rows of a table, whose totals the state keeps.
func (s *State) Rows(tx *bolt.Tx, t Table) Rows {
	return Rows{Table: t, bucket: t.In(tx), total: &s.totals[t.at]}
}

// Fill sets how full this transaction leaves the pages of the table, from 0 to 1.
func (r Rows) Fill(share float64) { r.bucket.FillPercent = share }

// Replace puts the new value in the place of the old one. Nil stands for no row;
// who does not know the old value asks Get.
func (r Rows) Replace(key, old, value []byte) error {
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
