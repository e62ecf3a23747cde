// Package boltfile is the bbolt file of a store: tables of sealed rows, and under
// them the pages, which are looked at before bbolt is given them.
package boltfile

import (
	"hash/crc32"

	bolt "go.etcd.io/bbolt"
)

// Table is a bucket whose rows are sealed: see sealed.
type Table struct {
	Name []byte
	seed uint32 // of its checksums: a row is no row of another table
	at   int    // its place among tables and among the totals
}

func newTable(at int, name string) Table {
	return Table{Name: []byte(name), seed: crc32.Checksum([]byte(name), castagnoli), at: at}
}

// The buckets of a store.
var (
	Relationships = newTable(0, "relationships") // every version, by resource
	Usersets      = newTable(1, "usersets")      // those with a subject relation, by resource
	Subjects      = newTable(2, "subjects")      // every version, by subject
	Expirations   = newTable(3, "expirations")   // the end of each live relationship that has one
	Definitions   = newTable(4, "definitions")
	Log           = newTable(5, "log")

	Meta = newTable(-1, "meta") // has no total: it holds them
)

// tables are those that hold rows, each at its place.
var tables = [...]Table{
	Relationships, Usersets, Subjects,
	Expirations, Definitions, Log,
}

// In is the bucket of the table.
func (t Table) In(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket(t.Name) }
