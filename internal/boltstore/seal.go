package boltstore

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

// contextEvery is how many rows are read between two looks at the context.
const contextEvery = 4096

// sealSize is what a seal takes at the end of a value.
const sealSize = 4

// checksum is over the table, the key and the value: a key decides answers as a
// value does. The length of the key keeps the two apart.
func (t table) checksum(key, value []byte) uint32 {
	sum := crc32.Update(t.seed^uint32(len(key)), castagnoli, key)
	return crc32.Update(sum, castagnoli, value)
}

// sealed is the value as it goes into the file, with its checksum behind it.
func (t table) sealed(key, value []byte) []byte {
	row := make([]byte, 0, len(value)+sealSize)
	return binary.BigEndian.AppendUint32(append(row, value...), t.checksum(key, value))
}

// unsealed is the reverse of sealed. A row that was changed in the file is an
// error.
func (t table) unsealed(key, row []byte) ([]byte, error) {
	end := len(row) - sealSize
	if end < 0 || t.checksum(key, row[:end]) != sealOf(row) {
		return nil, damaged("%s: the row %q is not as it was written", t.name, key)
	}
	return row[:end:end], nil
}

// sealOf is the checksum that a sealed row carries.
func sealOf(row []byte) uint32 { return binary.BigEndian.Uint32(row[len(row)-sealSize:]) }

// get is the value of a key, nil if there is none.
func (t table) get(tx *bolt.Tx, key []byte) ([]byte, error) {
	row := t.in(tx).Get(key)
	if row == nil {
		return nil, nil
	}
	return t.unsealed(key, row)
}

// cursor goes through a table and looks at the seal of every row it comes to,
// also of those that are only passed over, and that it lies ahead: bbolt goes
// back, and round in circles, where a damaged page leads there. At damage it
// stands as at the end: whoever has come to the end asks err.
type cursor struct {
	table table
	over  *bolt.Cursor
	last  []byte // the key that it has come to
	err   error
}

func (t table) cursor(tx *bolt.Tx) *cursor { return &cursor{table: t, over: t.in(tx).Cursor()} }

func (c *cursor) first() (k, v []byte) { return c.check(c.over.First()) }

func (c *cursor) next() (k, v []byte) {
	k, v = c.over.Next()
	if k != nil && bytes.Compare(k, c.last) <= 0 {
		return c.fail(damaged("%s: behind the row %q comes %q", c.table.name, c.last, k))
	}
	return c.check(k, v)
}

func (c *cursor) seek(key []byte) (k, v []byte) {
	k, v = c.over.Seek(key)
	if k != nil && bytes.Compare(k, key) < 0 {
		return c.fail(damaged("%s: the search for %q leads to %q", c.table.name, key, k))
	}
	return c.check(k, v)
}

func (c *cursor) check(k, row []byte) ([]byte, []byte) {
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
func (c *cursor) fail(err error) ([]byte, []byte) {
	if c.err == nil {
		c.err = err
	}
	return nil, nil
}

// each visits every row of the table, until the context ends.
func (t table) each(ctx context.Context, tx *bolt.Tx, visit func(k, value []byte)) error {
	c := t.cursor(tx)
	read := 0
	for k, value := c.first(); k != nil; k, value = c.next() {
		if read++; read%contextEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		visit(k, value)
	}
	return c.err
}
