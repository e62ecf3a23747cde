package access

import (
	"time"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// OfChanges says what changes to the relationships that an engine with a model
// holds give and take at a moment. Nothing is asked of an engine.
func OfChanges(m schema.Model, held []relation.Relationship, changes []relation.Change, at time.Time) (Difference, error) {
	return ofPart(m, held, changes, at, everyTenant, aPart)
}

// ofPart looks at no more of what is held than the changes touch: see touched.
func ofPart(m schema.Model, held []relation.Relationship, changes []relation.Change, at time.Time, counts func(schema.TenantID) bool, share int) (Difference, error) {
	s, err := newSnapshot(m, touched(held, changes, share), changes)
	if err != nil {
		return Difference{}, err
	}
	return s.difference(at, counts)
}

// snapshot is what an engine holds, and what it would hold.
type snapshot struct {
	before, after *eval.Snapshot
	changes       []relation.Change
}

func newSnapshot(m schema.Model, held []relation.Relationship, changes []relation.Change) (snapshot, error) {
	empty, err := eval.New(m.Text())
	if err != nil {
		return snapshot{}, err
	}
	all := make([]relation.Change, len(held))
	for i, r := range held {
		all[i] = relation.Change{Relationship: r}
	}
	s := snapshot{changes: changes}
	if s.before, err = empty.With(all); err != nil {
		return snapshot{}, err
	}
	s.after, err = s.before.With(changes)
	return s, err
}

func (s snapshot) difference(at time.Time, counts func(schema.TenantID) bool) (Difference, error) {
	return differ(side(s.before, s.before), side(s.after, s.after), s.changes, at, counts)
}
