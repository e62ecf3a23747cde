package eval

import "github.com/remit-authz/remit/internal/graph"

// relation asks one relation or permission of one object.
func (e *Evaluation) relation(r graph.RelationID, o graph.ObjectID, depth int) Outcome {
	if r == e.subjectRelation && o == e.subject && r != 0 {
		return Allowed // a relation of an object is in itself
	}
	if depth == 0 {
		return Undecided
	}
	d := e.snapshot.schema.definition(r)
	// Where the types are the same, a name on the way may be the subject itself.
	if d.alias != 0 && d.typ != e.subjectType {
		r = d.alias
		d = e.snapshot.schema.definition(r)
	}
	if d.recursive {
		return e.guarded(d, visit{r, o}, depth)
	}
	return e.define(d, r, o, depth)
}

// guarded looks out for circles. Going around one ends in an error in SpiceDB,
// unless something else decides before.
func (e *Evaluation) guarded(d *definition, v visit, depth int) Outcome {
	if outcome, ok := e.known[v]; ok {
		return outcome
	}
	for _, before := range e.path {
		if before == v {
			return Undecided
		}
	}
	if e.visits++; e.visits > maxVisits {
		return Undecided
	}
	e.path = append(e.path, v)
	outcome := e.define(d, v.relation, v.object, depth)
	e.path = e.path[:len(e.path)-1]
	// What is undecided may be so on this path only, and what a relationship
	// stores has to be met by each answer.
	if outcome != Undecided && !(outcome == Conditional && e.stored) {
		if e.known == nil {
			e.known = map[visit]Outcome{}
		}
		e.known[v] = outcome
	}
	return outcome
}

func (e *Evaluation) define(d *definition, r graph.RelationID, o graph.ObjectID, depth int) Outcome {
	if d.rewrite != nil {
		return d.rewrite.check(e, o, depth)
	}
	return e.direct(d, r, o, depth)
}
