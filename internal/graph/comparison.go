package graph

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
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
	Changes []relation.Change
	// Subjects is the type of those who are compared: every one that a
	// relationship names.
	Subjects schema.Type
	// Part is the part of the data that an object is in. A subject is compared
	// on resources of its own part only, and one in part "" on none.
	Part          func(relation.Object) string
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
