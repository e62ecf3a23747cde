package graph

import (
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
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
	if o := c.later.dictionary.find(c.subjects, relation.Wildcard); o != 0 {
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
