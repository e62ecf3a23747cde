package difference

import (
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// work is the work of one comparison: what is the same for all subjects.
type work struct {
	Comparison
	later    *eval.Snapshot // has the symbols of both
	subjects graph.TypeID
	wildcard graph.ObjectID
	objects  []graph.ObjectID // all that have edges, sorted by name
	parts    []uint32         // of each object; zero for none
	followed map[graph.RelationID]bool
	hubs     []bool // objects that stand for themselves
	// broad are the objects whose answers may change for every subject, and
	// narrow those that change for one; broadly says that there are any broad
	// ones, and everywhere that all are.
	broad               []bool
	broadly, everywhere bool
	narrow              map[graph.ObjectID][]graph.ObjectID
	questions           []question
	classes             map[spot][]*class
	classOf             []*class
}

// spot is a type in a part.
type spot struct {
	typ  graph.TypeID
	part uint32
}

func newWork(comparison Comparison) *work {
	c := &work{Comparison: comparison, later: comparison.After.Snapshot}
	if before := comparison.Before.Snapshot; before.Symbols().Relations() > c.later.Symbols().Relations() {
		c.later = before
	}
	c.subjects = c.later.Symbols().Type(c.Subjects)
	c.wildcard = graph.NoSubject
	if o := c.later.Find(c.subjects, relation.Wildcard); o != 0 {
		c.wildcard = o
	}
	c.findObjects()
	c.findFollowed()
	c.findHubs()
	c.findAffected()
	c.questions = c.ask()
	c.classify()
	return c
}

func (c *work) typ(o graph.ObjectID) graph.TypeID { return c.later.TypeOf(o) }

func (c *work) graphs() []*eval.Snapshot {
	return []*eval.Snapshot{c.Before.Snapshot, c.After.Snapshot}
}

func (c *work) findObjects() {
	seen := map[graph.ObjectID]bool{}
	for _, g := range c.graphs() {
		for o := range g.Graph.Resources() {
			seen[o] = true
		}
		for o := range g.Graph.Subjects() {
			seen[o] = true
		}
	}
	c.objects = slices.SortedFunc(maps.Keys(seen), c.byName)
	size := graph.ObjectID(0)
	for _, o := range c.objects {
		size = max(size, o+1)
	}
	c.parts, c.hubs, c.broad = make([]uint32, size), make([]bool, size), make([]bool, size)
	c.classOf = make([]*class, size)
	numbers := map[string]uint32{"": 0}
	for _, o := range c.objects {
		part := c.Part(c.later.Object(o))
		if _, ok := numbers[part]; !ok {
			numbers[part] = uint32(len(numbers))
		}
		c.parts[o] = numbers[part]
	}
}

// findFollowed finds the relations that an arrow follows: there it counts also
// which others stand in them.
func (c *work) findFollowed() {
	c.followed = map[graph.RelationID]bool{}
	for _, g := range c.graphs() {
		maps.Copy(c.followed, g.Schema().Followed())
	}
}

// findHubs finds whatever has more leading to it than is worth asking one by
// one. Subjects are not counted: through a tenant very much leads to each.
func (c *work) findHubs() {
	for _, o := range c.objects {
		if c.typ(o) == c.subjects {
			c.hubs[o] = true
			continue
		}
		_, few := c.leading(c.HubsAt, o)
		c.hubs[o] = !few
	}
}
