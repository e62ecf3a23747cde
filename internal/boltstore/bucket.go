package boltstore

import bolt "go.etcd.io/bbolt"

// The buckets of a store.
var (
	metaBucket          = []byte("meta")
	relationshipsBucket = []byte("relationships") // every version, by resource
	usersetsBucket      = []byte("usersets")      // those with a subject relation, by resource
	subjectsBucket      = []byte("subjects")      // every version, by subject
	expirationsBucket   = []byte("expirations")   // the end of each live relationship that has one
	definitionsBucket   = []byte("definitions")
	logBucket           = []byte("log")
)

var allBuckets = [][]byte{
	metaBucket, relationshipsBucket, usersetsBucket, subjectsBucket,
	expirationsBucket, definitionsBucket, logBucket,
}

// source runs a function on the content of the store at a revision. What the
// function reads from the transaction is gone when it returns.
type source func(func(tx *bolt.Tx, at Revision) error) error
