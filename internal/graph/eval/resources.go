package eval

import "github.com/remit-authz/remit/internal/graph"

// resources finds the resources that a subject may have a permission of: all that
// it has, and some that a check then denies. Of an intersection it follows the
// part that reaches least; what is subtracted it leaves aside.
type resources struct {
	evaluation *Evaluation
	found      map[graph.RelationID]*set
	done       map[graph.RelationID]bool // in this round
	again      bool                      // something in a circle grew: once more around
}

func newResources(e *Evaluation) *resources {
	return &resources{e, map[graph.RelationID]*set{}, map[graph.RelationID]bool{}, false}
}

func (r *resources) all(in graph.RelationID) []graph.ObjectID {
	for {
		r.again = false
		found := r.relation(in)
		if !r.again {
			return found.objects
		}
		clear(r.done)
	}
}

// relation are the objects of which the subject may be in a relation. In a
// circle it is what has been found so far, and all goes around until
// nothing grows.
func (r *resources) relation(in graph.RelationID) *set {
	d := r.evaluation.snapshot.schema.definition(in)
	found := r.found[in]
	if r.done[in] {
		return found
	}
	if found == nil {
		found = newSet()
		r.found[in] = found
	}
	r.done[in] = true
	before := len(found.objects)
	if r.evaluation.subjectRelation == in && r.evaluation.subject != graph.NoSubject {
		found.add(r.evaluation.subject)
	}
	if d.rewrite != nil {
		found.addAll(d.rewrite.resources(r))
	} else {
		r.direct(d, in, found)
	}
	if len(found.settle().objects) > before && d.recursive {
		r.again = true
	}
	return found
}

func (r *resources) direct(d *definition, in graph.RelationID, found *set) {
	e := r.evaluation
	for _, kind := range d.allowed {
		if kind.typ == e.subjectType {
			switch {
			case kind.wildcard:
				r.back(e.snapshot.Reverse(e.wildcard()).Via(in, 0), found)
			case kind.relation == e.subjectRelation:
				r.back(e.own.Via(in, e.subjectRelation), found)
			}
		}
		if kind.relation != 0 && !kind.wildcard {
			for _, o := range r.relation(kind.relation).objects {
				r.back(e.snapshot.Reverse(o).Via(in, kind.relation), found)
			}
		}
	}
}

// back follows relationships from their subjects to their resources.
func (r *resources) back(list graph.Edges, found *set) {
	for _, x := range list {
		if !r.evaluation.expired(x.Condition) {
			found.add(x.Other())
		}
	}
}

// many guesses how many there are of a relation.
func (r *resources) many(in graph.RelationID, depth int) int {
	e, d := r.evaluation, r.evaluation.snapshot.schema.definition(in)
	switch {
	case r.found[in] != nil && r.done[in]:
		return len(r.found[in].objects)
	case depth == 0 || d.recursive:
		return 0
	case d.rewrite != nil:
		return d.rewrite.manyResources(r, depth-1)
	}
	most := 0
	for _, kind := range d.allowed {
		switch {
		case kind.typ != e.subjectType:
		case kind.wildcard:
			most = max(most, len(e.snapshot.Reverse(e.wildcard()).Via(in, 0)))
		case kind.relation == e.subjectRelation:
			most = max(most, len(e.own.Via(in, e.subjectRelation)))
		}
	}
	return most
}
