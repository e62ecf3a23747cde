package loader

import "github.com/remit-authz/remit/schema"

// StalePlanError is a plan of which the engine no longer holds what it was computed on.
type StalePlanError struct {
	// Why says what is different.
	Why string
	// Err is the engine's refusal, if that is how it was noticed.
	Err error
}

// Error says what is different and what to do.
func (e *StalePlanError) Error() string {
	return "stale plan: " + e.Why + "; make a new plan"
}

// Unwrap is the engine's refusal.
func (e *StalePlanError) Unwrap() error { return e.Err }

// StandsOn refuses a state that the plan was not computed on, with a
// *StalePlanError. What applications write makes no plan stale.
func (p Plan) StandsOn(observed Observed) error {
	if observed.baseDigest(p.tenants()) != p.BaseDigest {
		return &StalePlanError{Why: "what a source wrote in the engine has changed since it was made, perhaps by applying it"}
	}
	return nil
}

// after is what an engine that has this state holds once the plan has changed
// the loader's own relationships. What it clears away is an application's.
func (p Plan) after(observed Observed) []Relationship {
	return afterAll(p.ownChanges(), observed.Relationships)
}

// afterAll is what is left of some relationships after some changes.
func afterAll(changes []Change, relationships []Relationship) []Relationship {
	changed := map[Relationship]bool{}
	var after []Relationship
	for _, c := range changes {
		changed[c.Key()] = true
		if !c.Removes() {
			after = append(after, c.Relationship)
		}
	}
	for _, r := range relationships {
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
