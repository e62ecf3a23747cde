package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// self allows an object on itself: typ is the type whose permission it is in.
type self struct{ typ graph.TypeID }

func (self) check(e *Evaluation, o graph.ObjectID, _ int) Outcome {
	if o == e.subject && e.subjectRelation == 0 {
		return Allowed
	}
	return Denied
}

func (x self) resources(r *resources) *set {
	found := newSet()
	if e := r.evaluation; x.typ == e.subjectType && e.subject != graph.NoSubject && e.subjectRelation == 0 {
		found.add(e.subject)
	}
	return found.settle()
}

func (self) manyResources(*resources, int) int { return 0 }

func (x self) subjects(s *subjects, o graph.ObjectID) *set {
	found := newSet()
	if x.typ == s.evaluation.subjectType && o != graph.NoObject {
		found.add(o)
	}
	return found.settle()
}

func (self) manySubjects(*subjects, graph.ObjectID, int) int { return 0 }

func (self) paths(f *finder, o graph.ObjectID) []paths.Path {
	if o == f.evaluation.subject {
		return []paths.Path{{}}
	}
	return nil
}

func (x self) absences(f *finder, o graph.ObjectID) []paths.Path { return f.alreadyAbsent(x, o) }

func (self) references(*Schema) []graph.RelationID { return nil }
func (self) follows() []graph.RelationID           { return nil }
func (self) cost(*Schema, costs) int               { return 0 }
func (self) sort(*Schema, costs)                   {}
