package eval

import "github.com/remit-authz/remit/internal/graph"

// direct asks who is written in a relation: the subject, a wildcard, or a
// relation of an object that the subject is in.
func (e *Evaluation) direct(d *definition, r graph.RelationID, o graph.ObjectID, depth int) Outcome {
	outcome, usersets := Denied, false
	list := e.snapshot.Forward(o)
	for _, kind := range d.allowed {
		if kind.typ == e.subjectType {
			switch {
			case kind.wildcard:
				outcome = outcome.or(e.probe(list, graph.Key(r, 0, e.wildcard())))
			case kind.relation == e.subjectRelation:
				outcome = outcome.or(e.written(list, r, o))
			}
			if outcome == Allowed {
				return Allowed
			}
		}
		usersets = usersets || kind.relation != 0
	}
	if usersets {
		outcome = outcome.or(e.usersets(list, r, depth))
	}
	return outcome
}

// written looks for the subject itself, from the end that has fewer graph.Edges.
func (e *Evaluation) written(list graph.Edges, r graph.RelationID, o graph.ObjectID) Outcome {
	if len(e.own) < len(list) {
		return e.probe(e.own, graph.Key(r, e.subjectRelation, o))
	}
	return e.probe(list, graph.Key(r, e.subjectRelation, e.subject))
}

func (e *Evaluation) probe(list graph.Edges, key uint64) Outcome {
	found := list.Find(key)
	if found == nil || e.expired(found.Condition) {
		return Denied
	}
	return e.holds(found.Condition)
}

func (e *Evaluation) usersets(list graph.Edges, r graph.RelationID, depth int) Outcome {
	outcome := Denied
	for i := list.Search(graph.Key(r, 1, 0)); i < len(list) && list[i].Relation() == r; i++ {
		x := list[i]
		if e.expired(x.Condition) {
			continue
		}
		in := e.relation(x.SubjectRelation(), x.Other(), depth-1)
		if in != Denied {
			in = in.and(e.holds(x.Condition))
		}
		if outcome = outcome.or(in); outcome == Allowed {
			break
		}
	}
	return outcome
}

// shared asks what many objects of a list ask of the same one, such as a
// tenant, and keeps the last answers while the subject is the same.
func (e *Evaluation) shared(v visit, depth int) Outcome {
	if e.last == nil {
		return e.relation(v.relation, v.object, depth)
	}
	slot := &e.last[int(v.relation)%len(e.last)]
	if slot.visit == v {
		return slot.outcome
	}
	outcome := e.relation(v.relation, v.object, depth)
	// What is undecided may be so on this path only, and a condition has to
	// say each time what it lacks.
	if outcome == Allowed || outcome == Denied {
		*slot = answered{v, outcome}
	}
	return outcome
}
