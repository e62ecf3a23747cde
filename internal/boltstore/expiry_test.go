package boltstore

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/relation/relationtest"
)

// pollEvery is how often the tests below ask. Asking keeps a cached answer alive.
const pollEvery = 100 * time.Millisecond

// TestExpiryWithoutAWrite: SpiceDB's cache outlived expired relationships, over
// its own datastore in memory without end.
func TestExpiryWithoutAWrite(t *testing.T) {
	conn := serve(t, tempStore(t, Options{}))
	end := time.Now().Add(2 * time.Second)
	emergency := relationtest.Of("client:c1#emergency@user:anna")
	emergency.Terms = relationtest.Until(end)
	written := relationtest.Write(t, conn, emergency)

	ways := map[string]*v1.Consistency{
		"fully consistent":  fullyConsistent,
		"minimize latency":  minimizeLatency,
		"at least as fresh": atLeastAsFreshAs(written),
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
	caseload := relationtest.Of("client:c1#practitioner@user:anna")
	relationtest.Write(t, conn, caseload,
		relationtest.Of("client:c1#tenant@tenant:t1"),
		relationtest.Of("tenant:t1#practitioner@user:anna"),
		relationtest.Of("tenant:t1#member@user:anna"))
	require.Eventually(t, func() bool { return allowed(t, conn, minimizeLatency, "c1", "anna") }, time.Second, pollEvery)

	removed := relationtest.Remove(t, conn, caseload)
	revoked := time.Now()
	require.False(t, allowed(t, conn, atLeastAsFreshAs(removed), "c1", "anna"))
	require.False(t, allowed(t, conn, fullyConsistent, "c1", "anna"))
	for asked := revoked; asked.Before(revoked.Add(2 * time.Second)); asked = time.Now() {
		got := allowed(t, conn, minimizeLatency, "c1", "anna")
		require.False(t, got && asked.After(revoked.Add(time.Second)), "allowed %s after it was revoked", asked.Sub(revoked))
		time.Sleep(pollEvery)
	}
}
