package boltstore

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"google.golang.org/protobuf/types/known/timestamppb"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
)

// pollEvery is how often the tests below ask. Asking keeps a cached answer alive.
const pollEvery = 100 * time.Millisecond

// TestExpiryWithoutAWrite: SpiceDB's cache outlived expired relationships, over
// its own datastore in memory without end.
func TestExpiryWithoutAWrite(t *testing.T) {
	conn := serve(t, tempStore(t, Options{}))
	end := time.Now().Add(2 * time.Second)
	emergency := link(object("client", "c1"), "emergency", object("user", "anna"))
	emergency.OptionalExpiresAt = timestamppb.New(end)
	token := write(t, conn, v1.RelationshipUpdate_OPERATION_TOUCH, emergency)

	ways := map[string]*v1.Consistency{
		"fully consistent":  fullyConsistent,
		"minimize latency":  minimizeLatency,
		"at least as fresh": atLeastAsFreshAs(token),
	}
	seen := map[string]bool{}
	for asked := time.Now(); asked.Before(end.Add(3 * time.Second)); asked = time.Now() {
		for name, consistency := range ways {
			got := allowed(t, conn, consistency, "c1", "anna")
			answered := time.Now()
			seen[name] = seen[name] || got
			require.False(t, got && asked.After(end.Add(time.Second)), "%s: allowed %s after its end", name, asked.Sub(end))
			require.False(t, !got && seen[name] && answered.Before(end), "%s: denied %s before its end", name, end.Sub(answered))
		}
		time.Sleep(pollEvery)
	}
	for name := range ways {
		require.True(t, seen[name], "%s: it was never allowed", name)
	}
}

// TestRevocation: at once under its own revision, and within a second without.
func TestRevocation(t *testing.T) {
	// A new store has no past to answer from.
	path := filepath.Join(t.TempDir(), "store.db")
	s, err := Open(path, Options{now: func() time.Time { return time.Now().Add(-time.Hour) }})
	require.NoError(t, err)
	require.NoError(t, s.Close())
	s = openStore(t, path, Options{})
	conn := serve(t, s)
	write(t, conn, v1.RelationshipUpdate_OPERATION_TOUCH,
		link(object("client", "c1"), "tenant", object("tenant", "t1")),
		link(object("client", "c1"), "practitioner", object("user", "anna")),
		link(object("tenant", "t1"), "practitioner", object("user", "anna")),
		link(object("tenant", "t1"), "member", object("user", "anna")))
	require.Eventually(t, func() bool { return allowed(t, conn, minimizeLatency, "c1", "anna") }, time.Second, pollEvery)

	token := write(t, conn, v1.RelationshipUpdate_OPERATION_DELETE, link(object("client", "c1"), "practitioner", object("user", "anna")))
	revoked := time.Now()
	require.False(t, allowed(t, conn, atLeastAsFreshAs(token), "c1", "anna"))
	require.False(t, allowed(t, conn, fullyConsistent, "c1", "anna"))
	for asked := revoked; asked.Before(revoked.Add(2 * time.Second)); asked = time.Now() {
		got := allowed(t, conn, minimizeLatency, "c1", "anna")
		require.False(t, got && asked.After(revoked.Add(time.Second)), "allowed %s after it was revoked", asked.Sub(revoked))
		time.Sleep(pollEvery)
	}
}
