package graph

import "github.com/remit-authz/remit/internal/relation"

// finder looks for the ways for one question to be allowed.
type finder struct {
	evaluation *evaluation
	question   Question
	advise     Advise
	path       []visit
}

// relation are the ways for the subject to be in a relation of an object.
func (f *finder) relation(r relationID, o objectID) []Way {
	v := visit{r, o}
	if r == f.evaluation.subjectRelation && o == f.evaluation.subject {
		return []Way{{}}
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
	d := f.evaluation.graph.program.definition(r)
	if d.rewrite != nil {
		return f.node(d.rewrite, o)
	}
	return f.direct(d, r, o)
}

func (f *finder) node(n *node, o objectID) []Way {
	switch n.op {
	case opComputed:
		return f.relation(n.relation, o)
	case opUnion:
		var ways []Way
		for _, child := range n.children {
			ways = append(ways, f.node(child, o)...)
		}
		return nearest(ways)
	case opIntersection:
		ways := []Way{{}}
		for _, child := range n.children {
			ways = every(ways, f.node(child, o))
		}
		return ways
	case opExclusion:
		return every(f.node(n.children[0], o), f.without(n.children[1], o))
	case opAny, opAll:
		return f.arrow(n, o)
	case opSelf:
		if o == f.evaluation.subject {
			return []Way{{}}
		}
	}
	return nil
}

// direct are the ways to be written in a relation.
func (f *finder) direct(d *definition, r relationID, o objectID) []Way {
	e := f.evaluation
	var ways []Way
	for _, kind := range d.allowed {
		switch {
		case kind.relation != 0 && !(kind.typ == e.subjectType && kind.relation == e.subjectRelation):
			continue
		case kind.typ != e.subjectType:
			continue
		case kind.everybody:
			ways = append(ways, f.written(r, o, e.everybody())...)
		default:
			ways = append(ways, f.written(r, o, e.subject)...)
		}
	}
	for _, x := range e.graph.forward.at(o).usersets(r) {
		if f.holds(x) {
			step := Way{Steps: []relation.Relationship{f.relationship(r, o, x.subjectRelation(), x.other(), x.condition)}}
			ways = append(ways, every([]Way{step}, f.relation(x.subjectRelation(), x.other()))...)
		}
	}
	return nearest(ways)
}

// written is the way by one relationship: it exists and holds, or it has to
// come.
func (f *finder) written(r relationID, o, subject objectID) []Way {
	e := f.evaluation
	subjectRelation := e.subjectRelation
	if subject == e.everybody() {
		subjectRelation = 0
	}
	found := e.graph.forward.at(o).find(keyOf(r, subjectRelation, subject))
	if found != nil && f.holds(*found) {
		return []Way{{Steps: []relation.Relationship{f.relationship(r, o, subjectRelation, subject, found.condition)}}}
	}
	return f.change(relation.Change{Relationship: f.relationship(r, o, subjectRelation, subject, nil)})
}

func (f *finder) holds(x edge) bool {
	return !f.evaluation.over(x.condition) && f.evaluation.holds(x.condition) == Allowed
}

// change is the way by one change, if it is one to advise.
func (f *finder) change(c relation.Change) []Way {
	if f.advise == nil {
		return nil
	}
	changes, ok := f.advise(f.evaluation.graph, c)
	if !ok {
		return nil
	}
	return []Way{{Changes: changes}}
}

// arrow are the ways by the next objects: any one, or all of them.
func (f *finder) arrow(n *node, o objectID) []Way {
	e := f.evaluation
	any, all, found := []Way(nil), []Way{{}}, false
	for _, x := range e.graph.forward.at(o).of(n.relation) {
		if e.over(x.condition) {
			continue
		}
		found = true
		step := Way{Steps: []relation.Relationship{f.relationship(n.relation, o, x.subjectRelation(), x.other(), x.condition)}}
		var ways []Way
		if target := n.target(e.graph.dictionary.name(x.other()).typ); target != 0 && f.holds(x) {
			ways = every([]Way{step}, f.relation(target, x.other()))
		}
		any, all = append(any, ways...), every(all, ways)
	}
	switch {
	case !found:
		return nil // a parent is not made up
	case n.op == opAll:
		return all
	}
	return nearest(any)
}

// without are the ways for the subject not to be in what is subtracted: it is
// not, or what puts it there goes.
func (f *finder) without(n *node, o objectID) []Way {
	e := f.evaluation
	if e.node(n, o, maxDepth) == Denied {
		return []Way{{}}
	}
	if n.op != opComputed || e.graph.program.definition(n.relation).rewrite != nil {
		return nil
	}
	ways := []Way{{}}
	for _, x := range e.graph.forward.at(o).of(n.relation) {
		puts := x.subjectRelation() == 0 && (x.other() == e.subject || x.other() == e.everybody()) ||
			x.subjectRelation() != 0 && e.relation(x.subjectRelation(), x.other(), maxDepth) != Denied
		if puts && !e.over(x.condition) {
			gone := relation.Change{Relationship: f.relationship(n.relation, o, x.subjectRelation(), x.other(), x.condition), Gone: true}
			ways = every(ways, f.change(gone))
		}
	}
	return ways
}

func (f *finder) relationship(r relationID, o objectID, subjectRelation relationID, subject objectID, c *condition) relation.Relationship {
	g := f.evaluation.graph
	return g.relationship(g.object(o), r, g.object(subject), subjectRelation, c)
}

// object is what a number stands for.
func (g *Graph) object(o objectID) relation.Object {
	n := g.dictionary.name(o)
	return relation.Object{Type: g.program.symbols.typeNames[n.typ], ID: n.id()}
}
