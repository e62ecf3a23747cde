package graph

import (
	"cmp"
	"slices"
)

// reach finds the resources that a subject may have a permission of: all that
// it has, and some that a check then denies. Of an intersection it follows the
// part that reaches least; what is subtracted it leaves aside.
type reach struct {
	evaluation *evaluation
	found      map[relationID]*set
	done       map[relationID]bool // in this round
	again      bool                // something in a circle grew: once more around
}

func newReach(e *evaluation) *reach {
	return &reach{e, map[relationID]*set{}, map[relationID]bool{}, false}
}

func (r *reach) resources(relation relationID) []objectID {
	for {
		r.again = false
		found := r.relation(relation)
		if !r.again {
			return found.objects
		}
		clear(r.done)
	}
}

// relation are the objects of which the subject may be in a relation. In a
// circle it is what has been found so far, and resources goes around until
// nothing grows.
func (r *reach) relation(relation relationID) *set {
	d := r.evaluation.graph.program.definition(relation)
	found := r.found[relation]
	if r.done[relation] {
		return found
	}
	if found == nil {
		found = newSet()
		r.found[relation] = found
	}
	r.done[relation] = true
	before := len(found.objects)
	if r.evaluation.subjectRelation == relation && r.evaluation.subject != noSubject {
		found.add(r.evaluation.subject)
	}
	if d.rewrite != nil {
		found.addAll(r.node(d.rewrite))
	} else {
		r.direct(d, relation, found)
	}
	if len(found.settle().objects) > before && d.recursive {
		r.again = true
	}
	return found
}

func (r *reach) direct(d *definition, relation relationID, found *set) {
	e := r.evaluation
	for _, kind := range d.allowed {
		if kind.typ == e.subjectType {
			switch {
			case kind.everybody:
				r.back(e.graph.reverse.at(e.everybody()).via(relation, 0), found)
			case kind.relation == e.subjectRelation:
				r.back(e.own.via(relation, e.subjectRelation), found)
			}
		}
		if kind.relation != 0 && !kind.everybody {
			for _, o := range r.relation(kind.relation).objects {
				r.back(e.graph.reverse.at(o).via(relation, kind.relation), found)
			}
		}
	}
}

// back follows relationships from their subjects to their resources.
func (r *reach) back(list edges, found *set) {
	for _, x := range list {
		if !r.evaluation.over(x.condition) {
			found.add(x.other())
		}
	}
}

func (r *reach) node(n *node) *set {
	switch n.op {
	case opComputed:
		return r.relation(n.relation)
	case opExclusion:
		return r.node(n.children[0])
	case opIntersection:
		return r.least(n.children)
	case opAny, opAll:
		return r.arrow(n)
	}
	found := newSet()
	if e := r.evaluation; n.op == opSelf && n.typ == e.subjectType && e.subject != noSubject && e.subjectRelation == 0 {
		found.add(e.subject)
	}
	for _, child := range n.children { // of a union
		found.addAll(r.node(child))
	}
	return found.settle()
}

// least is the smallest of the sets, found without building those that are
// clearly larger.
func (r *reach) least(children []*node) *set {
	var best *set
	children = slices.Clone(children)
	slices.SortStableFunc(children, func(a, b *node) int { return cmp.Compare(r.atLeast(a), r.atLeast(b)) })
	for _, child := range children {
		if best != nil && len(best.objects) <= r.atLeast(child) {
			continue
		}
		if found := r.node(child); best == nil || found.smaller(best) {
			best = found
		}
	}
	return best
}

func (r *reach) arrow(n *node) *set {
	found := newSet()
	e := r.evaluation
	for _, kind := range e.graph.program.definition(n.relation).allowed {
		if target := n.target(kind.typ); target != 0 {
			for _, o := range r.relation(target).objects {
				r.back(e.graph.reverse.at(o).of(n.relation), found)
			}
		}
	}
	return found.settle()
}

// atLeast bounds from below how many objects a node's set has, without
// building it: the tenant of a hundred thousand clients is one number.
func (r *reach) atLeast(n *node) int {
	if n.op != opAny && n.op != opAll {
		return 0
	}
	most, e := 0, r.evaluation
	for _, kind := range e.graph.program.definition(n.relation).allowed {
		if target := n.target(kind.typ); target != 0 {
			for _, o := range r.relation(target).objects {
				most = max(most, len(e.graph.reverse.at(o).of(n.relation)))
			}
		}
	}
	return most
}
