package difference

import (
	"slices"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/zed"
)

// question is one permission of a type, and the others that are the same one in
// both graphs.
type question struct {
	typ           graph.TypeID
	before, after graph.RelationID // zero where nobody has it
	names         []string
	// alone says that resources have to be question one by one.
	alone bool
}

// ask finds the permissions to ask, in the order of the later schema, then
// of the earlier.
func (c *work) ask() []question {
	type same struct{ before, after graph.RelationID }
	var found []question
	places, seen := map[same]int{}, map[graph.RelationID]bool{}
	for _, p := range slices.Concat(c.After.Permissions, c.Before.Permissions) {
		symbols := c.later.Symbols()
		typ := symbols.Type(p.Type)
		r := symbols.Relation(typ, p.Name)
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
			found = append(found, question{typ, now.before, now.after, nil, alone})
		}
		found[i].names = append(found[i].names, p.Name)
	}
	return found
}

// resolve is what a permission is another name for on a side; zero for one that
// does not count there.
func (s Side) resolve(r graph.RelationID, p zed.Permission) graph.RelationID {
	counts := slices.ContainsFunc(s.Permissions, func(o zed.Permission) bool { return o.Type == p.Type && o.Name == p.Name })
	if !counts {
		return 0
	}
	return s.Snapshot.Schema().Alias(r)
}

// deep says whether an answer may depend on more than the classes of objects:
// it may run in a circle, or come near SpiceDB's limit.
func (s Side) deep(r graph.RelationID) bool { return r != 0 && s.Snapshot.Schema().Deep(r) }
