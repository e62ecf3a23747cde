package eval

import "github.com/remit-authz/remit/internal/graph"

// subjects finds the subjects of the evaluation's type that a permission of one
// resource may hold for: every one that differs from somebody whom no
// relationship names. Of an intersection it follows the part that names least.
type subjects struct {
	evaluation *Evaluation
	found      map[visit]*set
	done       map[visit]bool // in this round
	again      bool           // something in a circle grew: once more around
}

func newSubjects(e *Evaluation) *subjects {
	return &subjects{evaluation: e, found: map[visit]*set{}, done: map[visit]bool{}}
}

func (s *subjects) all(r graph.RelationID, o graph.ObjectID) *set {
	for {
		s.again = false
		found := s.relation(visit{r, o})
		if !s.again {
			return found
		}
		clear(s.done)
	}
}

// relation are the subjects that may be in a relation of an object. In a
// circle it is what has been found so far.
func (s *subjects) relation(v visit) *set {
	d := s.evaluation.snapshot.schema.definition(v.relation)
	found := s.found[v]
	if s.done[v] {
		return found
	}
	if found == nil {
		found = newSet()
		s.found[v] = found
	}
	s.done[v] = true
	before, wildcard := len(found.objects), found.wildcard
	if d.rewrite != nil {
		found.addAll(d.rewrite.subjects(s, v.object))
	} else {
		s.direct(v, found)
	}
	if grown := len(found.settle().objects) > before || found.wildcard != wildcard; grown && d.recursive {
		s.again = true
	}
	return found
}

func (s *subjects) direct(v visit, found *set) {
	e := s.evaluation
	for _, x := range e.snapshot.Forward(v.object).Of(v.relation) {
		switch {
		case e.expired(x.Condition):
		case x.SubjectRelation() != 0:
			found.addAll(s.relation(visit{x.SubjectRelation(), x.Other()}))
		case e.snapshot.TypeOf(x.Other()) != e.subjectType:
		case x.Other() == e.wildcard():
			found.wildcard = true
		default:
			found.add(x.Other())
		}
	}
}

// many guesses how many there are of a relation of an object.
func (s *subjects) many(v visit, depth int) int {
	d := s.evaluation.snapshot.schema.definition(v.relation)
	switch {
	case s.done[v] && s.found[v] != nil:
		return len(s.found[v].objects)
	case depth == 0 || d.recursive:
		return 0
	case d.rewrite != nil:
		return d.rewrite.manySubjects(s, v.object, depth-1)
	}
	all := s.evaluation.snapshot.Forward(v.object).Of(v.relation)
	return len(all) - len(all.Usersets(v.relation))
}
