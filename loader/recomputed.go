package loader

import (
	"errors"
	"fmt"
	"slices"
)

// recomputed is the plan as Diff makes it over what an engine holds. Of a plan,
// which may come from anywhere, only what it does to the loader's own
// relationships counts: all the rest, such as what the limits go by, is computed
// anew. It refuses a stale plan with a *StalePlanError. The digest
// stays that of the plan that was shown.
func (p Plan) recomputed(observed Observed) (Plan, error) {
	if err := p.StandsOn(observed); err != nil {
		return Plan{}, err
	}
	made := Diff(p.leadsTo(observed), observed)
	if o, stale := p.meets(observed); stale {
		return Plan{}, &StalePlanError{Why: fmt.Sprintf("%s is an application's now, or no longer", o)}
	}
	if !slices.EqualFunc(p.ownChanges(), made.ownChanges(), Change.equal) {
		return Plan{}, &PlanError{notMade, errors.New("it changes what needs no change")}
	}
	made.Digest = p.Digest
	return made, nil
}

// valid refuses a plan that leads to what no source asks for. It is the same
// over every state that the plan stands on.
func (p Plan) valid(observed Observed) error {
	if err := p.leadsTo(observed).validate(); err != nil {
		return &PlanError{notMade, fmt.Errorf("what it leads to no source asks for: %w", err)}
	}
	return nil
}

// leadsTo is what the plan makes of the loader's own relationships.
func (p Plan) leadsTo(observed Observed) Desired {
	d := Desired{Tenants: p.tenants(), Relationships: owned(p.after(observed)), Notices: p.Notices, Source: p.Source, Gone: p.gone()}
	slices.SortFunc(d.Relationships, Relationship.Compare)
	return d
}

// meets is an object that the plan takes for a source's and an application has
// made since, or that it takes over and no longer is the application's.
func (p Plan) meets(observed Observed) (Object, bool) {
	own, applications, taken := p.ownChanges(), madeIn(observed.Relationships), map[Object]bool{}
	for _, c := range own {
		taken[c.Resource] = taken[c.Resource] || c.Action == TakeOver
	}
	for _, c := range own {
		adds := c.Action == Add && applications[c.Resource] && !taken[c.Resource]
		if adds || c.Action == TakeOver && !applications[c.Resource] {
			return c.Resource, true
		}
	}
	return Object{}, false
}

// ownChanges are those of the loader's own relationships, and of whose an object
// is.
func (p Plan) ownChanges() []Change {
	var own []Change
	for _, c := range p.changes() {
		if ownedBySource(c.Relationship) && c.Action != ClearOrphan && c.Action != Erase || c.Action == TakeOver {
			own = append(own, c)
		}
	}
	return own
}

func (c Change) equal(other Change) bool {
	return c.Action == other.Action && c.Relationship == other.Relationship &&
		(c.Was == other.Was || c.Was != nil && other.Was != nil && *c.Was == *other.Was)
}
