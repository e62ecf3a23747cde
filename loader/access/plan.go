package access

import (
	"time"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/loader"
	"github.com/remit-authz/remit/schema"
)

// OfPlan says what applying a plan gives and takes at a moment, in the tenants
// that it names. have is what the plan was made for: another ground is a
// *loader.MovedError. Nothing is asked of an engine.
func OfPlan(plan loader.Plan, have loader.State, at time.Time) (Difference, error) {
	snapshot, err := snapshotOf(plan, have)
	if err != nil {
		return Difference{}, err
	}
	return snapshot.difference(at, everyTenant)
}

// snapshot is what an engine holds, and what it would hold.
type snapshot struct {
	before, after *graph.Graph
	changes       []relation.Change
}

func snapshotOf(plan loader.Plan, have loader.State) (snapshot, error) {
	if err := plan.StandsOn(have); err != nil {
		return snapshot{}, err
	}
	held := make([]relation.Change, len(have.Relationships))
	for i, r := range have.Relationships {
		held[i] = relation.Change{Relationship: r}
	}
	changes := []relation.Change{} // not nil: nothing else differs
	for _, t := range plan.Tenants {
		for _, c := range t.Changes {
			changes = append(changes, relation.Change{Relationship: c.Relationship, Gone: c.Removes()})
		}
	}
	return newSnapshot(held, changes)
}

func newSnapshot(held, changes []relation.Change) (snapshot, error) {
	empty, err := graph.New(schema.Text())
	if err != nil {
		return snapshot{}, err
	}
	s := snapshot{changes: changes}
	if s.before, err = empty.With(held); err != nil {
		return snapshot{}, err
	}
	s.after, err = s.before.With(changes)
	return s, err
}

func (s snapshot) difference(at time.Time, counts func(schema.TenantID) bool) (Difference, error) {
	return differ(side(s.before, s.before), side(s.after, s.after), s.changes, at, counts)
}
