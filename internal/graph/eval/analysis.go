package eval

import (
	"cmp"

	"github.com/remit-authz/remit/internal/graph"
)

// resolveAliases finds the permissions that are another name and nothing more.
func (s *Schema) resolveAliases() {
	for i := range s.definitions {
		d := &s.definitions[i]
		// A circle of names has no end: the number of names bounds the walk.
		for range s.definitions {
			next, ok := s.definition(cmp.Or(d.alias, graph.RelationID(i))).rewrite.(computed)
			if !ok {
				break
			}
			d.alias = next.relation()
		}
	}
}

// markRecursion finds the definitions that can lead back to themselves: only
// those need to look out for circles.
func (s *Schema) markRecursion() {
	for i := range s.definitions {
		r := graph.RelationID(i)
		s.definitions[i].recursive = s.leadsTo(r, r, make([]bool, len(s.definitions)))
	}
}

func (s *Schema) leadsTo(from, to graph.RelationID, seen []bool) bool {
	for _, next := range s.references(s.definition(from)) {
		if next == to {
			return true
		}
		if !seen[next] {
			seen[next] = true
			if s.leadsTo(next, to, seen) {
				return true
			}
		}
	}
	return false
}

// costs are what relations cost, as far as it is known.
type costs map[graph.RelationID]int

// The costs are rough: what they are for is that a probe goes before a walk.
const (
	costOfProbe     = 1
	costOfUsersets  = 1
	costOfArrow     = 2
	costOfRecursion = 1000
)

func (s *Schema) sortByCost() {
	known := costs{}
	for i := range s.definitions {
		if rewrite := s.definitions[i].rewrite; rewrite != nil {
			rewrite.sort(s, known)
		}
	}
}

func (s *Schema) cost(r graph.RelationID, known costs) int {
	if cost, ok := known[r]; ok {
		return cost
	}
	known[r] = costOfRecursion // for whoever comes back here
	d, cost := s.definition(r), costOfProbe
	if d.rewrite != nil {
		cost = d.rewrite.cost(s, known)
	}
	for _, kind := range d.allowed {
		if kind.relation != 0 {
			cost += costOfUsersets
		}
	}
	known[r] = min(cost, costOfRecursion)
	return known[r]
}
