package eval

import (
	"slices"
	"sync"
	"time"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/relation"
)

// maxDepth is how many steps SpiceDB goes before it gives up with an error.
const maxDepth = 50

// maxVisits bounds the work on one question where definitions are recursive:
// there are more ways through a tangle than anybody can walk.
const maxVisits = 20_000

// Evaluation is the work on the questions of one subject. It is not safe for
// concurrent use.
type Evaluation struct {
	snapshot        *Snapshot
	at              time.Time
	context         Context
	values          map[string]any
	subjectType     graph.TypeID
	subjectRelation graph.RelationID
	subject         graph.ObjectID
	own             graph.Edges // the subject's own edges
	missing         []string
	stored          bool // a relationship was met that stores the question's part
	visits          int
	path            []visit
	known           map[visit]Outcome
	last            []answered // nil where one question is all there is
	by              allowedBy  // the last object of a list
	room            [remembered]answered
}

// visit is a definition asked of an object.
type visit struct {
	relation graph.RelationID
	object   graph.ObjectID
}

// answered is the outcome of a visit.
type answered struct {
	visit   visit
	outcome Outcome
}

// remembered is how many outcomes a list keeps.
const remembered = 4

// evaluations are used again: an operator is called through an interface, so that
// one would have to be allocated for each question.
var evaluations = sync.Pool{New: func() any { return new(Evaluation) }}

// Check answers a question. It allocates nothing where definitions are not
// recursive and no caveat is met.
func (s *Snapshot) Check(q Question, c Context) Answer {
	r, resource := s.resource(q)
	if r == 0 {
		return Answer{Outcome: Undecided}
	}
	e := evaluations.Get().(*Evaluation)
	defer evaluations.Put(e)
	defer e.forget()
	if !e.prepare(s, q.Subject, q.SubjectRelation, c) {
		return Answer{Outcome: Undecided}
	}
	if resource == graph.NoObject && q.Resource == q.Subject {
		resource = e.subject
	}
	return e.Answer(r, resource)
}

// resource finds what is asked of what. The relation is zero where the schema
// defines no such permission: SpiceDB has to say so, in an error.
func (s *Snapshot) resource(q Question) (graph.RelationID, graph.ObjectID) {
	typ := s.schema.symbols.Type(q.Resource.Type)
	r := s.schema.symbols.Defined(typ, q.Permission)
	if r == 0 || q.Resource.ID == relation.Wildcard {
		return 0, 0
	}
	if o := s.Find(typ, q.Resource.ID); o != 0 {
		return r, o
	}
	return r, graph.NoObject
}

// Evaluation prepares questions about one subject, whose relation is blank for
// the subject itself; false for one that the schema does not know.
func (s *Snapshot) Evaluation(subject relation.Object, subjectRelation string, c Context) (*Evaluation, bool) {
	e := &Evaluation{}
	return e, e.prepare(s, subject, subjectRelation, c)
}

func (e *Evaluation) prepare(s *Snapshot, subject relation.Object, subjectRelation string, c Context) bool {
	e.snapshot, e.at, e.context, e.subject = s, c.At, c, graph.NoSubject
	e.subjectType = s.schema.symbols.Type(subject.Type)
	if subjectRelation != "" {
		if e.subjectRelation = s.schema.symbols.Defined(e.subjectType, subjectRelation); e.subjectRelation == 0 {
			return false
		}
	}
	if e.subjectType == 0 || subject.ID == relation.Wildcard {
		return false
	}
	e.become(s.Find(e.subjectType, subject.ID))
	return true
}

// forget keeps nothing but room: an old snapshot must not be held.
func (e *Evaluation) forget() {
	*e = Evaluation{missing: e.missing[:0], path: e.path[:0]}
}

// become turns the evaluation to another subject of the same type; zero is one
// that no relationship names.
func (e *Evaluation) become(o graph.ObjectID) {
	e.subject = o
	if o == 0 {
		e.subject = graph.NoSubject
	}
	e.own = e.snapshot.Reverse(e.subject)
	clear(e.known)
	clear(e.last)
}

// wildcard is "*" of the subject's type, or NoSubject where no relationship
// names it.
func (e *Evaluation) wildcard() graph.ObjectID {
	if o := e.snapshot.Find(e.subjectType, relation.Wildcard); o != 0 {
		return o
	}
	return graph.NoSubject
}

// Answer evaluates one permission of one resource.
func (e *Evaluation) Answer(r graph.RelationID, o graph.ObjectID) Answer {
	e.visits, e.missing, e.stored = 0, e.missing[:0], false
	answer := Answer{Outcome: e.relation(r, o, maxDepth)}
	switch {
	case answer.Outcome != Conditional:
	case e.stored && len(e.missing) == 0:
		// A relationship that stores the question's part gives nothing, and gives
		// nothing back where it is subtracted either.
		answer.Outcome = Denied
	default:
		answer.Missing = sortedNames(slices.Clone(e.missing))
	}
	return answer
}

// expired says whether a relationship with a condition has expired.
func (e *Evaluation) expired(c *graph.Condition) bool {
	return c != nil && c.Expired(e.time())
}

// time is the moment of the question: one for all of it.
func (e *Evaluation) time() time.Time {
	if e.at.IsZero() && e.context.Clock != nil {
		e.at = e.context.Clock()
	}
	return e.at
}

// now is the moment that the question brings to caveats, false where it is not
// known, or none that its text could say.
func (e *Evaluation) now() (time.Time, bool) {
	if e.context.Now == nil {
		return time.Time{}, false
	}
	now, ok := e.context.Now(e.time())
	return now, ok && now.Unix() >= firstSecond && now.Unix() <= lastSecond
}

// The years of RFC 3339 are 0 to 9999.
var (
	firstSecond = time.Date(0, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	lastSecond  = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC).Unix()
)

// holds is the outcome of the condition of one relationship that has not
// expired. A relationship that stores what only a question brings gives
// nothing here, whereas in SpiceDB it holds without end.
func (e *Evaluation) holds(c *graph.Condition) Outcome {
	if c == nil || c.Terms.Caveat == "" {
		return Allowed
	}
	compiled, ok := e.snapshot.schema.read.Caveats[string(c.Terms.Caveat)]
	if !ok {
		return Undecided
	}
	window := windowOf(c, compiled)
	if window.stores {
		e.stored = true
		return Conditional // on nothing that a question could bring: see Answer
	}
	if outcome, ok := window.decides(e); ok {
		return outcome
	}
	if e.values == nil && e.context.Values != nil {
		e.values = e.context.Values(e.time())
	}
	outcome, missing := evaluateCaveat(compiled, c.Given, e.values)
	e.missing = append(e.missing, missing...)
	return outcome
}
