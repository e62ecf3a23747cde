package memory

import (
	"errors"
	"fmt"
	"time"

	"github.com/remit-authz/remit/internal/replica"
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
	// Relationships is how many the memory holds, and Bytes about how much they take.
	Relationships int
	Bytes         int64
	// Loads counts how often it was filled, Changes the changes that it took up
	// since the start, Losses how often it lost the engine.
	Loads, Changes, Losses int
}

// NotFresh says why a question that was just asked found nothing to answer from.
func (m *Memory) NotFresh() error {
	h := m.replica.Health()
	switch {
	case h.State == replica.Old:
		return fmt.Errorf("it had everything for certain %s ago", h.Age.Round(time.Millisecond))
	case h.State == replica.Following:
		return errors.New("what the question requires has not come yet")
	case h.Reason != nil:
		return fmt.Errorf("it is %s: %w", h.State, h.Reason)
	default:
		return fmt.Errorf("it is %s", h.State)
	}
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
		Bytes:         h.Bytes,
		Loads:         h.Loads,
		Changes:       h.Changes,
		Losses:        h.Losses,
	}
}
