package boltstore

import (
	"hash/crc32"

	bolt "go.etcd.io/bbolt"
)

// table is a bucket whose rows are sealed: see sealed.
type table struct {
	name []byte
	seed uint32 // of its checksums: a row is no row of another table
	at   int    // its place among tables and among the totals
}

func newTable(at int, name string) table {
	return table{name: []byte(name), seed: crc32.Checksum([]byte(name), castagnoli), at: at}
}

// The buckets of a store.
var (
	relationshipsBucket = newTable(0, "relationships") // every version, by resource
	usersetsBucket      = newTable(1, "usersets")      // those with a subject relation, by resource
	subjectsBucket      = newTable(2, "subjects")      // every version, by subject
	expirationsBucket   = newTable(3, "expirations")   // the end of each live relationship that has one
	definitionsBucket   = newTable(4, "definitions")
	logBucket           = newTable(5, "log")

	metaBucket = newTable(-1, "meta") // has no total: it holds them
)

// tables are those that hold rows, each at its place.
var tables = [...]table{
	relationshipsBucket, usersetsBucket, subjectsBucket,
	expirationsBucket, definitionsBucket, logBucket,
}

// in is the bucket of the table.
func (t table) in(tx *bolt.Tx) *bolt.Bucket { return tx.Bucket(t.name) }
