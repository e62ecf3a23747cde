package graph

import (
	"cmp"
	"slices"
)

// resolveAliases finds the permissions that are another name and nothing more.
func (p *program) resolveAliases() {
	for i := range p.definitions {
		d := &p.definitions[i]
		// A circle of names has no end: the number of names bounds the walk.
		for range p.definitions {
			next := p.definition(cmp.Or(d.alias, relationID(i)))
			if next.rewrite == nil || next.rewrite.op != opComputed {
				break
			}
			d.alias = next.rewrite.relation
		}
	}
}

// markRecursion finds the definitions that can lead back to themselves: only
// those need to look out for circles.
func (p *program) markRecursion() {
	for i := range p.definitions {
		p.definitions[i].recursive = p.leadsTo(relationID(i), relationID(i), make([]bool, len(p.definitions)))
	}
}

func (p *program) leadsTo(from, to relationID, seen []bool) bool {
	for _, next := range p.references(p.definition(from)) {
		if next == to {
			return true
		}
		if !seen[next] {
			seen[next] = true
			if p.leadsTo(next, to, seen) {
				return true
			}
		}
	}
	return false
}

// sortByCost puts what is cheap to evaluate first in unions and intersections,
// where the order does not change the outcome.
func (p *program) sortByCost() {
	costs := map[relationID]int{}
	for i := range p.definitions {
		p.definitions[i].rewrite.sortByCost(p, costs)
	}
}

func (n *node) sortByCost(p *program, costs map[relationID]int) {
	if n == nil {
		return
	}
	for _, child := range n.children {
		child.sortByCost(p, costs)
	}
	if n.op == opUnion || n.op == opIntersection {
		slices.SortStableFunc(n.children, func(a, b *node) int {
			return cmp.Compare(a.cost(p, costs), b.cost(p, costs))
		})
	}
}

// The costs are rough: what they are for is that a probe goes before a walk.
const (
	costOfProbe     = 1
	costOfUsersets  = 1
	costOfArrow     = 2
	costOfRecursion = 1000
)

func (n *node) cost(p *program, costs map[relationID]int) int {
	switch n.op {
	case opComputed:
		return p.cost(n.relation, costs)
	case opAny, opAll:
		most := 0
		for _, target := range n.targets {
			most = max(most, p.cost(target, costs))
		}
		return costOfArrow + most
	}
	sum := 0
	for _, child := range n.children {
		sum = min(sum+child.cost(p, costs), costOfRecursion)
	}
	return sum
}

func (p *program) cost(r relationID, costs map[relationID]int) int {
	if known, ok := costs[r]; ok {
		return known
	}
	costs[r] = costOfRecursion // for whoever comes back here
	d, cost := p.definition(r), costOfProbe
	if d.rewrite != nil {
		cost = d.rewrite.cost(p, costs)
	}
	for _, kind := range d.allowed {
		if kind.relation != 0 {
			cost += costOfUsersets
		}
	}
	costs[r] = min(cost, costOfRecursion)
	return costs[r]
}
