package boltstore

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
	"github.com/authzed/spicedb/pkg/tuple"
)

// A follower that waits for the newest revision to come by waited for ever once
// something had expired: the head had moved, and no transaction brought it.
func TestWatchTellsAHeadThatNoTransactionMade(t *testing.T) {
	clock := &movable{time: time.Now()}
	s := tempStore(t, clock.options(time.Hour))
	from := touch(t, s, "client:c1#emergency@user:anna[expiration:"+clock.time.Add(time.Minute).UTC().Format(time.RFC3339)+"]")
	events, _ := s.Watch(t.Context(), from, datastore.WatchOptions{Content: datastore.WatchRelationships | datastore.WatchCheckpoints})
	clock.time = clock.time.Add(2 * time.Minute)
	head, err := s.HeadRevision(t.Context())
	require.NoError(t, err)
	require.True(t, head.Revision.GreaterThan(from))
	event := <-events
	require.True(t, event.IsCheckpoint)
	require.True(t, event.Revision.Equal(head.Revision), "got %s, want %s", event.Revision, head.Revision)
}

// What comes after a checkpoint is newer, however many expirations pass while
// transactions run.
func TestWatchPutsNothingBeforeACheckpoint(t *testing.T) {
	const writes, expirations = 500, 10_000
	var passed atomic.Int64 // microseconds, in each of which a right ends
	start := time.Now().Truncate(time.Microsecond)
	s := tempStore(t, Options{NoSync: true, now: func() time.Time { return start.Add(time.Duration(passed.Load()) * time.Microsecond) }})
	var ending []string
	for i := range expirations + writes {
		end := start.Add(time.Duration(i+1) * time.Microsecond).UTC()
		ending = append(ending, fmt.Sprintf("client:e%d#emergency@user:anna[expiration:%s]", i, end.Format(time.RFC3339Nano)))
	}
	from := touch(t, s, ending...)
	events, errs := s.Watch(t.Context(), from, datastore.WatchOptions{Content: datastore.WatchRelationships | datastore.WatchCheckpoints})
	expire := func() {
		passed.Add(1)
		_, err := s.HeadRevision(t.Context())
		assert.NoError(t, err)
	}
	var both sync.WaitGroup
	both.Go(func() {
		for i := range writes {
			_, err := update(t.Context(), s, tuple.UpdateOperationTouch, fmt.Sprintf("client:c%d#practitioner@user:anna", i))
			assert.NoError(t, err)
		}
	})
	both.Go(func() {
		for range expirations {
			expire()
		}
	})
	defer both.Wait()
	checkpoint, seen, between := from, 0, 0
	for seen < writes || between <= writes {
		select {
		case err := <-errs:
			require.NoError(t, err)
		case <-time.After(10 * time.Second):
			t.Fatalf("got %d of %d writes, and %d checkpoints", seen, writes, between)
		case event := <-events:
			require.True(t, event.Revision.GreaterThan(checkpoint), "%s came after the checkpoint %s", event.Revision, checkpoint)
			if event.IsCheckpoint {
				checkpoint, between = event.Revision, between+1
			}
			seen += len(event.RelationshipChanges)
			if seen == writes {
				expire() // of the others a slow reader may have met none by itself
			}
		}
	}
}
