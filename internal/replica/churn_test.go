package replica

import (
	"context"
	"flag"
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

var flagIDs = flag.Int("ids", 400_000, "how many clients come and go")

func change(gone bool, client, user string) relation.Change {
	return relation.Change{Gone: gone, Relationship: relationtest.Of("client:" + client + "#practitioner@user:" + user)}
}

// tell is what the stream that is followed does.
func (r *Replica) tell(changes []relation.Change, through string) error {
	return r.take(&batch{changes: changes}, through)
}

func asks(client, user string) eval.Question {
	return eval.Question{Resource: relation.Object{Type: "client", ID: client}, Permission: "practitioner", Subject: relation.Object{Type: "user", ID: user}}
}

// Clients come and go, and few are there at a time: the memory
// kept 130 bytes for each that ever was. It stays bounded, every snapshot that is
// shown meanwhile is right and has all that was taken up before, and there is
// always one.
func TestWhatIsGoneIsForgotten(t *testing.T) {
	const atOnce, kept = 4_000, 50
	g, err := eval.New(schema.Text())
	require.NoError(t, err)
	f := newReplica(nil, Options{MaxAge: time.Hour})
	f.begin(g)
	f.proven = time.Now()
	ctx, stop := context.WithCancel(t.Context())
	var compacting, asking sync.WaitGroup
	compacting.Go(func() { assert.ErrorIs(t, f.compact(ctx), context.Canceled) })

	var keep []relation.Change
	for i := range kept {
		keep = append(keep, change(false, fmt.Sprintf("t/kept%d", i), "t/keeper"))
	}
	require.NoError(t, f.tell(keep, ""))
	c := eval.Context{At: time.Now()}
	var taken atomic.Int64 // the last round that was taken up
	taken.Store(-1)
	asking.Go(func() {
		for i := 0; ctx.Err() == nil && !t.Failed(); i++ {
			round := taken.Load()
			g := f.Snapshot()
			if !assert.NotNil(t, g, "there is no snapshot") {
				return
			}
			assert.Equal(t, eval.Allowed, g.Check(asks(fmt.Sprintf("t/kept%d", i%kept), "t/keeper"), c).Outcome)
			list, err := g.Resources(asks("", "t/keeper"), c)
			assert.NoError(t, err)
			assert.Len(t, list.Allowed, kept)
			if round > 0 { // what went in the round that was taken up, or before
				gone := asks(fmt.Sprintf("t/c%d-%d", round-1, i%atOnce), "t/u")
				assert.Equal(t, eval.Denied, g.Check(gone, c).Outcome, "%v after round %d", gone, round)
			}
		}
	})
	before, most := heap(), uint64(0)
	for round := range *flagIDs / atOnce {
		var changes []relation.Change
		for i := range atOnce {
			changes = append(changes, change(false, fmt.Sprintf("t/c%d-%d", round, i), "t/u"))
			if round > 0 {
				changes = append(changes, change(true, fmt.Sprintf("t/c%d-%d", round-1, i), "t/u"))
			}
		}
		require.NoError(t, f.tell(changes, ""))
		taken.Store(int64(round))
		last := asks(fmt.Sprintf("t/c%d-%d", round, round%atOnce), "t/u")
		require.Equal(t, eval.Allowed, f.Snapshot().Check(last, c).Outcome, "%v is late", last)
		if round%50 == 0 {
			most = max(most, heap())
		}
	}
	stop()
	asking.Wait()
	compacting.Wait()
	h := f.Health()
	t.Logf("%d compactions, %d MB at most, %d MB before", h.Compactions, most>>20, before>>20)
	assert.Greater(t, h.Compactions, 1)
	assert.Equal(t, kept+atOnce, h.Relationships)
	assert.Less(t, most-min(most, before), uint64(*flagIDs*130/2), "half of what every id would take")
}

// What comes while a compacted graph is made, while it catches up, and at the
// last moment, is in it.
func TestWhatComesWhileCompactingIsNotLost(t *testing.T) {
	g, err := eval.New(schema.Text())
	require.NoError(t, err)
	f := newReplica(nil, Options{})
	f.begin(g)
	require.NoError(t, f.tell([]relation.Change{change(false, "t/a", "t/u")}, "first"))
	old := f.beginCompacting()
	require.NoError(t, f.tell([]relation.Change{change(true, "t/a", "t/u"), change(false, "t/b", "t/u")}, "second"))
	next, err := f.catchUp(old.Compacted())
	require.NoError(t, err)
	require.NoError(t, f.tell([]relation.Change{change(true, "t/b", "t/u"), change(false, "t/c", "t/u")}, "third"))
	require.NoError(t, f.endCompacting(next))
	c := eval.Context{At: time.Now()}
	for client, want := range map[string]eval.Outcome{"t/a": eval.Denied, "t/b": eval.Denied, "t/c": eval.Allowed} {
		assert.Equal(t, want, f.snapshot.Check(asks(client, "t/u"), c).Outcome, client)
	}
	assert.Equal(t, "third", f.snapshot.Revision())
	require.NoError(t, f.tell([]relation.Change{change(true, "t/c", "t/u")}, "fourth"))
	assert.Equal(t, 0, f.snapshot.Len())
	assert.Empty(t, f.missed, "it is noted for nobody")
}

func heap() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
