package boltstore

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"
)

// TestVerifySees plants differences, one at a time, in a store that is sound.
func TestVerifySees(t *testing.T) {
	const userset = "client:c1#practitioner@team:nurses#member"
	const ending = "client:c1#emergency@user:anna[expiration:2900-01-01T00:00:00Z]"
	key := func(l layout, link string, rev datastore.Revision) []byte {
		return versioned(keyOf(l, tuple.MustParse(link).RelationshipReference), rev.(Revision))
	}
	for _, tt := range []struct {
		name  string
		plant func(tx *bolt.Tx, rev datastore.Revision) error
		want  string
	}{
		{"a subject's entry is gone", func(tx *bolt.Tx, rev datastore.Revision) error {
			return tx.Bucket(subjectsBucket).Delete(key(bySubject, userset, rev))
		}, "subjects: client:c1#practitioner@team:nurses#member of revision"},
		{"a relationship is gone", func(tx *bolt.Tx, rev datastore.Revision) error {
			return tx.Bucket(relationshipsBucket).Delete(key(byResource, userset, rev))
		}, "is not among the relationships"},
		{"a subject's entry says deleted", func(tx *bolt.Tx, rev datastore.Revision) error {
			return tx.Bucket(subjectsBucket).Put(key(bySubject, userset, rev), tombstone)
		}, "says something else"},
		{"a subject's entry is of another revision", func(tx *bolt.Tx, rev datastore.Revision) error {
			return tx.Bucket(subjectsBucket).Put(key(bySubject, userset, rev.(Revision)+1), plainPayload)
		}, "is not among the relationships"},
		{"a userset's entry is gone", func(tx *bolt.Tx, rev datastore.Revision) error {
			return tx.Bucket(usersetsBucket).Delete(key(byResource, userset, rev))
		}, "usersets: client:c1#practitioner@team:nurses#member of revision"},
		{"an expiration is gone", func(tx *bolt.Tx, _ datastore.Revision) error {
			k, _ := tx.Bucket(expirationsBucket).Cursor().First()
			return tx.Bucket(expirationsBucket).Delete(k)
		}, "the end of client:c1#emergency@user:anna"},
		{"an expiration of nothing", func(tx *bolt.Tx, _ datastore.Revision) error {
			return tx.Bucket(expirationsBucket).Put(expirationKey(time.Now(), []byte("x")), nil)
		}, "has no relationship that ends"},
		{"the count is off", func(tx *bolt.Tx, _ datastore.Revision) error {
			return writeNumber(tx, metaLive, 7)
		}, "7 relationships are counted, 2 are there"},
		{"the log is damaged", func(tx *bolt.Tx, rev datastore.Revision) error {
			return tx.Bucket(logBucket).Put(logKey(rev.(Revision), 0), []byte{200})
		}, "the log is damaged"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tempStore(t, Options{})
			rev := touch(t, s, userset, ending)
			require.EqualValues(t, 2, requireSound(t, s).Relationships)
			require.NoError(t, s.db.Update(func(tx *bolt.Tx) error { return tt.plant(tx, rev) }))
			report, err := s.Verify(t.Context())
			require.NoError(t, err)
			require.False(t, report.OK())
			require.Contains(t, strings.Join(report.Details, "\n"), tt.want)
		})
	}
}
