package follow

import (
	"context"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

const (
	// fewMissed is how many changes a compacted graph may lack at the last, when
	// those that still come have to wait for it.
	fewMissed = 1000
	// mostRounds bounds how often it catches up before that.
	mostRounds = 10
)

// compact compacts the graph whenever it has become sparse, until the context
// ends.
func (f *Follower) compact(ctx context.Context) error {
	for {
		select {
		case <-f.sparse:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := f.replace(); err != nil {
			return err
		}
	}
}

// replace puts a compacted graph in the place of the graph. That one answers and
// takes up changes meanwhile; what the new one missed it catches up with, most
// of it beside the changes that still come.
func (f *Follower) replace() error {
	next, err := f.catchUp(f.beginCompacting().Compacted())
	if err != nil {
		return err
	}
	return f.endCompacting(next)
}

// catchUp is the graph with what it missed, but for a little that may have come
// at the last moment.
func (f *Follower) catchUp(g *eval.Snapshot) (*eval.Snapshot, error) {
	for range mostRounds {
		missed := f.takeMissed()
		var err error
		if g, err = g.With(missed); err != nil || len(missed) <= fewMissed {
			return g, err
		}
	}
	return g, nil
}

// beginCompacting returns the graph to compact: from now on changes are noted.
func (f *Follower) beginCompacting() *eval.Snapshot {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.compacting = true
	return f.graph
}

func (f *Follower) takeMissed() []relation.Change {
	f.mu.Lock()
	defer f.mu.Unlock()
	missed := f.missed
	f.missed = nil
	return missed
}

// endCompacting puts a graph in the place of the other once it has the last
// changes too: so it is a picture of the same revision, as fresh as that one.
func (f *Follower) endCompacting(next *eval.Snapshot) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	next, err := next.Advance(f.missed, f.graph.Revision())
	if err != nil {
		return err
	}
	f.graph, f.compacting, f.missed = next, false, nil
	f.health.Compactions++
	f.settle()
	return nil
}
