package loader

import "github.com/remit-authz/remit/schema"

// MovedError is a plan whose ground is no longer what it was computed on.
type MovedError struct {
	// Why says what is different.
	Why string
	// Err is the engine's refusal, if that is how it was noticed.
	Err error
}

// Error says what is different and what to do.
func (e *MovedError) Error() string {
	return "the plan is out of date: " + e.Why + "; make a new plan"
}

// Unwrap is the engine's refusal.
func (e *MovedError) Unwrap() error { return e.Err }

// StandsOn refuses a state that is not the plan's ground, with a *MovedError.
// What applications write does not move it.
func (p Plan) StandsOn(have State) error {
	if have.ground(p.tenants()) != p.Ground {
		return &MovedError{Why: "the engine's relationships have changed since it was made"}
	}
	return nil
}

// after is what an engine that has this state holds once the plan has changed
// the loader's own relationships. What it clears away is an application's.
func (p Plan) after(have State) []Relationship {
	changed := map[Relationship]bool{}
	var after []Relationship
	for _, c := range p.ownChanges() {
		changed[c.Key()] = true
		if !c.Removes() {
			after = append(after, c.Relationship)
		}
	}
	for _, r := range have.Relationships {
		if !changed[r.Key()] {
			after = append(after, r)
		}
	}
	return after
}

// changes are those of all tenants.
func (p Plan) changes() []Change {
	var all []Change
	for _, t := range p.Tenants {
		all = append(all, t.Changes...)
	}
	return all
}

func (p Plan) tenants() []schema.TenantID {
	names := make([]schema.TenantID, len(p.Tenants))
	for i, t := range p.Tenants {
		names[i] = t.Tenant
	}
	return names
}
