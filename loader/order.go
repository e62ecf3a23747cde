package loader

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/schema"
)

// rank is when a change is written. What takes rights away comes before what
// gives them, so that after a crash between any two writes nobody has a right
// that they had neither before nor would have had after: until giving begins the
// rights only shrink, and from then on they only grow to what is wanted.
type rank int

const (
	switchOff rank = iota // first, because it ends everything of a user or a procedure
	barIn
	taking
	ownerIn // between the two, as is the next: an owner gains and loses by it
	strangerOut
	giving
	barOut
	switchOn // last, so that a user who is half written has nothing
)

// unit is changes that only one write may hold.
type unit []Change

// order sorts the changes of a plan for writing, given what the engine holds.
func order(changes []Change, observed []Relationship) []unit {
	o := newOrderer(changes, observed)
	ranked := make([]rankedChange, len(changes))
	for i, c := range changes {
		ranked[i] = rankedChange{c, o.rank(c)}
	}
	slices.SortFunc(ranked, func(a, b rankedChange) int {
		return cmp.Or(cmp.Compare(a.rank, b.rank), a.Compare(b.Relationship))
	})
	var units []unit
	for i, c := range ranked {
		if i > 0 && inseparable(ranked[i-1], c) {
			units[len(units)-1] = append(units[len(units)-1], c.Change)
		} else {
			units = append(units, unit{c.Change})
		}
	}
	return units
}

type rankedChange struct {
	Change
	rank rank
}

// orderer counts, for an object and one of its pointers, those that stay while
// a plan is written.
type orderer map[Relationship]int

func newOrderer(changes []Change, observed []Relationship) orderer {
	gone := map[Relationship]bool{}
	for _, c := range changes {
		gone[c.Key()] = c.Removes()
	}
	o := orderer{}
	for _, r := range observed {
		if points(r) && !gone[r.Key()] {
			o[arrow(r)]++
		}
	}
	return o
}

// points says whether the relationship is an object's pointer to the tenant or
// parent that its permissions go through. All pointers of a kind must agree
// (.all in the schema): one more takes rights away, unless it is the first.
func points(r Relationship) bool {
	return r.SubjectRelation == "" && r.Subject.Type != schema.TypeUser
}

// arrow is the pointer without what it points at.
func arrow(r Relationship) Relationship {
	return Relationship{Resource: r.Resource, Relation: r.Relation}
}

func (o orderer) rank(c Change) rank {
	switch effect := c.Relation.Facts().Effect; {
	case effect == "":
		return giving // an institution's own, of a tenant that goes: nobody is active by then
	case effect == schema.Switches:
		return either(c, switchOff, switchOn)
	case effect == schema.Takes:
		return either(c, barOut, barIn)
	case effect == schema.Identifies:
		return ownerRank(c)
	case c.Action == Alter && c.Terms.End().After(c.Was.End()):
		return giving
	case c.Action == Alter:
		return taking
	case c.Removes() && points(c.Relationship) && o[arrow(c.Relationship)] > 0:
		// The object's other pointer no longer needs this one to agree.
		return giving
	}
	return either(c, taking, giving)
}

func either(c Change, removing, adding rank) rank {
	if c.Removes() {
		return removing
	}
	return adding
}

// ownerRank is the rank of an account's owner, which both gives and takes: an
// owner has what applications linked to the account, is barred by what they
// barred it from, and may not change its roles. A user's own account goes when
// they are no member any more, which gives and takes nothing. Anybody else who
// owns it is a stranger.
func ownerRank(c Change) rank {
	if c.Subject.ID != c.Resource.ID {
		return strangerOut
	}
	return either(c, taking, ownerIn)
}

// inseparable says whether two neighbours must be in the same write: strangers,
// of whom one could be barred by one account and let in by another, and the
// last pointers of an object, of which one alone could open what the two
// together kept shut.
func inseparable(a, b rankedChange) bool {
	if a.rank != b.rank {
		return false
	}
	return b.rank == strangerOut ||
		b.rank == taking && points(a.Relationship) && points(b.Relationship) && arrow(a.Relationship) == arrow(b.Relationship)
}
