// Package difference says which permissions subjects gain and lose between two
// snapshots.
//
// It evaluates both on one resource of each class: resources whose relationships
// are the same but for the names give everybody whom those do not name the same
// answers.
package difference

import (
	"errors"
	"fmt"
	"runtime"
	"slices"
	"strings"

	"golang.org/x/sync/errgroup"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Side is one of two snapshots that are compared. Only its Permissions count:
// nobody has any other.
type Side struct {
	Snapshot    *eval.Snapshot
	Permissions []zed.Permission
	// Context is what its questions bring: two sides may be of two times.
	Context eval.Context
}

// Comparison says which subjects may do in one snapshot what they may not do
// in another. One of the two must come of the other, by With or WithSchema, and
// both must hold relationships that their schemas take, as an engine does.
type Comparison struct {
	Before, After Side
	// Changes are what With made the later snapshot of, and what two contexts may
	// decide otherwise; nil where anything may differ. They spare work and change
	// nothing.
	Changes []relation.Change
	// Subjects is the type of those who are compared: every one that a
	// relationship names.
	Subjects schema.Type
	// Part is the part of the data that an object is in. A subject is compared
	// on resources of its own part only, and one in part "" on none.
	Part func(relation.Object) string

	// HubsAt is how many objects may lead to one before it stands for itself in the
	// classes of those, as a tenant does: asking each of them would take longer. 0
	// is 1000; it changes how long the work takes, and no answer.
	HubsAt int
}

// Entries are what subjects gain and lose, sorted by subject, then in the order
// of the permissions. Only what is allowed counts. An answer that may have
// changed and that cannot be decided is an error that wraps eval.ErrUndecided.
func (c Comparison) Entries() ([]Entry, error) {
	if !c.Before.Snapshot.Related(c.After.Snapshot.Graph) {
		return nil, errors.New("the snapshots that are compared do not come of one another")
	}
	if c.HubsAt == 0 {
		c.HubsAt = hubsAt
	}
	work := newWork(c)
	subjects := work.concerned()
	found := make([][]Entry, len(subjects))
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

// hubsAt is Comparison.HubsAt unless it is set.
const hubsAt = 1000

// subjectsAtOnce is how many subjects a processor takes up in a row.
const subjectsAtOnce = 16

func indexes(n int) []int {
	all := make([]int, n)
	for i := range all {
		all[i] = i
	}
	return all
}

// concerned are the subjects that the changes may concern, sorted by name.
func (c *work) concerned() []graph.ObjectID {
	var found []graph.ObjectID
	for _, o := range c.objects {
		changed := c.broadly || c.narrow[o] != nil
		if c.typ(o) == c.subjects && o != c.wildcard && c.parts[o] != 0 && changed {
			found = append(found, o)
		}
	}
	return found
}

func (c *work) undecided(r graph.RelationID, o, subject graph.ObjectID) error {
	name := c.later.Symbols().RelationName(r)
	return fmt.Errorf("%s#%s@%s: %w", c.later.Object(o), name, c.later.Object(subject), eval.ErrUndecided)
}

func (c *work) byName(a, b graph.ObjectID) int {
	if x, y := c.typ(a), c.typ(b); x != y {
		return int(x) - int(y)
	}
	return strings.Compare(c.later.ID(a), c.later.ID(b))
}
