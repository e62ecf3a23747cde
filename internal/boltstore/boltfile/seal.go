package boltfile

import (
	"bytes"
	"context"
	"encoding/binary"
	"hash/crc32"

	bolt "go.etcd.io/bbolt"
)

// castagnoli finds every flip of up to three bits in a row, and processors have
// an instruction for it.
var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// ContextEvery is how many rows are read between two looks at the context.
const ContextEvery = 4096

// sealSize is what a seal takes at the end of a value.
const sealSize = 4

// checksum is over the table, the key and the value: a key decides answers as a
// value does. The length of the key keeps the two apart.
func (t Table) checksum(key, value []byte) uint32 {
	sum := crc32.Update(t.seed^uint32(len(key)), castagnoli, key)
	return crc32.Update(sum, castagnoli, value)
}

// sealed is the value as it goes into the file, with its checksum after it.
func (t Table) sealed(key, value []byte) []byte {
	row := make([]byte, 0, len(value)+sealSize)
	return binary.BigEndian.AppendUint32(append(row, value...), t.checksum(key, value))
}

// unsealed is the reverse of sealed. A row that was changed in the file is an
// error.
func (t Table) unsealed(key, row []byte) ([]byte, error) {
	end := len(row) - sealSize
	if end < 0 || t.checksum(key, row[:end]) != sealOf(row) {
		return nil, Damaged("%s: the row %q is not as it was written", t.Name, key)
	}
	return row[:end:end], nil
}

// intact says whether a row is as it was written. It lies in a page: the value
// after the key.
func (t Table) intact(e Element) bool {
	end := len(e.Value) - sealSize
	return end >= 0 && crc32.Update(t.seed^uint32(len(e.Key)), castagnoli, e.Key[:len(e.Key)+end]) == sealOf(e.Value)
}

// sealOf is the checksum that a sealed row carries.
func sealOf(row []byte) uint32 { return binary.BigEndian.Uint32(row[len(row)-sealSize:]) }

// Get is the value of a key, nil if there is none.
func (t Table) Get(tx *bolt.Tx, key []byte) ([]byte, error) {
	row := t.In(tx).Get(key)
	if row == nil {
		return nil, nil
	}
	return t.unsealed(key, row)
}

// Cursor goes through a table and looks at the seal of every row it comes to,
// also of those that are only passed over, and that it lies ahead: bbolt goes
// back, and round in circles, where a damaged page leads there. At damage it
// stands as at the end: whoever has come to the end asks Err.
type Cursor struct {
	table Table
	over  *bolt.Cursor
	last  []byte // the key that it has come to
	err   error
}

// Cursor starts nowhere: see First and Seek.
func (t Table) Cursor(tx *bolt.Tx) *Cursor { return &Cursor{table: t, over: t.In(tx).Cursor()} }

// First is that of bbolt, and gives nil at the end; so do Next and Seek.
func (c *Cursor) First() (k, v []byte) { return c.check(c.over.First()) }

// Next is the row after it.
func (c *Cursor) Next() (k, v []byte) {
	k, v = c.over.Next()
	if k != nil && bytes.Compare(k, c.last) <= 0 {
		return c.fail(Damaged("%s: after the row %q comes %q", c.table.Name, c.last, k))
	}
	return c.check(k, v)
}

// Seek is the first row whose key is not below this one.
func (c *Cursor) Seek(key []byte) (k, v []byte) {
	k, v = c.over.Seek(key)
	if k != nil && bytes.Compare(k, key) < 0 {
		return c.fail(Damaged("%s: the search for %q leads to %q", c.table.Name, key, k))
	}
	return c.check(k, v)
}

// Err is the damage that the cursor has met, or nil.
func (c *Cursor) Err() error { return c.err }

func (c *Cursor) check(k, row []byte) ([]byte, []byte) {
	if k == nil || c.err != nil {
		return nil, nil
	}
	v, err := c.table.unsealed(k, row)
	if err != nil {
		return c.fail(err)
	}
	c.last = k
	return k, v
}

// fail keeps the first error.
func (c *Cursor) fail(err error) ([]byte, []byte) {
	if c.err == nil {
		c.err = err
	}
	return nil, nil
}

// Each visits every row of the table, until the context ends.
func (t Table) Each(ctx context.Context, tx *bolt.Tx, visit func(k, value []byte)) error {
	c := t.Cursor(tx)
	read := 0
	for k, value := c.First(); k != nil; k, value = c.Next() {
		if read++; read%ContextEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		visit(k, value)
	}
	return c.err
}
