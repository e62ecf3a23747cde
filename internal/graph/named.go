package graph

// named finds the subjects of the evaluation's type that a permission of one
// resource may hold for: every one that differs from somebody whom no
// relationship names. Of an intersection it follows the part that names least.
type named struct {
	evaluation *evaluation
	found      map[visit]*set
	done       map[visit]bool // in this round
	again      bool           // something in a circle grew: once more around
}

func newNamed(e *evaluation) *named {
	return &named{evaluation: e, found: map[visit]*set{}, done: map[visit]bool{}}
}

func (n *named) subjects(r relationID, o objectID) *set {
	for {
		n.again = false
		found := n.relation(visit{r, o})
		if !n.again {
			return found
		}
		clear(n.done)
	}
}

// relation are the subjects that may be in a relation of an object. In a
// circle it is what has been found so far.
func (n *named) relation(v visit) *set {
	d := n.evaluation.graph.program.definition(v.relation)
	found := n.found[v]
	if n.done[v] {
		return found
	}
	if found == nil {
		found = newSet()
		n.found[v] = found
	}
	n.done[v] = true
	before, everybody := len(found.objects), found.everybody
	if d.rewrite != nil {
		found.addAll(n.node(d.rewrite, v.object))
	} else {
		n.direct(v, found)
	}
	if grown := len(found.settle().objects) > before || found.everybody != everybody; grown && d.recursive {
		n.again = true
	}
	return found
}

func (n *named) direct(v visit, found *set) {
	e := n.evaluation
	for _, x := range e.graph.forward.at(v.object).of(v.relation) {
		switch {
		case e.over(x.condition):
		case x.subjectRelation() != 0:
			found.addAll(n.relation(visit{x.subjectRelation(), x.other()}))
		case e.graph.dictionary.name(x.other()).typ != e.subjectType:
		case x.other() == e.everybody():
			found.everybody = true
		default:
			found.add(x.other())
		}
	}
}

func (n *named) node(x *node, o objectID) *set {
	switch x.op {
	case opComputed:
		return n.relation(visit{x.relation, o})
	case opIntersection:
		return n.least(x.children, o)
	case opExclusion:
		return n.exclusion(x, o)
	}
	found := newSet()
	switch x.op {
	case opSelf:
		if x.typ == n.evaluation.subjectType && o != noObject {
			found.add(o)
		}
	case opAny, opAll:
		n.arrow(x, o, found)
	case opUnion:
		for _, child := range x.children {
			found.addAll(n.node(child, o))
		}
	}
	return found.settle()
}

// exclusion names who is subtracted only where it matters: from everybody.
func (n *named) exclusion(x *node, o objectID) *set {
	base := n.node(x.children[0], o)
	if !base.everybody {
		return base
	}
	found := newSet()
	found.addAll(base)
	found.addAll(n.node(x.children[1], o))
	found.everybody = true
	return found.settle()
}

func (n *named) arrow(x *node, o objectID, found *set) {
	e := n.evaluation
	for _, next := range e.graph.forward.at(o).of(x.relation) {
		if e.over(next.condition) {
			continue
		}
		if target := x.target(e.graph.dictionary.name(next.other()).typ); target != 0 {
			found.addAll(n.relation(visit{target, next.other()}))
		}
	}
}

// least is the smallest set of those without everybody. Where all have
// everybody, whoever one of them names may differ.
func (n *named) least(children []*node, o objectID) *set {
	all := newSet()
	var best *set
	for _, child := range children {
		found := n.node(child, o)
		all.addAll(found)
		if best == nil || found.smaller(best) {
			best = found
		}
	}
	if best.everybody {
		return all.settle()
	}
	return best
}
