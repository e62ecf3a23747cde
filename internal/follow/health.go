package follow

import (
	"errors"
	"fmt"
	"time"
)

// State is what a follower does. The zero value answers nothing.
type State int

// The states.
const (
	// Loading: the first picture is being taken, or one under a new schema.
	Loading State = iota
	// Following: there is a picture, and it is proven.
	Following
	// Old: the stream is open, and the last proof is older than MaxAge.
	Old
	// Lost: the engine was lost, for what Health.Reason says, and there is no
	// new picture yet.
	Lost
	// Closed: Close was called.
	Closed
)

// String is the state in one word.
func (s State) String() string {
	return [...]string{"loading", "following", "old", "lost", "closed"}[s]
}

// Answers says whether there is a picture in this state.
func (s State) Answers() bool { return s == Following }

// Health is how a follower is doing.
type Health struct {
	State State
	// Reason is why the engine was last lost; nil if it never was. It stays
	// after the engine is found again.
	Reason error
	// Revision is the picture's, blank where there is none.
	Revision string
	// Age is how long ago the picture was proven to be the newest; zero where
	// there is none.
	Age time.Duration
	// Relationships is how many the picture has.
	Relationships int
	// Loads counts pictures taken, Changes the changes taken up, Losses how
	// often the engine was lost, Compactions how often the picture was compacted.
	Loads, Changes, Losses, Compactions int
}

// Health is how the follower is doing now.
func (f *Follower) Health() Health {
	f.mu.Lock()
	defer f.mu.Unlock()
	h := f.health
	p := f.picture.Load()
	if p == nil {
		return h
	}
	now := time.Now()
	h.State, h.Age = Following, max(now.Sub(p.proven), now.Round(0).Sub(p.proven.Round(0)))
	if olderThan(f.options.MaxAge, p.proven, now) {
		h.State = Old
	}
	h.Revision, h.Relationships = p.graph.Revision(), p.graph.Len()
	return h
}

// lose takes down why the engine cannot be followed.
func (f *Follower) lose(why error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.health.State, f.health.Reason = Lost, why
	f.health.Losses++
	if errors.Is(why, errSchemaChanged) {
		f.health.State = Loading
	}
}

func (f *Follower) close() {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.health.State = Closed
}

func (f *Follower) notReady(err error) error {
	h := f.Health()
	if h.Reason != nil {
		return fmt.Errorf("the engine cannot be followed yet: %w: %w", err, h.Reason)
	}
	return fmt.Errorf("the engine cannot be followed yet: %w", err)
}
