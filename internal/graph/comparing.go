package graph

import (
	"maps"
	"math"
	"slices"
)

// mostLeading is how many objects may lead to one before it stands for itself
// in the classes of those, as a tenant does: asking each of them would take
// longer.
const mostLeading = 1000

// comparing is the work of one comparison: what is the same for all subjects.
type comparing struct {
	Comparison
	later     *Graph // has the symbols of both
	subjects  typeID
	everybody objectID
	objects   []objectID // all that have edges, sorted by name
	parts     []uint32   // of each object; zero for none
	followed  map[relationID]bool
	hubs      []bool // objects that stand for themselves
	// broad are the objects whose answers may change for every subject, and
	// narrow those that change for one; broadly says that there are any broad
	// ones, and everywhere that all are.
	broad               []bool
	broadly, everywhere bool
	narrow              map[objectID][]objectID
	questions           []asked
	classes             map[spot][]*class
	classOf             []*class
}

// spot is a type in a part.
type spot struct {
	typ  typeID
	part uint32
}

func newComparing(comparison Comparison) *comparing {
	c := &comparing{Comparison: comparison, later: comparison.After.Graph}
	if before := comparison.Before.Graph; len(before.program.symbols.relationNames) > len(c.later.program.symbols.relationNames) {
		c.later = before
	}
	c.subjects = c.later.program.symbols.types[c.Subjects]
	c.everybody = noSubject
	if o := c.later.dictionary.find(c.subjects, Everybody); o != 0 {
		c.everybody = o
	}
	c.findObjects()
	c.findFollowed()
	c.findHubs()
	c.findAffected()
	c.questions = c.ask()
	c.classify()
	return c
}

func (c *comparing) typ(o objectID) typeID { return c.later.dictionary.name(o).typ }

func (c *comparing) graphs() []*Graph { return []*Graph{c.Before.Graph, c.After.Graph} }

func (c *comparing) findObjects() {
	seen := map[objectID]bool{}
	for _, g := range c.graphs() {
		for _, t := range []table{g.forward, g.reverse} {
			for o := range t.objects() {
				seen[o] = true
			}
		}
	}
	c.objects = slices.SortedFunc(maps.Keys(seen), c.byName)
	size := objectID(0)
	for _, o := range c.objects {
		size = max(size, o+1)
	}
	c.parts, c.hubs, c.broad = make([]uint32, size), make([]bool, size), make([]bool, size)
	c.classOf = make([]*class, size)
	numbers := map[string]uint32{"": 0}
	for _, o := range c.objects {
		part := c.Part(c.later.object(o))
		if _, ok := numbers[part]; !ok {
			numbers[part] = uint32(len(numbers))
		}
		c.parts[o] = numbers[part]
	}
}

// findFollowed finds the relations that an arrow follows: there it counts also
// which others stand in them.
func (c *comparing) findFollowed() {
	c.followed = map[relationID]bool{}
	for _, g := range c.graphs() {
		for i := range g.program.definitions {
			g.program.definitions[i].rewrite.follows(c.followed)
		}
	}
}

func (n *node) follows(found map[relationID]bool) {
	if n == nil {
		return
	}
	if n.op == opAny || n.op == opAll {
		found[n.relation] = true
	}
	for _, child := range n.children {
		child.follows(found)
	}
}

// findHubs finds whatever has more leading to it than is worth asking one by
// one. Subjects are not counted: through a tenant very much leads to each.
func (c *comparing) findHubs() {
	for _, o := range c.objects {
		if c.typ(o) == c.subjects {
			c.hubs[o] = true
			continue
		}
		_, few := c.leading(c.most, o)
		c.hubs[o] = !few
	}
}

// findAffected finds what the changes can reach: an answer depends on the
// relationships of the resource and of what those lead to. One whose subject is
// a plain subject, which no arrow asks further, concerns that subject alone.
func (c *comparing) findAffected() {
	c.narrow = map[objectID][]objectID{}
	if c.Changes == nil {
		c.broadly, c.everywhere = true, true
		return
	}
	var changed []objectID
	for i := range c.Changes {
		forward, _, err := c.later.stage(&c.Changes[i])
		x := forward.edge
		switch {
		case err != nil:
			c.broadly, c.everywhere = true, true // not of this schema: no telling
			return
		case c.namesSubject(x) && !c.followed[x.relation()]:
			c.narrow[x.other()] = append(c.narrow[x.other()], forward.object)
		default:
			changed = append(changed, forward.object)
		}
	}
	reached, _ := c.leading(math.MaxInt, changed...)
	for o := range reached {
		if int(o) < len(c.broad) { // else it has no relationship before or after
			c.broad[o], c.broadly = true, true
		}
	}
}

// namesSubject says whether an edge leads to one of those who are compared,
// itself.
func (c *comparing) namesSubject(x edge) bool {
	return x.subjectRelation() == 0 && x.other() != c.everybody && c.typ(x.other()) == c.subjects
}

// leading are the objects that lead to some in either graph, those themselves
// too; false once they are more than most.
func (c *comparing) leading(most int, to ...objectID) (map[objectID]bool, bool) {
	found := map[objectID]bool{}
	for _, o := range to {
		found[o] = true
	}
	for len(to) > 0 {
		o := to[len(to)-1]
		to = to[:len(to)-1]
		for _, g := range c.graphs() {
			for _, x := range g.reverse.at(o) {
				if !found[x.other()] {
					found[x.other()] = true
					to = append(to, x.other())
				}
			}
		}
		if len(found) > most {
			return found, false
		}
	}
	return found, true
}
