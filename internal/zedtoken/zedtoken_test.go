package zedtoken_test

import (
	"encoding/base64"
	"strconv"
	"testing"
	"time"

	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/zedtoken"
)

func TestOfTwoRevisionsOneIncludesTheOther(t *testing.T) {
	for _, c := range []struct {
		why            string
		have, revision string
		want           bool
	}{
		{"the same", token(t, "one", "1700000000000000001"), token(t, "one", "1700000000000000001"), true},
		{"a later one", token(t, "one", "1700000000000000002"), token(t, "one", "1700000000000000001"), true},
		{"an earlier one", token(t, "one", "1700000000000000001"), token(t, "one", "1700000000000000002"), false},
		{"numbers, not texts", token(t, "one", "10"), token(t, "one", "9"), true},
		{"logical ticks of CockroachDB", token(t, "one", "10.0000000002"), token(t, "one", "10.0000000001"), true},
		{"logical ticks, earlier", token(t, "one", "10.0000000001"), token(t, "one", "10.0000000002"), false},
		// The first is recorded: SpiceDB holds itself to it, as of CockroachDB, in its own tests.
		{"recorded of CockroachDB: a tick later", ofNoDatastore(t, "1693540940373045727.0000000002"), recordedHybrid, true},
		{"recorded of CockroachDB: a tick earlier", ofNoDatastore(t, "1693540940373045727"), recordedHybrid, false},
		{"recorded of CockroachDB: a nanosecond later", ofNoDatastore(t, "1693540940373045728"), recordedHybrid, true},
		{"recorded of CockroachDB: ten ticks are more than nine", ofNoDatastore(t, "1693540940373045727.0000000010"), ofNoDatastore(t, "1693540940373045727.0000000009"), true},
		{"a number that takes long to read", token(t, "one", "10"), token(t, "one", "1e-1000000"), false},
		{"another datastore", token(t, "one", "10"), token(t, "two", "9"), false},
		{"no token", token(t, "one", "10"), "", false},
		{"no token, twice", "", "", false},
		{"one that cannot be read, twice", "nonsense", "nonsense", true},
		{"two that cannot be read", "nonsense", "another", false},
		{"no token that can be read", token(t, "one", "10"), "nonsense", false},
		{"another kind", token(t, "one", "10"), snapshot(t, 5, 0), false},
		{"PostgreSQL: the same", snapshot(t, 100, 0), snapshot(t, 100, 0), true},
		{"PostgreSQL: later", snapshot(t, 101, 0), snapshot(t, 100, 0), true},
		{"PostgreSQL: earlier", snapshot(t, 100, 0), snapshot(t, 101, 0), false},
		{"PostgreSQL: a transaction is under way here, and was there", snapshot(t, 100, 3, 1), snapshot(t, 100, 2, 1), true},
		{"PostgreSQL: a transaction is under way here that had ended there", snapshot(t, 100, 3, 1), snapshot(t, 100, 2), false},
		{"PostgreSQL: it ended here", snapshot(t, 100, 3), snapshot(t, 100, 2, 1), true},
		{"PostgreSQL: all that began since was under way there", snapshot(t, 100, 1), snapshot(t, 100, 3, 1, 2), true},
		{"PostgreSQL: one that began since had ended there", snapshot(t, 100, 1), snapshot(t, 100, 3, 1), false},
		{"PostgreSQL: a number that is too large to be one", snapshot(t, 100, 0), snapshot(t, 1<<63, 1<<62), false},
	} {
		assert.Equal(t, c.want, zedtoken.Parse(c.have).Includes(zedtoken.Parse(c.revision)), c.why)
	}
}

const recordedHybrid = "GiAKHjE2OTM1NDA5NDAzNzMwNDU3MjcuMDAwMDAwMDAwMQ=="

func TestARecordedTokenOfCockroachDB(t *testing.T) {
	recorded := zedtoken.Parse(recordedHybrid)
	at, ok := recorded.Time()
	assert.True(t, ok)
	assert.Equal(t, time.Date(2023, 9, 1, 4, 2, 20, 373045727, time.UTC), at)
	assert.True(t, recorded.Ordered())
	assert.False(t, recorded.SameEngine(recorded), "it does not say of which datastore it is")
}

func TestSame(t *testing.T) {
	one := zedtoken.Parse(token(t, "one", "10"))
	assert.True(t, one.SameRevision(one))
	assert.False(t, one.SameRevision(zedtoken.Parse(token(t, "one", "11"))))
	assert.False(t, one.SameRevision(zedtoken.Parse(token(t, "two", "10"))))
	assert.True(t, one.SameEngine(zedtoken.Parse(token(t, "one", "11"))))
	assert.False(t, one.SameEngine(zedtoken.Parse(token(t, "two", "10"))))
	assert.False(t, zedtoken.Parse("a").SameEngine(zedtoken.Parse("b")), "two that cannot be read")
}

func TestTime(t *testing.T) {
	want := time.Date(2026, 11, 26, 9, 30, 0, 17, time.UTC)
	nanos := strconv.FormatInt(want.UnixNano(), 10)
	for revision, timed := range map[string]bool{
		nanos: true, nanos + ".0000000002": true, "10": false, "99999999999999999999": false,
	} {
		got, ok := zedtoken.Parse(token(t, "one", revision)).Time()
		assert.Equal(t, timed, ok, revision)
		if timed {
			assert.Equal(t, want, got, revision)
		}
	}
	_, ok := zedtoken.Parse(snapshot(t, 100, 0)).Time()
	assert.False(t, ok, "PostgreSQL says it only where its history is read")
	_, ok = zedtoken.Parse("nonsense").Time()
	assert.False(t, ok)
}

func ofNoDatastore(t *testing.T, revision string) string { return token(t, "", revision) }

func token(t *testing.T, datastore, revision string) string {
	t.Helper()
	packed, err := (&impl.DecodedZedToken{VersionOneof: &impl.DecodedZedToken_V1{V1: &impl.DecodedZedToken_V1ZedToken{
		Revision: revision, DatastoreUniqueIdPrefix: datastore,
	}}}).MarshalVT()
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(packed)
}

// snapshot is PostgreSQL's, xmin:xmin+ahead, with transactions under way that
// are named by their distance from xmin.
func snapshot(t *testing.T, xmin uint64, ahead int64, underWay ...int64) string {
	t.Helper()
	packed, err := (&impl.PostgresRevision{Xmin: xmin, RelativeXmax: ahead, RelativeXips: underWay}).MarshalVT()
	require.NoError(t, err)
	return token(t, "one", base64.StdEncoding.EncodeToString(packed))
}
