package graph

// direct asks who is written in a relation: the subject, everybody, or a
// relation of an object that the subject is in.
func (e *evaluation) direct(d *definition, r relationID, o objectID, depth int) Outcome {
	outcome, usersets := Denied, false
	list := e.graph.forward.at(o)
	for _, kind := range d.allowed {
		if kind.typ == e.subjectType {
			switch {
			case kind.everybody:
				outcome = outcome.or(e.probe(list, keyOf(r, 0, e.everybody())))
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

// written looks for the subject itself, from the end that has fewer edges.
func (e *evaluation) written(list edges, r relationID, o objectID) Outcome {
	if len(e.own) < len(list) {
		return e.probe(e.own, keyOf(r, e.subjectRelation, o))
	}
	return e.probe(list, keyOf(r, e.subjectRelation, e.subject))
}

func (e *evaluation) probe(list edges, key uint64) Outcome {
	found := list.find(key)
	if found == nil || e.over(found.condition) {
		return Denied
	}
	return e.holds(found.condition)
}

func (e *evaluation) usersets(list edges, r relationID, depth int) Outcome {
	outcome := Denied
	for i := list.search(keyOf(r, 1, 0)); i < len(list) && list[i].relation() == r; i++ {
		x := list[i]
		if e.over(x.condition) {
			continue
		}
		in := e.relation(x.subjectRelation(), x.other(), depth-1)
		if in != Denied {
			in = in.and(e.holds(x.condition))
		}
		if outcome = outcome.or(in); outcome == Allowed {
			break
		}
	}
	return outcome
}

// any asks the next objects for one that gives the permission.
func (e *evaluation) any(n *node, o objectID, depth int) Outcome {
	outcome, list := Denied, e.graph.forward.at(o)
	for i := list.search(keyOf(n.relation, 0, 0)); i < len(list) && list[i].relation() == n.relation; i++ {
		x := list[i]
		if e.over(x.condition) {
			continue
		}
		in := e.next(n, x, depth)
		if outcome = outcome.or(in); outcome == Allowed {
			break
		}
	}
	return outcome
}

// all asks that there is a next object, and that every one gives the
// permission.
func (e *evaluation) all(n *node, o objectID, depth int) Outcome {
	outcome, found, list := Allowed, false, e.graph.forward.at(o)
	for i := list.search(keyOf(n.relation, 0, 0)); i < len(list) && list[i].relation() == n.relation; i++ {
		x := list[i]
		if e.over(x.condition) {
			continue
		}
		found = true
		if outcome = outcome.and(e.next(n, x, depth)); outcome == Denied {
			break
		}
	}
	if !found {
		return Denied
	}
	return outcome
}

// next asks the object at the far end of an arrow. One whose type does not
// define what is asked gives nothing.
func (e *evaluation) next(n *node, x edge, depth int) Outcome {
	target := n.target(e.graph.dictionary.name(x.other()).typ)
	if target == 0 {
		return Denied
	}
	outcome := e.shared(visit{target, x.other()}, depth-1)
	if outcome != Denied {
		outcome = outcome.and(e.holds(x.condition))
	}
	return outcome
}

// shared asks what many objects of a list ask of the same one, such as a
// tenant, and keeps the last answers while the subject is the same.
func (e *evaluation) shared(v visit, depth int) Outcome {
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
