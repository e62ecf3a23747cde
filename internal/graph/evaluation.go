package graph

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/relation"
)

// maxDepth is how many steps SpiceDB goes before it gives up with an error.
const maxDepth = 50

// maxVisits bounds the work on one question where definitions are recursive:
// there are more ways through a tangle than anybody can walk.
const maxVisits = 20_000

// evaluation is the work on one question. It lives on the stack of the asker
// and allocates only for recursive definitions and caveats.
type evaluation struct {
	graph           *Graph
	at              time.Time
	circumstances   Circumstances
	context         map[string]any
	subjectType     typeID
	subjectRelation relationID
	subject         objectID
	own             edges // the subject's own edges
	missing         []string
	stored          bool // a relationship was met that stores the question's part
	visits          int
	path            []visit
	known           map[visit]Outcome
	last            []answered // nil where one question is all there is
}

// visit is a definition asked of an object.
type visit struct {
	relation relationID
	object   objectID
}

// answered is the outcome of a visit.
type answered struct {
	visit   visit
	outcome Outcome
}

// remembered is how many outcomes a list keeps.
const remembered = 4

// Check answers a question. It allocates nothing where definitions are not
// recursive and no caveat is met.
func (g *Graph) Check(q Question, c Circumstances) Answer {
	r, resource := g.resource(q)
	if r == 0 {
		return Answer{Outcome: Undecided}
	}
	e, ok := g.evaluation(q.Subject, q.SubjectRelation, c)
	if !ok {
		return Answer{Outcome: Undecided}
	}
	if resource == noObject && q.Resource == q.Subject {
		resource = e.subject
	}
	return e.answer(r, resource)
}

// resource finds what is asked of what. The relation is zero where the schema
// defines no such permission: SpiceDB has to say so, in an error.
func (g *Graph) resource(q Question) (relationID, objectID) {
	typ := g.program.symbols.types[q.Resource.Type]
	r := g.program.symbols.relations[relationName{typ, q.Permission}]
	if !g.program.definition(r).defined || q.Resource.ID == relation.Wildcard {
		return 0, 0
	}
	if o := g.dictionary.find(typ, q.Resource.ID); o != 0 {
		return r, o
	}
	return r, noObject
}

// evaluation prepares questions about one subject; false for a subject that
// the schema does not know.
func (g *Graph) evaluation(subject relation.Object, subjectRelation string, c Circumstances) (evaluation, bool) {
	e := evaluation{graph: g, at: c.At, circumstances: c, subject: noSubject}
	e.subjectType = g.program.symbols.types[subject.Type]
	if subjectRelation != "" {
		e.subjectRelation = g.program.symbols.relations[relationName{e.subjectType, subjectRelation}]
		if !g.program.definition(e.subjectRelation).defined {
			return e, false
		}
	}
	if e.subjectType == 0 || subject.ID == relation.Wildcard {
		return e, false
	}
	e.become(g.dictionary.find(e.subjectType, subject.ID))
	return e, true
}

// become turns the evaluation to another subject of the same type; zero is one
// that no relationship names.
func (e *evaluation) become(o objectID) {
	e.subject = o
	if o == 0 {
		e.subject = noSubject
	}
	e.own = e.graph.reverse.at(e.subject)
	clear(e.known)
	clear(e.last)
}

// everybody is "*" of the subject's type, or noSubject where no relationship
// names it.
func (e *evaluation) everybody() objectID {
	if o := e.graph.dictionary.find(e.subjectType, relation.Wildcard); o != 0 {
		return o
	}
	return noSubject
}

// answer evaluates one permission of one resource.
func (e *evaluation) answer(r relationID, o objectID) Answer {
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

// over says whether a relationship with a condition has expired.
func (e *evaluation) over(c *condition) bool { return c != nil && c.over(e.time()) }

// time is the moment of the question: one for all of it.
func (e *evaluation) time() time.Time {
	if e.at.IsZero() && e.circumstances.Clock != nil {
		e.at = e.circumstances.Clock()
	}
	return e.at
}

// holds is the outcome of the condition of one relationship that has not
// expired.
func (e *evaluation) holds(c *condition) Outcome {
	if c == nil || c.terms.Caveat == "" {
		return Allowed
	}
	compiled, ok := e.graph.program.caveats[string(c.terms.Caveat)]
	if !ok {
		return Undecided
	}
	if c.storesQuestion() {
		e.stored = true
		return Conditional // on nothing that a question could bring: see answer
	}
	if e.context == nil && e.circumstances.Context != nil {
		e.context = e.circumstances.Context(e.time())
	}
	outcome, missing := compiled.evaluate(c.context, e.context)
	e.missing = append(e.missing, missing...)
	return outcome
}
