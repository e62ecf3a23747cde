package graph

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"
)

// Side is one of two graphs that are compared. Only its Permissions count:
// nobody has any other.
type Side struct {
	Graph       *Graph
	Permissions []Permission
}

// Comparison says which subjects may do in one graph what they may not do in
// another. One of the graphs must come of the other, by With or WithSchema, and
// both must hold relationships that their schemas take, as an engine does.
type Comparison struct {
	Before, After Side
	// Changes are what With made the later graph of; nil where anything may
	// differ. They spare work and change nothing.
	Changes []Change
	// Subjects is the type of those who are compared: every one that a
	// relationship names.
	Subjects string
	// Part is the part of the data that an object is in. A subject is compared
	// on resources of its own part only, and one in part "" on none.
	Part          func(Object) string
	Circumstances Circumstances

	// most is how many objects may lead to one before it stands for itself; 0
	// is mostLeading. Tests make it small.
	most int
}

// Shifts are what subjects gain and lose, sorted by subject, then in the order
// of the permissions. Only what is allowed counts. An answer that may have
// changed and that the graph cannot decide is an error that wraps ErrUndecided.
func (c Comparison) Shifts() ([]Shift, error) {
	if c.Before.Graph.dictionary != c.After.Graph.dictionary {
		return nil, errors.New("the graphs that are compared do not come of one another")
	}
	if c.most == 0 {
		c.most = mostLeading
	}
	work := newComparing(c)
	subjects := work.compared()
	found := make([][]Shift, len(subjects))
	var each errgroup.Group
	each.SetLimit(runtime.GOMAXPROCS(0))
	for share := range slices.Chunk(indexes(len(subjects)), subjectsAtOnce) {
		each.Go(func() (err error) {
			for _, i := range share {
				if found[i], err = work.subject(subjects[i]); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := each.Wait(); err != nil {
		return nil, err
	}
	return slices.Concat(found...), nil
}

// subjectsAtOnce is how many subjects a processor takes up in a row.
const subjectsAtOnce = 16

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// compared are the subjects that the changes may concern, sorted by name.
func (c *comparing) compared() []objectID {
	var found []objectID
	for _, o := range c.objects {
		concerned := c.broadly || c.narrow[o] != nil
		if c.typ(o) == c.subjects && o != c.everybody && c.parts[o] != 0 && concerned {
			found = append(found, o)
		}
	}
	return found
}

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

func (c *comparing) undecided(g *Graph, r relationID, o, subject objectID) error {
	name := g.program.symbols.relationNames[r].name
	return fmt.Errorf("%s#%s@%s: %w", c.later.object(o), name, c.later.object(subject), ErrUndecided)
}

func (c *comparing) byName(a, b objectID) int {
	x, y := c.later.dictionary.name(a), c.later.dictionary.name(b)
	if x.typ != y.typ {
		return int(x.typ) - int(y.typ)
	}
	return strings.Compare(x.id(), y.id())
}
