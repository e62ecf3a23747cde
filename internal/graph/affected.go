package graph

import "math"

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
