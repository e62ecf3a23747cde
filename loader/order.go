package loader

import (
	"iter"

	"github.com/remit-authz/remit/schema"
)

// rank is when a change is written. What takes rights away comes before what
// gives them, so that after a crash between any two writes nobody has a right
// that they had neither before nor would have had after: until giving begins the
// rights only shrink, and from then on they only grow to what is wanted.
type rank uint8

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

// sequence is changes of some tenants in the order in which they are written: by rank, and
// within one as they are, by tenant and relationship.
type sequence struct {
	of    []Changes
	ranks []rank // of all of them, one tenant after the other
}

// order sorts the changes of some tenants for writing.
func (o orderer) order(tenants ...Changes) sequence {
	s, n := sequence{of: tenants}, 0
	for _, changes := range tenants {
		n += changes.Len()
	}
	s.ranks = make([]rank, 0, n)
	for _, changes := range tenants {
		for c := range changes.All() {
			s.ranks = append(s.ranks, o.rank(&c))
		}
	}
	return s
}

// inTurn is a change of a sequence: the tenant is which of them it is of, and joined says
// that only one write may hold it and the one before.
type inTurn struct {
	Change
	tenant int
	joined bool
}

// all are the changes in their order.
func (s sequence) all() iter.Seq[inTurn] {
	return func(yield func(inTurn) bool) {
		for r := switchOff; r <= switchOn; r++ {
			var before Change // the last one of the rank; zero for none
			ranks := s.ranks
			for tenant, changes := range s.of {
				for i := range changes.Len() {
					if ranks[i] != r {
						continue
					}
					c := changes.At(i)
					if !yield(inTurn{c, tenant, before.Action != "" && inseparable(r, &before, &c)}) {
						return
					}
					before = c
				}
				ranks = ranks[changes.Len():]
			}
		}
	}
}

// orderer counts, for an object and one of its pointers that a plan takes away, those
// that stay while it is written.
type orderer map[Relationship]int

// add counts those of some tenants.
func (o orderer) add(changes Changes, observed []Relationship) {
	gone := map[Relationship]bool{}
	for c := range changes.others() {
		if c.Removes() && points(c.Relationship) {
			gone[c.Key()], gone[arrow(c.Relationship)] = true, true
		}
	}
	if len(gone) == 0 {
		return
	}
	for _, r := range observed {
		if points(r) && gone[arrow(r)] && !gone[r.Key()] {
			o[arrow(r)]++
		}
	}
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

func (o orderer) rank(c *Change) rank {
	switch effect := traitsOf(c.Relationship).effect; {
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

func either(c *Change, removing, adding rank) rank {
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
func ownerRank(c *Change) rank {
	if c.Subject.ID != c.Resource.ID {
		return strangerOut
	}
	return either(c, taking, ownerIn)
}

// inseparable says whether two neighbours of a rank must be in the same write: strangers,
// of whom one could be barred by one account and let in by another, and the
// last pointers of an object, of which one alone could open what the two
// together kept shut.
func inseparable(r rank, a, b *Change) bool {
	return r == strangerOut ||
		r == taking && points(a.Relationship) && points(b.Relationship) && arrow(a.Relationship) == arrow(b.Relationship)
}
