package entry

import (
	"iter"
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
	// Schema is blank where there was none; SchemaLost says that there was one, and
	// nobody could read it in time.
	Schema     string
	SchemaLost bool

	// told is what led to it, in its order: of two changes of one relationship the later
	// one counts. The first so many are those that were found.
	told  []relation.Change
	found int
}

// newState is one in which some relationships are to be found, and to which a few changes
// lead.
func newState(first head, relationships int) *State {
	const more = 8
	return &State{Revision: first.Revision, Schema: first.Schema, told: make([]relation.Change, 0, relationships+relationships/more)}
}

// find takes up a relationship of those that were found, none of them twice.
func (s *State) find(r relation.Relationship) {
	s.told = append(s.told, relation.Change{Relationship: r})
	s.found++
}

// Forget lets go of what had expired by a moment, as an engine does.
func (s *State) Forget(at time.Time) {
	for i := range s.told {
		if c := &s.told[i]; c.Terms != (relation.Terms{}) && c.Expired(at) {
			c.Gone = true
		}
	}
}

// Changes are what led to it, from nothing, in their order: of two of one relationship the
// later one counts. They are the state's.
func (s *State) Changes() []relation.Change { return s.told }

// Relationships are all of them, in the order in which they came.
func (s *State) Relationships() iter.Seq[relation.Relationship] {
	return func(yield func(relation.Relationship) bool) {
		last := s.last()
		for i, c := range s.told {
			if l, again := last[c.Key()]; !c.Gone && (!again || l == i) && !yield(c.Relationship) {
				return
			}
		}
	}
}

// last is where the last change stands of each relationship that has one after it was
// found, or without.
func (s *State) last() map[relation.Relationship]int {
	last := make(map[relation.Relationship]int, len(s.told)-s.found)
	for i, c := range s.told[s.found:] {
		last[c.Key()] = s.found + i
	}
	return last
}

// apply makes it the state after an entry.
func (s *State) apply(e Entry) {
	s.told = append(s.told, e.Changes...)
	if e.Schema != nil {
		s.Schema, s.SchemaLost = e.Schema.Text, e.Schema.Text == ""
	}
	s.Revision, s.Time = e.Revision, e.Time
}
