package boltstore

import (
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	bolt "go.etcd.io/bbolt"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"

	"github.com/remit-authz/remit/internal/boltstore/boltfile"
	"github.com/remit-authz/remit/internal/boltstore/changelog"
	"github.com/remit-authz/remit/internal/boltstore/clock"
	"github.com/remit-authz/remit/internal/boltstore/index"
)

// plant writes a row, or deletes it for nil, as a fault of this package would: the
// seals and totals are right.
func plant(tx *bolt.Tx, state *boltfile.State, in boltfile.Table, key, value []byte) error {
	old, err := in.Get(tx, key)
	if err != nil {
		return err
	}
	return state.Rows(tx, in).Replace(key, old, value)
}

// TestVerifySees plants differences, one at a time, in a store that is sound.
func TestVerifySees(t *testing.T) {
	const userset = "client:c1#practitioner@team:nurses#member"
	const ending = "client:c1#emergency@user:anna[expiration:2900-01-01T00:00:00Z]"
	key := func(l index.Layout, link string, rev datastore.Revision) []byte {
		return boltfile.Versioned(index.KeyOf(l, tuple.MustParse(link).RelationshipReference), rev.(clock.Revision))
	}
	for _, tt := range []struct {
		name  string
		plant func(tx *bolt.Tx, state *boltfile.State, rev datastore.Revision) error
		want  string
	}{
		{"a subject's entry is gone", func(tx *bolt.Tx, state *boltfile.State, rev datastore.Revision) error {
			return plant(tx, state, boltfile.Subjects, key(index.BySubject, userset, rev), nil)
		}, "subjects: client:c1#practitioner@team:nurses#member of revision"},
		{"a relationship is gone", func(tx *bolt.Tx, state *boltfile.State, rev datastore.Revision) error {
			return plant(tx, state, boltfile.Relationships, key(index.ByResource, userset, rev), nil)
		}, "is not among the relationships"},
		{"a subject's entry says deleted", func(tx *bolt.Tx, state *boltfile.State, rev datastore.Revision) error {
			return plant(tx, state, boltfile.Subjects, key(index.BySubject, userset, rev), index.Tombstone)
		}, "says something else"},
		{"a subject's entry is of another revision", func(tx *bolt.Tx, state *boltfile.State, rev datastore.Revision) error {
			return plant(tx, state, boltfile.Subjects, key(index.BySubject, userset, rev.(clock.Revision)+1), index.PlainPayload)
		}, "is not among the relationships"},
		{"a userset's entry is gone", func(tx *bolt.Tx, state *boltfile.State, rev datastore.Revision) error {
			return plant(tx, state, boltfile.Usersets, key(index.ByResource, userset, rev), nil)
		}, "usersets: client:c1#practitioner@team:nurses#member of revision"},
		{"an expiration is gone", func(tx *bolt.Tx, state *boltfile.State, _ datastore.Revision) error {
			k, _ := boltfile.Expirations.In(tx).Cursor().First()
			return plant(tx, state, boltfile.Expirations, k, nil)
		}, "the end of client:c1#emergency@user:anna"},
		{"an expiration of nothing", func(tx *bolt.Tx, state *boltfile.State, _ datastore.Revision) error {
			return plant(tx, state, boltfile.Expirations, index.ExpirationKey(time.Now(), []byte("x")), []byte{})
		}, "has no relationship that ends"},
		{"the count is off", func(_ *bolt.Tx, state *boltfile.State, _ datastore.Revision) error {
			state.Live = 7
			return nil
		}, "7 relationships are counted, 2 are there"},
		{"the log is damaged", func(tx *bolt.Tx, state *boltfile.State, rev datastore.Revision) error {
			return plant(tx, state, boltfile.Log, changelog.Key(rev.(clock.Revision), 0), []byte{200})
		}, "a chunk of the log"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			s := tempStore(t, Options{})
			rev := touch(t, s, userset, ending)
			require.EqualValues(t, 2, requireSound(t, s).Relationships)
			require.NoError(t, s.update(func(tx *bolt.Tx, state *boltfile.State) error { return tt.plant(tx, state, rev) }))
			report, err := s.Verify(t.Context())
			require.NoError(t, err)
			require.False(t, report.OK())
			require.Contains(t, strings.Join(report.Details, "\n"), tt.want)
		})
	}
}
