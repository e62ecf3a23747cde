package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/paths"
)

// anyArrow allows what any of the next objects allows: parent->view.
type anyArrow struct{ arrow }

func (a *anyArrow) check(e *Evaluation, o graph.ObjectID, depth int) Outcome {
	outcome, list := Denied, e.snapshot.Forward(o)
	for i := list.Search(graph.Key(a.relation, 0, 0)); i < len(list) && list[i].Relation() == a.relation; i++ {
		x := list[i]
		if e.expired(x.Condition) {
			continue
		}
		if outcome = outcome.or(a.next(e, x, depth)); outcome == Allowed {
			break
		}
	}
	return outcome
}

func (a *anyArrow) paths(f *finder, o graph.ObjectID) []paths.Path {
	var found []paths.Path
	a.each(f, o, func(by []paths.Path) { found = append(found, by...) })
	return paths.Nearest(found)
}

func (a *anyArrow) absences(f *finder, o graph.ObjectID) []paths.Path { return f.alreadyAbsent(a, o) }
