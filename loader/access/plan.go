package access

import (
	"encoding/json"
	"fmt"
	"time"

	"github.com/remit-authz/remit/internal/graph"
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
	changes       []graph.Change
}

func snapshotOf(plan loader.Plan, have loader.State) (snapshot, error) {
	if err := plan.StandsOn(have); err != nil {
		return snapshot{}, err
	}
	held := make([]graph.Change, len(have.Relationships))
	for i, r := range have.Relationships {
		var err error
		if held[i], err = changeOf(r, false); err != nil {
			return snapshot{}, err
		}
	}
	changes := []graph.Change{} // not nil: nothing else differs
	for _, t := range plan.Tenants {
		for _, c := range t.Changes {
			change, err := changeOf(c.Relationship, c.Removes())
			if err != nil {
				return snapshot{}, err
			}
			changes = append(changes, change)
		}
	}
	return newSnapshot(held, changes)
}

func newSnapshot(held, changes []graph.Change) (snapshot, error) {
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

// changeOf is a relationship that comes or goes, for the graph.
func changeOf(r loader.Relationship, gone bool) (graph.Change, error) {
	c := graph.Change{Gone: gone, Relationship: graph.Relationship{
		Resource:        graph.Object{Type: string(r.Resource.Type), ID: r.Resource.ID},
		Relation:        r.Relation.Name(),
		Subject:         graph.Object{Type: string(r.Subject.Type), ID: r.Subject.ID},
		SubjectRelation: r.SubjectRelation,
		Caveat:          string(r.Caveat),
	}}
	if r.Context != "" {
		if err := json.Unmarshal([]byte(r.Context), &c.Context); err != nil {
			return graph.Change{}, fmt.Errorf("caveat of %s: %w", r, err)
		}
	}
	if r.Expires != "" {
		expires, err := time.Parse(time.RFC3339, r.Expires)
		if err != nil {
			return graph.Change{}, fmt.Errorf("expiry of %s: %w", r, err)
		}
		c.Expires = &expires
	}
	return c, nil
}
