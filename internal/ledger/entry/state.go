package entry

import (
	"time"

	"github.com/remit-authz/remit/internal/relation"
)

// State is what an engine held at a revision. It may have relationships that had
// expired by then: an engine tells nobody when it forgets one, so that whoever
// asks about a moment asks relation.Terms.Expired too.
type State struct {
	// Revision and Time are those of the last entry that counts.
	Revision string
	Time     time.Time
	// Schema is blank where there was none, or nobody could read it in time.
	Schema string
	// Relationships are the terms of each, by its key.
	Relationships map[relation.Relationship]relation.Terms
}

// apply makes it the state after an entry.
func (s *State) apply(e Entry) {
	for _, c := range e.Changes {
		if c.Gone {
			delete(s.Relationships, c.Key())
		} else {
			s.Relationships[c.Key()] = c.Terms
		}
	}
	if e.Schema != nil {
		s.Schema = e.Schema.Text
	}
	s.Revision, s.Time = e.Revision, e.Time
}
