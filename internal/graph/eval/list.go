package eval

import (
	"errors"
	"slices"

	"github.com/remit-authz/remit/internal/graph"
)

// ErrUndecided says that a list cannot be told: something in it
// is Undecided, so that the list might lack a name. SpiceDB has to be asked.
var ErrUndecided = errors.New("not every item of the list can be decided here")

// List is the objects of one type that an answer holds for, complete, sorted,
// each once.
type List struct {
	// Allowed are the ids of those that are allowed.
	Allowed []string
	// Conditional are the ids of those whose answer lacks context.
	Conditional []string
}

// Items take what a list is made of: an id at a time, each once, in no order that means
// anything, Allowed or Conditional. An error of theirs ends the list.
type Items interface {
	// Grow says how many there are at most.
	Grow(most int)
	Add(id string, outcome Outcome) error
}

// Grow makes room.
func (l *List) Grow(most int) { l.Allowed = slices.Grow(l.Allowed, most) }

// Add takes an id up.
func (l *List) Add(id string, outcome Outcome) error {
	if outcome == Allowed {
		l.Allowed = append(l.Allowed, id)
	} else {
		l.Conditional = append(l.Conditional, id)
	}
	return nil
}

// add hands on what is not denied.
func add(to Items, id string, outcome Outcome) error {
	switch outcome {
	case Denied:
		return nil
	case Undecided:
		return ErrUndecided
	}
	return to.Add(id, outcome)
}

func (l *List) sort() {
	sortIDs(l.Allowed)
	sortIDs(l.Conditional)
}

// Resources are the resources of the question's type that the subject has the
// permission of; the id of the question's resource is not looked at. It
// returns ErrUndecided rather than a list that may lack a name.
func (s *Snapshot) Resources(q Question, c Context) (List, error) {
	var list List
	if err := s.EachResource(q, c, &list); err != nil {
		return List{}, err
	}
	list.sort()
	return list, nil
}

// EachResource is Resources for whoever makes something else of the ids. After an error
// what was taken is no list.
func (s *Snapshot) EachResource(q Question, c Context, to Items) error {
	q.Resource.ID = ""
	in, _ := s.resource(q)
	e := evaluations.Get().(*Evaluation)
	defer evaluations.Put(e)
	defer e.forget()
	if !e.prepare(s, q.Subject, q.SubjectRelation, c) || in == 0 {
		return ErrUndecided
	}
	e.last = e.room[:]
	candidates := newResources(e).all(in)
	to.Grow(len(candidates) + 1)
	if unnamed := q.Subject.Type == q.Resource.Type && e.subject == graph.NoSubject; unnamed {
		if err := add(to, q.Subject.ID, e.Answer(in, graph.NoSubject).Outcome); err != nil {
			return err
		}
	}
	for _, o := range candidates {
		if err := add(to, s.ID(o), e.Answer(in, o).Outcome); err != nil {
			return err
		}
	}
	return nil
}

// Subjects is who has a permission of one resource.
type Subjects struct {
	List
	// Wildcard is what holds for every subject of the type that the list does
	// not name: Denied, but for a relationship with a wildcard.
	Wildcard Outcome
	// Except are the ids of those that are denied although Wildcard is not,
	// sorted.
	Except []string
}

// Subjects are those of a type that have the question's permission of its
// resource; the id of the question's subject is not looked at, and its
// relation must be blank. It returns ErrUndecided rather than a list that may
// lack a name.
func (s *Snapshot) Subjects(q Question, c Context) (Subjects, error) {
	in, resource := s.resource(q)
	q.Subject.ID = ""
	e := evaluations.Get().(*Evaluation)
	defer evaluations.Put(e)
	defer e.forget()
	if !e.prepare(s, q.Subject, "", c) || in == 0 || q.SubjectRelation != "" {
		return Subjects{}, ErrUndecided
	}
	e.last = e.room[:]
	found := newSubjects(e).all(in, resource)
	subjects := Subjects{}
	if resource == graph.NoObject && q.Resource.Type == q.Subject.Type {
		// Nothing names the resource, and still it may be its own subject.
		own := s.Check(Question{q.Resource, q.Permission, q.Resource, ""}, c)
		if err := add(&subjects, q.Resource.ID, own.Outcome); err != nil {
			return Subjects{}, err
		}
	}
	if found.wildcard {
		subjects.Wildcard = e.Answer(in, resource).Outcome // somebody whom nothing names
		if subjects.Wildcard == Undecided {
			return Subjects{}, ErrUndecided
		}
	}
	for _, o := range found.objects {
		e.become(o)
		outcome, id := e.Answer(in, resource).Outcome, s.ID(o)
		if err := add(&subjects, id, outcome); err != nil {
			return Subjects{}, err
		}
		if subjects.Wildcard != Denied && outcome == Denied {
			subjects.Except = append(subjects.Except, id)
		}
	}
	subjects.sort()
	slices.Sort(subjects.Except)
	return subjects, nil
}
