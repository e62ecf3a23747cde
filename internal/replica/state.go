package replica

import (
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// begin follows from a snapshot that has yet to be proven.
func (r *Replica) begin(g *eval.Snapshot) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.health.Loads++
	r.snapshot, r.proven, r.probes = g, time.Time{}, nil
	r.compacting, r.missed = false, nil
}

// advance takes up the changes up to a revision.
func (r *Replica) advance(changes []relation.Change, revision string) error {
	r.mu.Lock()
	defer r.mu.Unlock()
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

// witness takes up what the engine said to be its newest revision.
func (r *Replica) witness(p probe) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.probes = append(r.probes, p)
	if len(r.probes) > mostProbes {
		r.probes = r.probes[1:]
	}
	r.settle()
}

// settle finds the last probe whose answer the snapshot includes: the snapshot
// has everything that was written before the moment that comes with it. A
// snapshot that was not proven for long is not proven again: while a machine
// slept, an engine may have forgotten history that the stream then leaves out.
func (r *Replica) settle() {
	if !r.proven.IsZero() && olderThan(r.options.patience(), r.proven, time.Now()) {
		return
	}
	for i := len(r.probes) - 1; i >= 0; i-- {
		if r.snapshot.Includes(r.probes[i].newest) {
			r.proven, r.probes = r.probes[i].at, r.probes[i+1:]
			break
		}
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
