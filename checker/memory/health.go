package memory

import (
	"time"

	"github.com/remit-authz/remit/schema"
)

// Health is how a memory is doing.
type Health struct {
	// Answers says whether questions are answered from memory now.
	Answers bool
	// State is that in a word: loading, following, old, lost or closed.
	State string
	// Reason is why the engine was last lost, such as a stream that broke or a
	// schema that changed; nil if it never was. It stays after the engine is
	// found again.
	Reason error
	// Revision is the state of the data in memory; blank where there is none.
	Revision schema.Revision
	// Age is how long ago the memory had everything, for certain.
	Age time.Duration
	// Relationships is how many the memory holds.
	Relationships int
	// Loads counts how often it was filled, Changes the changes that it took up
	// since the start, Losses how often it lost the engine.
	Loads, Changes, Losses int
}

// Health is how the memory is doing now.
func (m *Memory) Health() Health {
	h := m.replica.Health()
	return Health{
		Answers:       h.State.Answers(),
		State:         h.State.String(),
		Reason:        h.Reason,
		Revision:      schema.Revision(h.Revision),
		Age:           h.Age,
		Relationships: h.Relationships,
		Loads:         h.Loads,
		Changes:       h.Changes,
		Losses:        h.Losses,
	}
}
