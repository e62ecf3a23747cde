package graph

import "slices"

// asked is one permission of a type, and the others that are the same one in
// both graphs.
type asked struct {
	typ           typeID
	before, after relationID // zero where nobody has it
	names         []string
	// alone says that resources have to be asked one by one.
	alone bool
}

// ask finds the permissions to ask, in the order of the later schema, then
// of the earlier.
func (c *comparing) ask() []asked {
	type same struct{ before, after relationID }
	var found []asked
	places, seen := map[same]int{}, map[relationID]bool{}
	for _, p := range slices.Concat(c.After.Permissions, c.Before.Permissions) {
		symbols := c.later.program.symbols
		typ := symbols.types[p.Type]
		r := symbols.relations[relationName{typ, p.Name}]
		if seen[r] {
			continue
		}
		seen[r] = true
		now := same{c.Before.resolve(r, p), c.After.resolve(r, p)}
		i, ok := places[now]
		if !ok {
			i = len(found)
			places[now] = i
			alone := typ == c.subjects || c.Before.deep(now.before) || c.After.deep(now.after)
			found = append(found, asked{typ, now.before, now.after, nil, alone})
		}
		found[i].names = append(found[i].names, p.Name)
	}
	return found
}

// resolve is what a permission is another name for on a side; zero for one that
// does not count there.
func (s Side) resolve(r relationID, p Permission) relationID {
	d := s.Graph.program.definition(r)
	counts := slices.ContainsFunc(s.Permissions, func(o Permission) bool { return o.Type == p.Type && o.Name == p.Name })
	if !counts || !d.defined {
		return 0
	}
	if d.alias != 0 {
		return d.alias
	}
	return r
}

// deep says whether an answer may depend on more than the classes of objects:
// it may run in a circle, or come near SpiceDB's limit.
func (s Side) deep(r relationID) bool {
	return r != 0 && s.Graph.program.steps(r, map[relationID]int{}) >= maxDepth
}

// steps bounds how many steps it takes to evaluate a relation, whatever the
// data: maxDepth where that is no bound.
func (p *program) steps(r relationID, known map[relationID]int) int {
	d := p.definition(r)
	if d.recursive {
		return maxDepth
	}
	if n, ok := known[r]; ok {
		return n
	}
	most := 0
	for _, next := range p.references(d) {
		most = max(most, p.steps(next, known))
	}
	known[r] = min(1+most, maxDepth)
	return known[r]
}
