package graph

// relation asks one relation or permission of one object.
func (e *evaluation) relation(r relationID, o objectID, depth int) Outcome {
	if r == e.subjectRelation && o == e.subject && r != 0 {
		return Allowed // a relation of an object is in itself
	}
	if depth == 0 {
		return Undecided
	}
	d := e.graph.program.definition(r)
	// Where the types are the same, a name on the way may be the subject itself.
	if d.alias != 0 && d.typ != e.subjectType {
		r = d.alias
		d = e.graph.program.definition(r)
	}
	if d.recursive {
		return e.guarded(d, visit{r, o}, depth)
	}
	return e.define(d, r, o, depth)
}

// guarded looks out for circles. Going around one ends in an error in SpiceDB,
// unless something else decides before.
func (e *evaluation) guarded(d *definition, v visit, depth int) Outcome {
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

func (e *evaluation) define(d *definition, r relationID, o objectID, depth int) Outcome {
	if d.rewrite != nil {
		return e.node(d.rewrite, o, depth)
	}
	return e.direct(d, r, o, depth)
}

func (e *evaluation) node(n *node, o objectID, depth int) Outcome {
	switch n.op {
	case opComputed:
		return e.relation(n.relation, o, depth-1)
	case opUnion:
		return e.union(n.children, o, depth)
	case opIntersection:
		return e.intersection(n.children, o, depth)
	case opExclusion:
		base := e.node(n.children[0], o, depth)
		if base == Denied {
			return Denied
		}
		return base.and(e.node(n.children[1], o, depth).not())
	case opAny:
		return e.any(n, o, depth)
	case opAll:
		return e.all(n, o, depth)
	case opSelf:
		if o == e.subject && e.subjectRelation == 0 {
			return Allowed
		}
	}
	return Denied
}

func (e *evaluation) union(children []*node, o objectID, depth int) Outcome {
	outcome := Denied
	for _, child := range children {
		if outcome = outcome.or(e.node(child, o, depth)); outcome == Allowed {
			break
		}
	}
	return outcome
}

func (e *evaluation) intersection(children []*node, o objectID, depth int) Outcome {
	outcome := Allowed
	for _, child := range children {
		if outcome = outcome.and(e.node(child, o, depth)); outcome == Denied {
			break
		}
	}
	return outcome
}
