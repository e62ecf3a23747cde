package replica

import (
	"context"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

const (
	// fewMissed is how many changes a compacted snapshot may lack at the last, when
	// those that still come have to wait for it.
	fewMissed = 1000
	// mostRounds bounds how often it catches up before that.
	mostRounds = 10
)

// compact compacts the snapshot whenever it has become sparse, until the context
// ends.
func (r *Replica) compact(ctx context.Context) error {
	for {
		select {
		case <-r.sparse:
		case <-ctx.Done():
			return ctx.Err()
		}
		if err := r.replace(); err != nil {
			return err
		}
	}
}

// replace puts a compacted snapshot in the place of the snapshot. That one answers and
// takes up changes meanwhile; what the new one missed it catches up with, most
// of it beside the changes that still come.
func (r *Replica) replace() error {
	next, err := r.catchUp(r.beginCompacting().Compacted())
	if err != nil {
		return err
	}
	return r.endCompacting(next)
}

// catchUp is the snapshot with what it missed, but for a little that may have come
// at the last moment.
func (r *Replica) catchUp(g *eval.Snapshot) (*eval.Snapshot, error) {
	for range mostRounds {
		missed := r.takeMissed()
		var err error
		if g, err = g.With(missed); err != nil || len(missed) <= fewMissed {
			return g, err
		}
	}
	return g, nil
}

// beginCompacting returns the snapshot to compact: from now on changes are noted.
func (r *Replica) beginCompacting() *eval.Snapshot {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.compacting = true
	return r.snapshot
}

func (r *Replica) takeMissed() []relation.Change {
	r.mu.Lock()
	defer r.mu.Unlock()
	missed := r.missed
	r.missed = nil
	return missed
}

// endCompacting puts a snapshot in the place of the other once it has the last
// changes too: so it is a snapshot of the same revision, as fresh as that one.
func (r *Replica) endCompacting(next *eval.Snapshot) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	next, err := next.Advance(r.missed, r.snapshot.Revision())
	if err != nil {
		return err
	}
	r.snapshot, r.compacting, r.missed = next, false, nil
	r.health.Compactions++
	r.settle()
	return nil
}
