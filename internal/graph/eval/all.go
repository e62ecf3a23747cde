package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// allArrow allows what every next object allows, where there is one:
// parent.all(view).
type allArrow struct{ arrow }

func (a *allArrow) check(e *Evaluation, o graph.ObjectID, depth int) Outcome {
	outcome, found, list := Allowed, false, e.snapshot.Forward(o)
	for i := list.Search(graph.Key(a.relation, 0, 0)); i < len(list) && list[i].Relation() == a.relation; i++ {
		x := list[i]
		if e.expired(x.Condition) {
			continue
		}
		found = true
		if outcome = outcome.and(a.next(e, x, depth)); outcome == Denied {
			break
		}
	}
	if !found {
		return Denied
	}
	return outcome
}

func (a *allArrow) paths(f *finder, o graph.ObjectID) []paths.Path {
	found := []paths.Path{{}}
	if a.each(f, o, func(by []paths.Path) { found = paths.Every(found, by) }) == 0 {
		return nil
	}
	return found
}

func (a *allArrow) absences(f *finder, o graph.ObjectID) []paths.Path { return f.alreadyAbsent(a, o) }
