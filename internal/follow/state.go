package follow

import (
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// begin follows from a picture that has yet to be proven.
func (f *Follower) begin(g *eval.Snapshot) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.health.Loads++
	f.graph, f.proven, f.asked = g, time.Time{}, nil
	f.compacting, f.missed = false, nil
}

// advance takes up the changes up to a revision.
func (f *Follower) advance(changes []relation.Change, revision string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	next, err := f.graph.Advance(changes, revision)
	if err != nil {
		return err
	}
	f.graph = next
	f.health.Changes += len(changes)
	switch {
	case f.compacting:
		f.missed = append(f.missed, changes...)
	case next.Sparse():
		select {
		case f.sparse <- struct{}{}:
		default: // it has been told
		}
	}
	f.settle()
	return nil
}

// witness takes up what the engine said to be its newest revision.
func (f *Follower) witness(q question) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = append(f.asked, q)
	if len(f.asked) > mostAsked {
		f.asked = f.asked[1:]
	}
	f.settle()
}

// settle finds the last question whose answer the graph includes: the graph
// has everything that was written before the moment that comes with it. A
// picture that was not proven for long is not proven again: while a machine
// slept, an engine may have forgotten history that the stream then leaves out.
func (f *Follower) settle() {
	if !f.proven.IsZero() && olderThan(f.options.patience(), f.proven, time.Now()) {
		return
	}
	for i := len(f.asked) - 1; i >= 0; i-- {
		if f.graph.Includes(f.asked[i].newest) {
			f.proven, f.asked = f.asked[i].at, f.asked[i+1:]
			break
		}
	}
	if !f.proven.IsZero() {
		f.show(&picture{f.graph, f.proven})
	}
}

// end withdraws the picture.
func (f *Follower) end() (proven bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.show(nil)
	return !f.proven.IsZero()
}

// show is the only place that changes what readers see.
func (f *Follower) show(p *picture) {
	f.picture.Store(p)
	close(f.changed)
	f.changed = make(chan struct{})
}
