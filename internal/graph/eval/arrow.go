package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// arrow is what both arrows have: a relation that they follow to the next
// objects, and what they ask of those.
type arrow struct {
	relation graph.RelationID
	// targets is what is asked of the next object, by its type; zero where that type
	// does not define it.
	targets []graph.RelationID
}

func (s *Schema) arrow(typ graph.TypeID, follow, ask string) arrow {
	a := arrow{s.symbols.Relation(typ, follow), make([]graph.RelationID, s.symbols.Types())}
	for t := range a.targets {
		a.targets[t] = s.symbols.Defined(graph.TypeID(t), ask)
	}
	return a
}

// target is what the arrow asks of an object of a type, or zero.
func (a *arrow) target(t graph.TypeID) graph.RelationID {
	if int(t) < len(a.targets) {
		return a.targets[t]
	}
	return 0
}

// next asks the object at the far end. One whose type does not define what is
// asked gives nothing.
func (a *arrow) next(e *Evaluation, x graph.Edge, depth int) Outcome {
	target := a.target(e.snapshot.TypeOf(x.Other()))
	if target == 0 {
		return Denied
	}
	outcome := e.shared(visit{target, x.Other()}, depth-1)
	if outcome != Denied {
		outcome = outcome.and(e.holds(x.Condition))
	}
	return outcome
}

// each calls for every next object and the paths by it, none where what is asked
// of it cannot be had. It returns how many there are: a parent is not made up.
func (a *arrow) each(f *finder, o graph.ObjectID, do func([]paths.Path)) int {
	count := 0
	for _, x := range f.evaluation.snapshot.Forward(o).Of(a.relation) {
		if f.evaluation.expired(x.Condition) {
			continue
		}
		count++
		var found []paths.Path
		if target := a.target(f.evaluation.snapshot.TypeOf(x.Other())); target != 0 && f.holds(x) {
			found = paths.Every([]paths.Path{f.step(o, x)}, f.relation(target, x.Other()))
		}
		do(found)
	}
	return count
}

func (a *arrow) resources(r *resources) *set {
	found := newSet()
	a.eachTarget(r.evaluation.snapshot.schema, func(target graph.RelationID) {
		for _, o := range r.relation(target).objects {
			r.back(r.evaluation.snapshot.Reverse(o).Of(a.relation), found)
		}
	})
	return found.settle()
}

// manyResources goes by the one object with most that leads to it: the tenant of
// a hundred thousand clients is one number.
func (a *arrow) manyResources(r *resources, _ int) int {
	most := 0
	a.eachTarget(r.evaluation.snapshot.schema, func(target graph.RelationID) {
		for _, o := range r.relation(target).objects {
			most = max(most, len(r.evaluation.snapshot.Reverse(o).Of(a.relation)))
		}
	})
	return most
}

func (a *arrow) subjects(s *subjects, o graph.ObjectID) *set {
	found := newSet()
	a.eachNext(s, o, func(v visit) { found.addAll(s.relation(v)) })
	return found.settle()
}

func (a *arrow) manySubjects(s *subjects, o graph.ObjectID, depth int) int {
	most := 0
	a.eachNext(s, o, func(v visit) { most = max(most, s.many(v, depth)) })
	return most
}

// eachTarget calls for what is asked of each type that the relation takes.
func (a *arrow) eachTarget(s *Schema, do func(graph.RelationID)) {
	for _, kind := range s.definition(a.relation).allowed {
		if target := a.target(kind.typ); target != 0 {
			do(target)
		}
	}
}

// eachNext calls for what is asked of each next object.
func (a *arrow) eachNext(s *subjects, o graph.ObjectID, do func(visit)) {
	for _, next := range s.evaluation.snapshot.Forward(o).Of(a.relation) {
		if s.evaluation.expired(next.Condition) {
			continue
		}
		if target := a.target(s.evaluation.snapshot.TypeOf(next.Other())); target != 0 {
			do(visit{target, next.Other()})
		}
	}
}

func (a *arrow) references(s *Schema) []graph.RelationID {
	var found []graph.RelationID
	a.eachTarget(s, func(target graph.RelationID) { found = append(found, target) })
	return found
}

func (a *arrow) follows() []graph.RelationID { return []graph.RelationID{a.relation} }

func (a *arrow) cost(s *Schema, known costs) int {
	most := 0
	for _, target := range a.targets {
		most = max(most, s.cost(target, known))
	}
	return costOfArrow + most
}

func (a *arrow) sort(*Schema, costs) {}
