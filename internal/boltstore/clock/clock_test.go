package clock

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/authzed/spicedb/pkg/datastore"
)

// fakeClock is a clock over a fixed list of expirations, with a time that the
// test sets.
type fakeClock struct {
	*Clock
	time        time.Time
	expirations []time.Time
}

func newFakeClock(of Timing, expirations ...time.Duration) *fakeClock {
	f := &fakeClock{time: time.Unix(1_000_000, 0)}
	for _, e := range expirations {
		f.expirations = append(f.expirations, f.time.Add(e))
	}
	of.Now = func() time.Time { return f.time }
	if of.Quantization == 0 {
		of.Quantization = 500 * time.Millisecond
	}
	if of.Window == 0 {
		of.Window = 24 * time.Hour
	}
	f.Clock, _ = New(of, Revision(f.time.UnixNano()), nil, func(after int64) (int64, error) {
		for _, e := range f.expirations {
			if e.UnixNano() > after {
				return e.UnixNano(), nil
			}
		}
		return Never, nil
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
	c := newFakeClock(Timing{}, time.Minute, time.Hour)
	first := c.at(t, c.Head)
	c.time = c.time.Add(time.Minute - 1)
	require.Equal(t, first, c.at(t, c.Head), "nothing has happened, so cached answers stay good")
	require.Equal(t, first, c.at(t, c.Optimized))

	c.time = c.time.Add(1)
	second := c.at(t, c.Optimized)
	require.Greater(t, second, first, "a relationship has expired, also for who asks for the least latency")
	require.Equal(t, second, c.at(t, c.Head))

	c.time = c.time.Add(30 * time.Minute)
	require.Equal(t, second, c.at(t, c.Head))
	c.time = c.time.Add(30 * time.Minute)
	require.Greater(t, c.at(t, c.Head), second)
}

// TestClockTicksDuringATransaction: a head that passed the revision of a
// transaction still under way would change its content when that commits.
func TestClockTicksDuringATransaction(t *testing.T) {
	c := newFakeClock(Timing{}, time.Minute)
	before := c.at(t, c.Head)
	open := c.Begin()
	c.time = c.time.Add(time.Minute)
	during := c.at(t, c.Head)
	require.Greater(t, during, before, "it expired")
	require.Less(t, during, open, "what the transaction writes is not there yet")
	require.Error(t, c.Check(open), "and cannot be read at its revision")

	c.Commit(Effect{Expires: Never})
	require.Equal(t, open, c.at(t, c.Head))
	require.NoError(t, c.Check(open))
	require.NoError(t, c.Check(during))
}

func TestClockQuantizes(t *testing.T) {
	c := newFakeClock(Timing{Quantization: 10 * time.Second})
	c.time = c.time.Add(10 * time.Second)
	before := c.at(t, c.Head)
	c.time = c.time.Add(time.Second)
	written := c.Begin()
	c.Commit(Effect{Expires: Never})
	require.Equal(t, written, c.at(t, c.Head))
	require.Equal(t, before, c.at(t, c.Optimized), "within the span of the write")
	c.time = c.time.Add(9 * time.Second)
	require.Equal(t, written, c.at(t, c.Optimized), "in the next span")
}

// TestClockShowsSchemaAtOnce: a question right after the schema was written met
// the store without it.
func TestClockShowsSchemaAtOnce(t *testing.T) {
	c := newFakeClock(Timing{Quantization: 10 * time.Second})
	c.time = c.time.Add(time.Second)
	hash := "abc"
	written := c.Begin()
	c.Commit(Effect{Expires: Never, Schema: true, SchemaHash: &hash})
	got, err := c.Optimized()
	require.NoError(t, err)
	require.Equal(t, datastore.RevisionWithSchemaHash{Revision: written, SchemaHash: hash}, got)
}

func TestClockNeverGoesBack(t *testing.T) {
	c := newFakeClock(Timing{})
	first := c.Begin()
	c.Commit(Effect{Expires: Never})
	c.time = c.time.Add(-time.Hour)
	second := c.Begin()
	c.Commit(Effect{Expires: Never})
	require.Greater(t, second, first)
	require.Equal(t, second, c.at(t, c.Head))
}

// TestClockGoesBack: a clock that was ahead for a while made the state from before
// that the answer to who asks for the least latency, until it was there again.
func TestClockGoesBack(t *testing.T) {
	c := newFakeClock(Timing{})
	real := c.time
	c.time = real.Add(1000 * time.Hour)
	ahead := c.Begin()
	c.Commit(Effect{Expires: Never})
	c.time = real.Add(time.Second)
	c.at(t, c.Optimized)
	c.time = c.time.Add(time.Second)
	require.Equal(t, ahead, c.at(t, c.Optimized))

	for range 100 {
		c.time = c.time.Add(time.Second)
		c.Begin()
		c.Commit(Effect{Expires: Never})
	}
	require.Less(t, len(c.history), 5, "and nothing was forgotten")
}

// TestClockStaysInWindow: after a quiet week the first write must not make the
// revisions that were just given out stale.
func TestClockStaysInWindow(t *testing.T) {
	c := newFakeClock(Timing{Window: time.Hour})
	c.time = c.time.Add(7 * 24 * time.Hour)
	given := c.at(t, c.Optimized)
	c.Begin()
	c.Commit(Effect{Expires: Never})
	require.NoError(t, c.Check(given))
}

func TestClockRefuses(t *testing.T) {
	c := newFakeClock(Timing{Window: time.Hour})
	first := c.at(t, c.Head)
	c.time = c.time.Add(2 * time.Hour)
	c.Begin()
	c.Commit(Effect{Expires: Never})
	for _, tt := range []struct {
		name   string
		rev    Revision
		reason datastore.InvalidRevisionReason
	}{
		{"it was superseded before the window", first, datastore.RevisionStale},
		{"it is in the future", Revision(c.time.Add(time.Minute).UnixNano()), datastore.CouldNotDetermineRevision},
	} {
		var invalid datastore.InvalidRevisionError
		require.ErrorAs(t, c.Check(tt.rev), &invalid, tt.name)
		require.Equal(t, tt.reason, invalid.Reason(), tt.name)
	}
}
