package replica

import (
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// begin follows from a snapshot that has yet to be proven.
func (r *Replica) begin(g *eval.Snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.health.Loads++
	r.snapshot, r.proven, r.probes = g, time.Time{}, nil
	r.compacting, r.missed = false, nil
	r.followed, r.told, r.ahead = zedtoken.Parse(g.Revision()), told{}, time.Time{}
}

// take takes up what the stream that is followed brought since its last checkpoint.
func (r *Replica) take(b *batch, through string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.followed = r.followed.With(zedtoken.Parse(through))
	if !r.ahead.IsZero() && r.followed.Sees(r.owed) {
		r.ahead = time.Time{}
	}
	return r.bring(b, through)
}

// bring takes up what a stream told up to a checkpoint.
//
// SpiceDB on PostgreSQL may tell a transaction again after a later one, when the last one
// that it told began before the other was committed; a replay tells again what was told.
// What the snapshot has is not taken up again: it would undo what came after it.
func (r *Replica) bring(b *batch, through string) error {
	now, next := zedtoken.Parse(r.snapshot.Revision()), zedtoken.Parse(through)
	if !next.OfPostgreSQL() {
		return r.advance(b.changes, through)
	}
	rest := b.since(now)
	if len(rest.changes) > 0 || !now.Sees(next) {
		r.told = told{now.String(), rest.last}
	}
	return r.advance(rest.changes, now.With(next).String())
}

// advance takes up changes up to a revision.
func (r *Replica) advance(changes []relation.Change, revision string) error {
	next, err := r.snapshot.Advance(changes, revision)
	if err != nil {
		return err
	}
	r.snapshot = next
	r.health.Changes += len(changes)
	switch {
	case r.compacting:
		r.missed = append(r.missed, changes...)
	case next.Sparse():
		select {
		case r.sparse <- struct{}{}:
		default: // it has been told
		}
	}
	r.settle()
	return nil
}

// witness takes up what the engine said to be its newest revision, and says whether
// the snapshot includes it.
func (r *Replica) witness(p probe) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.probes = append(r.probes, p)
	if len(r.probes) > mostProbes {
		r.probes = r.probes[1:]
	}
	r.settle()
	return r.snapshot.Includes(p.newest)
}

// settle finds the last probe whose answer the snapshot includes: the snapshot
// has everything that was written before the moment that comes with it.
func (r *Replica) settle() {
	for i := len(r.probes) - 1; i >= 0; i-- {
		if r.snapshot.Includes(r.probes[i].newest) {
			at := r.probes[i].at
			r.probes = r.probes[i+1:]
			r.prove(at)
			return
		}
	}
	r.prove(r.proven)
}

// prove shows the snapshot, which has everything that was written before a moment; a
// zero one proves nothing. A snapshot that was not proven for long is not proven again:
// while a machine slept, an engine may have forgotten history that the stream then
// leaves out.
func (r *Replica) prove(at time.Time) {
	if !r.proven.IsZero() && olderThan(r.options.patience(), r.proven, time.Now()) {
		return
	}
	if at.After(r.proven) {
		r.proven = at
	}
	if !r.proven.IsZero() {
		r.show(&fresh{r.snapshot, r.proven})
	}
}

// end withdraws the snapshot.
func (r *Replica) end() (proven bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.show(nil)
	return !r.proven.IsZero()
}

// show is the only place that changes what readers see.
func (r *Replica) show(p *fresh) {
	r.visible.Store(p)
	close(r.changed)
	r.changed = make(chan struct{})
}
