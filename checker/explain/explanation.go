package explain

import (
	"cmp"
	"slices"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Explanation is an answer with its reasons. The zero value denies.
type Explanation struct {
	Question checker.Question
	Outcome  checker.Outcome
	// At is the moment that the explanation holds for, and Revision the state
	// of the data; blank where the engine was not asked: users act only in
	// their own tenant.
	At       time.Time
	Revision schema.Revision
	// Path is, for an answer that allows, the shortest path: relationships
	// that all exist.
	Path []Step
	// Only says that without any one step of the path the answer would deny.
	// Otherwise there is another path, at least past one step.
	Only bool
	// InTheWay is, for an answer that denies, what stands in the way: nearest
	// first.
	InTheWay []Obstacle
	// Remedies are, for an answer that denies, the smallest sets of changes
	// that would allow it, nearest first. Each is one that somebody may make;
	// none where nothing that may be granted would help.
	Remedies []Remedy
	// Lacking names the context that a conditional answer lacks.
	Lacking []string
}

// Step is one relationship.
type Step struct {
	Resource schema.Ref
	Relation schema.Relation
	// Subject has its type only where it is the wildcard.
	Subject schema.Ref
	// SubjectRelation is blank where Subject itself is meant: whoever has that
	// relation to it, such as the owner of an account, otherwise.
	SubjectRelation string
	// Until is when the relationship ends by itself; nil for never.
	Until *time.Time
	// Reason is why somebody has emergency access, and Since when that began or was last
	// prolonged; blank for what is no such access.
	Reason string
	Since  time.Time
	// Model is that of the question: it has the words.
	Model schema.Model
}

// Change is one relationship that would have to come, or to go.
type Change struct {
	Step
	Gone bool
}

// Remedy is one set of changes that would allow the question.
type Remedy struct {
	Changes []Change
	// Grants say who could make the changes, each permission once; none for a change
	// that comes along with another.
	Grants []Grant
}

// Grant says who could make some of the changes.
type Grant struct {
	// Permission on On is what it takes.
	Permission schema.Permission
	On         schema.Ref
	// Holders have it, sorted; none where nobody has.
	Holders []schema.Ref
	// Of are the changes that it takes it for, by their places in the remedy.
	Of []int
}

func (i *inquiry) stepsOf(relationships []relation.Relationship) []Step {
	steps := make([]Step, len(relationships))
	for n, r := range relationships {
		steps[n] = i.stepOf(r)
	}
	slices.SortStableFunc(steps, Step.before)
	return steps
}

// before orders steps as people tell them: the link, what the object belongs
// to, the role that the link stands under, the account.
func (s Step) before(other Step) int { return cmp.Compare(s.place(), other.place()) }

func (s Step) place() int {
	switch s.Model.RelationFacts(s.Relation).Kind {
	case schema.KindSwitch:
		return 4
	case schema.KindActive:
		return 3
	case schema.KindSystemRole, schema.KindGroup:
		return 2
	case schema.KindTenant, schema.KindParent, schema.KindMarker:
		return 1
	}
	return 0
}

func (i *inquiry) stepOf(r relation.Relationship) Step {
	step := Step{
		Resource:        i.refOf(r.Resource),
		Relation:        r.Relation,
		Subject:         i.refOf(r.Subject),
		SubjectRelation: r.SubjectRelation,
		Until:           untilOf(r.Terms),
		Model:           i.model,
	}
	if r.Caveat == schema.CaveatEmergencyAccess {
		given, _ := r.Given() // the graph has read it
		text := func(name string) string { s, _ := given[name].(string); return s }
		step.Reason = text("reason")
		step.Since, _ = time.Parse(time.RFC3339, text("since"))
	}
	return step
}

// untilOf is the earlier of the two ends that terms may have; nil for none.
func untilOf(t relation.Terms) *time.Time {
	end, _ := t.Expiry() // the graph has read the terms
	given, _ := t.Given()
	if until, ok := given["until"].(string); ok {
		if byCaveat, err := time.Parse(time.RFC3339, until); err == nil && (end == nil || byCaveat.Before(*end)) {
			return &byCaveat
		}
	}
	return end
}

// refOf is the reference of an object. One that remit would never write keeps
// its id as it is, so that it can be shown.
func (i *inquiry) refOf(o relation.Object) schema.Ref {
	if o.ID == relation.Wildcard {
		return schema.Ref{Type: o.Type}
	}
	ref, err := i.model.RefOfObject(string(o.Type), o.ID)
	if err != nil {
		return schema.Ref{Type: o.Type, ID: o.ID}
	}
	return ref
}

// user is the user that a step is about.
func (s Step) user() schema.Ref {
	switch {
	case !s.Model.HasTenants():
	case s.Subject.Type == schema.TypeAccount && s.Subject.ID != "":
		return schema.Ref{Type: schema.TypeUser, Tenant: s.Subject.Tenant, ID: s.Subject.ID}
	case s.Resource.Type == schema.TypeAccount:
		return schema.Ref{Type: schema.TypeUser, Tenant: s.Resource.Tenant, ID: s.Resource.ID}
	}
	return s.Subject
}
