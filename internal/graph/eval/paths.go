package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
	"github.com/remit-authz/remit/internal/relation"
)

// Propose says what a change takes to be a remedy that somebody may make: the
// change itself, completed with its terms, and what has to come with it; false
// for a change that nobody should make. s is what the change would be made to.
type Propose func(s *Snapshot, c relation.Change) ([]relation.Change, bool)

// Paths are the shortest paths by which a question is allowed; none for one that
// is not.
func (s *Snapshot) Paths(q Question, c Context) []paths.Path { return s.Remedies(q, c, nil) }

// Remedies are the nearest paths for a question to be allowed: those with the
// fewest changes first, then those with the fewest steps. Each has been tried on
// a snapshot with its changes, and none takes more than another does. For a
// question that is allowed they are its paths.
func (s *Snapshot) Remedies(q Question, c Context, propose Propose) []paths.Path {
	r, resource := s.resource(q)
	e, ok := s.Evaluation(q.Subject, q.SubjectRelation, c)
	if r == 0 || resource == graph.NoObject || !ok {
		return nil
	}
	f := finder{evaluation: e, propose: propose}
	if e.subject == graph.NoSubject {
		e.subject = s.Intern(e.subjectType, q.Subject.ID) // may be in a change
	}
	s.Intern(e.subjectType, relation.Wildcard) // too
	var kept []paths.Path
	for _, p := range f.relation(r, resource) {
		after, err := s.With(p.Changes)
		if err == nil && after.Check(q, c).Outcome == Allowed {
			kept = append(kept, p)
		}
	}
	return paths.Minimal(kept)
}

// finder looks for the paths for one question to be allowed.
type finder struct {
	evaluation *Evaluation
	propose    Propose
	path       []visit
}

// relation are the paths for the subject to be in a relation of an object.
func (f *finder) relation(r graph.RelationID, o graph.ObjectID) []paths.Path {
	v := visit{r, o}
	if r == f.evaluation.subjectRelation && o == f.evaluation.subject {
		return []paths.Path{{}}
	}
	for _, before := range f.path {
		if before == v {
			return nil
		}
	}
	if len(f.path) == maxDepth {
		return nil
	}
	f.path = append(f.path, v)
	defer func() { f.path = f.path[:len(f.path)-1] }()
	d := f.evaluation.snapshot.schema.definition(r)
	if d.rewrite != nil {
		return d.rewrite.paths(f, o)
	}
	return f.direct(d, r, o)
}

// direct are the paths to be written in a relation.
func (f *finder) direct(d *definition, r graph.RelationID, o graph.ObjectID) []paths.Path {
	e := f.evaluation
	var found []paths.Path
	for _, kind := range d.allowed {
		switch {
		case kind.relation != 0 && !(kind.typ == e.subjectType && kind.relation == e.subjectRelation):
			continue
		case kind.typ != e.subjectType:
			continue
		case kind.wildcard:
			found = append(found, f.written(r, o, e.wildcard())...)
		default:
			found = append(found, f.written(r, o, e.subject)...)
		}
	}
	for _, x := range e.snapshot.Forward(o).Usersets(r) {
		if f.holds(x) {
			found = append(found, paths.Every([]paths.Path{f.step(o, x)}, f.relation(x.SubjectRelation(), x.Other()))...)
		}
	}
	return paths.Nearest(found)
}

// written is the path by one relationship: it exists and holds, or it has to
// come.
func (f *finder) written(r graph.RelationID, o, subject graph.ObjectID) []paths.Path {
	e, symbols := f.evaluation, f.evaluation.snapshot.schema.symbols
	subjectRelation := e.subjectRelation
	if subject == e.wildcard() {
		subjectRelation = 0
	}
	found := e.snapshot.Forward(o).Find(graph.Key(r, subjectRelation, subject))
	if found != nil && f.holds(*found) {
		return []paths.Path{f.step(o, *found)}
	}
	comes := relation.New(e.snapshot.Object(o), symbols.RelationName(r), e.snapshot.Object(subject))
	comes.SubjectRelation = symbols.RelationName(subjectRelation)
	return f.change(relation.Change{Relationship: comes})
}

func (f *finder) holds(x graph.Edge) bool {
	return !f.evaluation.expired(x.Condition) && f.evaluation.holds(x.Condition) == Allowed
}

// change is the path by one change, if it is a remedy.
func (f *finder) change(c relation.Change) []paths.Path {
	if f.propose == nil {
		return nil
	}
	changes, ok := f.propose(f.evaluation.snapshot, c)
	if !ok {
		return nil
	}
	return []paths.Path{{Changes: changes}}
}

// alreadyAbsent is the path of no change where an operator denies, and none where
// it does not.
func (f *finder) alreadyAbsent(op operator, o graph.ObjectID) []paths.Path {
	if op.check(f.evaluation, o, maxDepth) == Denied {
		return []paths.Path{{}}
	}
	return nil
}

// taken are the paths by which whatever puts the subject in a relation of an
// object goes.
func (f *finder) taken(r graph.RelationID, o graph.ObjectID) []paths.Path {
	e := f.evaluation
	found := []paths.Path{{}}
	for _, x := range e.snapshot.Forward(o).Of(r) {
		puts := x.SubjectRelation() == 0 && (x.Other() == e.subject || x.Other() == e.wildcard()) ||
			x.SubjectRelation() != 0 && e.relation(x.SubjectRelation(), x.Other(), maxDepth) != Denied
		if puts && !e.expired(x.Condition) {
			gone := relation.Change{Relationship: e.snapshot.Relationship(o, x), Gone: true}
			found = paths.Every(found, f.change(gone))
		}
	}
	return found
}

// step is the path by one relationship.
func (f *finder) step(o graph.ObjectID, x graph.Edge) paths.Path {
	return paths.Path{Steps: []relation.Relationship{f.evaluation.snapshot.Relationship(o, x)}}
}
