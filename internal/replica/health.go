package replica

import (
	"errors"
	"fmt"
	"time"
)

// State is what a replica does. The zero value answers nothing.
type State int

// The states.
const (
	// Loading: the first snapshot is being taken, or one under a new schema.
	Loading State = iota
	// Following: there is a snapshot, and it is proven.
	Following
	// Old: the stream is open, and the last proof is older than MaxAge.
	Old
	// Lost: the engine was lost, for what Health.Reason says, and there is no
	// new snapshot yet.
	Lost
	// Closed: Close was called.
	Closed
)

// String is the state in one word.
func (s State) String() string {
	return [...]string{"loading", "following", "old", "lost", "closed"}[s]
}

// Answers says whether there is a snapshot in this state.
func (s State) Answers() bool { return s == Following }

// Health is how a replica is doing.
type Health struct {
	State State
	// Reason is why the engine was last lost; nil if it never was. It stays
	// after the engine is found again.
	Reason error
	// Revision is the snapshot's, blank where there is none.
	Revision string
	// Age is how long ago the snapshot was proven to be the newest; zero where
	// there is none.
	Age time.Duration
	// Relationships is how many the snapshot has, and Bytes about how much it takes.
	Relationships int
	Bytes         int64
	// Loads counts snapshots taken, Changes the changes taken up, Losses how
	// often the engine was lost, Compactions how often the snapshot was compacted.
	Loads, Changes, Losses, Compactions int
}

// Health is how the replica is doing now.
func (r *Replica) Health() Health {
	r.mu.Lock()
	defer r.mu.Unlock()
	h := r.health
	p := r.visible.Load()
	if p == nil {
		return h
	}
	now := time.Now()
	h.State, h.Age = Following, max(now.Sub(p.proven), now.Round(0).Sub(p.proven.Round(0)))
	if olderThan(r.options.MaxAge, p.proven, now) {
		h.State = Old
	}
	h.Revision, h.Relationships, h.Bytes = p.snapshot.Revision(), p.snapshot.Len(), p.snapshot.Bytes()
	return h
}

// lose takes down why the engine cannot be followed.
func (r *Replica) lose(why error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.health.State, r.health.Reason = Lost, why
	r.health.Losses++
	if errors.Is(why, errSchemaChanged) {
		r.health.State = Loading
	}
}

func (r *Replica) close() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.health.State = Closed
}

func (r *Replica) notReady(err error) error {
	h := r.Health()
	if h.Reason != nil {
		return fmt.Errorf("the engine cannot be followed yet: %w: %w", err, h.Reason)
	}
	return fmt.Errorf("the engine cannot be followed yet: %w", err)
}
