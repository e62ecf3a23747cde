package loader

import (
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/internal/calls"
)

// room is what one write has room for: so many updates, of which so many take away.
type room struct{ updates, removals int }

// removalsElsewhere is how many relationships a write takes away from a SpiceDB elsewhere: a
// SQL store looks for them by one condition each, all in one statement. Of 1 % of 150,000
// less, PostgreSQL took 480 ms in writes of 250, and 640 in writes of 1,000.
const removalsElsewhere = 250

// roomIn is the room in a write to an engine that takes so many updates.
func roomIn(updates int) room {
	if updates <= calls.MostUpdates {
		return room{updates, removalsElsewhere}
	}
	return room{updates, updates}
}

// batches are how many changes each of some writes holds, in order. What belongs in one
// write is in one, however much it takes away.
func (s sequence) batches(size room) ([]int, error) {
	var sizes []int
	var write, unit filling // unit is what belongs in one write
	var first Change        // of the unit
	place := func() error {
		if unit.changes > size.updates {
			return phrase.Errorf("%d changes around %s belong in one write, which holds %d: take some of them away by hand, then make a new plan", unit.changes, first, size.updates)
		}
		if both := write.plus(unit); write.changes == 0 || !both.over(size) {
			write, unit = both, filling{}
			return nil
		}
		sizes = append(sizes, write.changes)
		write, unit = unit, filling{}
		return nil
	}
	last := -1
	for c := range s.all() {
		if !c.joined && unit.changes > 0 {
			if err := place(); err != nil {
				return nil, err
			}
		}
		if unit.changes == 0 {
			first = c.Change
		}
		unit = unit.plus(fillingOf(c.Change, c.tenant != last))
		last = c.tenant
	}
	if unit.changes == 0 {
		return nil, nil
	}
	if err := place(); err != nil {
		return nil, err
	}
	return append(sizes, write.changes), nil
}

// filling is what a write has of that which is bounded.
type filling struct {
	changes  int
	removals int
	// tenants is how often they go on with another one: each has a condition, of which
	// SpiceDB takes as many as updates.
	tenants int
	bytes   int // about, of which gRPC takes 4 MiB
}

// maxBytes is up to where a write is filled: more than a thousand of the longest ids take.
const maxBytes = 3 << 20

func fillingOf(c Change, another bool) filling {
	const around = 128 // the names of types and relations, and protobuf's own
	f := filling{changes: 1, bytes: around + len(c.Resource.ID) + len(c.Subject.ID) + 2*len(c.Context)}
	if c.Removes() {
		f.removals = 1
	}
	if another {
		f.tenants = 1
	}
	return f
}

func (f filling) plus(other filling) filling {
	return filling{f.changes + other.changes, f.removals + other.removals, f.tenants + other.tenants, f.bytes + other.bytes}
}

// over says whether it is too much for a write, which may begin within a tenant.
func (f filling) over(size room) bool {
	return f.changes > size.updates || f.removals > size.removals || f.tenants >= calls.MostUpdates || f.bytes > maxBytes
}
