package difference

import (
	"math"

	"github.com/remit-authz/remit/internal/graph"
)

// findAffected finds what the changes can reach: an answer depends on the
// relationships of the resource and of what those lead to. One whose subject is
// a plain subject, which no arrow asks further, concerns that subject alone.
func (c *work) findAffected() {
	c.narrow = map[graph.ObjectID][]graph.ObjectID{}
	if c.Changes == nil {
		c.broadly, c.everywhere = true, true
		return
	}
	var changed []graph.ObjectID
	for i := range c.Changes {
		resource, x, err := c.later.Ends(c.Changes[i])
		switch {
		case err != nil:
			c.broadly, c.everywhere = true, true // not of this schema: no telling
			return
		case c.namesSubject(x) && !c.followed[x.Relation()]:
			c.narrow[x.Other()] = append(c.narrow[x.Other()], resource)
		default:
			changed = append(changed, resource)
		}
	}
	reached, _ := c.leading(math.MaxInt, changed...)
	for o := range reached {
		if int(o) < len(c.broad) { // else it has no relationship before or after
			c.broad[o], c.broadly = true, true
		}
	}
}

// namesSubject says whether an edge leads to one of those who are ofSubject,
// itself.
func (c *work) namesSubject(x graph.Edge) bool {
	return x.SubjectRelation() == 0 && x.Other() != c.wildcard && c.typ(x.Other()) == c.subjects
}

// leading are the objects that lead to some in either graph, those themselves
// too; false once they are more than most.
func (c *work) leading(most int, to ...graph.ObjectID) (map[graph.ObjectID]bool, bool) {
	found := map[graph.ObjectID]bool{}
	for _, o := range to {
		found[o] = true
	}
	for len(to) > 0 {
		o := to[len(to)-1]
		to = to[:len(to)-1]
		for _, g := range c.graphs() {
			for _, x := range g.Reverse(o) {
				if !found[x.Other()] {
					found[x.Other()] = true
					to = append(to, x.Other())
				}
			}
		}
		if len(found) > most {
			return found, false
		}
	}
	return found, true
}
