package boltstore

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
)

// fakeClock is a clock over a fixed list of expirations, with a time that the
// test sets.
type fakeClock struct {
	*clock
	time        time.Time
	expirations []time.Time
}

func newFakeClock(of timing, expirations ...time.Duration) *fakeClock {
	f := &fakeClock{time: time.Unix(1_000_000, 0)}
	for _, e := range expirations {
		f.expirations = append(f.expirations, f.time.Add(e))
	}
	of.now = func() time.Time { return f.time }
	if of.quantization == 0 {
		of.quantization = 500 * time.Millisecond
	}
	if of.window == 0 {
		of.window = 24 * time.Hour
	}
	f.clock, _ = newClock(of, Revision(f.time.UnixNano()), nil, func(after int64) (int64, error) {
		for _, e := range f.expirations {
			if e.UnixNano() > after {
				return e.UnixNano(), nil
			}
		}
		return never, nil
	})
	return f
}

func (f *fakeClock) at(t *testing.T, get func() (datastore.RevisionWithSchemaHash, error)) Revision {
	t.Helper()
	rev, err := get()
	require.NoError(t, err)
	return rev.Revision.(Revision)
}

func TestClockMovesWithExpirationsOnly(t *testing.T) {
	c := newFakeClock(timing{}, time.Minute, time.Hour)
	first := c.at(t, c.head)
	c.time = c.time.Add(time.Minute - 1)
	require.Equal(t, first, c.at(t, c.head), "nothing has happened, so cached answers stay good")
	require.Equal(t, first, c.at(t, c.optimized))

	c.time = c.time.Add(1)
	second := c.at(t, c.optimized)
	require.Greater(t, second, first, "a relationship has expired, also for who asks for the least latency")
	require.Equal(t, second, c.at(t, c.head))

	c.time = c.time.Add(30 * time.Minute)
	require.Equal(t, second, c.at(t, c.head))
	c.time = c.time.Add(30 * time.Minute)
	require.Greater(t, c.at(t, c.head), second)
}

// TestClockTicksDuringATransaction: a head that passed the revision of a
// transaction still under way would change its content when that commits.
func TestClockTicksDuringATransaction(t *testing.T) {
	c := newFakeClock(timing{}, time.Minute)
	before := c.at(t, c.head)
	open := c.begin()
	c.time = c.time.Add(time.Minute)
	during := c.at(t, c.head)
	require.Greater(t, during, before, "it expired")
	require.Less(t, during, open, "what the transaction writes is not there yet")
	require.Error(t, c.check(open), "and cannot be read at its revision")

	c.commit(effect{expires: never})
	require.Equal(t, open, c.at(t, c.head))
	require.NoError(t, c.check(open))
	require.NoError(t, c.check(during))
}

func TestClockQuantizes(t *testing.T) {
	c := newFakeClock(timing{quantization: 10 * time.Second})
	c.time = c.time.Add(10 * time.Second)
	before := c.at(t, c.head)
	c.time = c.time.Add(time.Second)
	written := c.begin()
	c.commit(effect{expires: never})
	require.Equal(t, written, c.at(t, c.head))
	require.Equal(t, before, c.at(t, c.optimized), "within the span of the write")
	c.time = c.time.Add(9 * time.Second)
	require.Equal(t, written, c.at(t, c.optimized), "in the next span")
}

// TestClockShowsSchemaAtOnce: a question right after the schema was written met
// the store without it.
func TestClockShowsSchemaAtOnce(t *testing.T) {
	c := newFakeClock(timing{quantization: 10 * time.Second})
	c.time = c.time.Add(time.Second)
	hash := "abc"
	written := c.begin()
	c.commit(effect{expires: never, schema: true, schemaHash: &hash})
	got, err := c.optimized()
	require.NoError(t, err)
	require.Equal(t, datastore.RevisionWithSchemaHash{Revision: written, SchemaHash: hash}, got)
}

func TestClockNeverGoesBack(t *testing.T) {
	c := newFakeClock(timing{})
	first := c.begin()
	c.commit(effect{expires: never})
	c.time = c.time.Add(-time.Hour)
	second := c.begin()
	c.commit(effect{expires: never})
	require.Greater(t, second, first)
	require.Equal(t, second, c.at(t, c.head))
}

// TestClockGoesBack: a clock that was ahead for a while made the state from before
// that the answer to who asks for the least latency, until it was there again.
func TestClockGoesBack(t *testing.T) {
	c := newFakeClock(timing{})
	real := c.time
	c.time = real.Add(1000 * time.Hour)
	ahead := c.begin()
	c.commit(effect{expires: never})
	c.time = real.Add(time.Second)
	c.at(t, c.optimized)
	c.time = c.time.Add(time.Second)
	require.Equal(t, ahead, c.at(t, c.optimized))

	for range 100 {
		c.time = c.time.Add(time.Second)
		c.begin()
		c.commit(effect{expires: never})
	}
	require.Less(t, len(c.history), 5, "and nothing was forgotten")
}

// TestClockStaysInWindow: after a quiet week the first write must not make the
// revisions that were just given out stale.
func TestClockStaysInWindow(t *testing.T) {
	c := newFakeClock(timing{window: time.Hour})
	c.time = c.time.Add(7 * 24 * time.Hour)
	given := c.at(t, c.optimized)
	c.begin()
	c.commit(effect{expires: never})
	require.NoError(t, c.check(given))
}

func TestClockRefuses(t *testing.T) {
	c := newFakeClock(timing{window: time.Hour})
	first := c.at(t, c.head)
	c.time = c.time.Add(2 * time.Hour)
	c.begin()
	c.commit(effect{expires: never})
	for _, tt := range []struct {
		name   string
		rev    Revision
		reason datastore.InvalidRevisionReason
	}{
		{"it was superseded before the window", first, datastore.RevisionStale},
		{"it is in the future", Revision(c.time.Add(time.Minute).UnixNano()), datastore.CouldNotDetermineRevision},
	} {
		var invalid datastore.InvalidRevisionError
		require.ErrorAs(t, c.check(tt.rev), &invalid, tt.name)
		require.Equal(t, tt.reason, invalid.Reason(), tt.name)
	}
}
