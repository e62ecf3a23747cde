package loader

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/schema"
)

// rank is when a change is written. What takes rights away comes before what
// gives them, so that after a crash between any two writes nobody has a right
// that he had neither before nor would have had after: until giving begins the
// rights only shrink, and from then on they only grow to what is wanted.
type rank int

const (
	memberOut rank = iota // first, because it ends everything of a user
	switchOff
	barIn
	taking
	ownerOut
	bothWays // takes and gives: all of these in one write
	ownerIn
	giving
	barOut
	switchOn
	memberIn // last, so that a user who is half written has nothing
)

// unit is changes that only one write may hold.
type unit []Change

// order sorts the changes of a plan for writing, in the tenants of have.
func order(changes []Change, have []Relationship) []unit {
	o := newOrderer(changes, have)
	slices.SortStableFunc(changes, func(a, b Change) int {
		return cmp.Or(cmp.Compare(o.rank(a), o.rank(b)), a.compare(b.Relationship))
	})
	var units []unit
	for i, c := range changes {
		if i > 0 && o.inseparable(changes[i-1], c) {
			units[len(units)-1] = append(units[len(units)-1], c)
		} else {
			units = append(units, unit{c})
		}
	}
	return units
}

// orderer knows what stays while a plan is written.
type orderer struct {
	// members are those that are active before the plan and after it.
	members map[Relationship]bool
	// pointers counts, for an object and one of its pointers, those that stay.
	pointers map[Relationship]int
}

func newOrderer(changes []Change, have []Relationship) orderer {
	o := orderer{map[Relationship]bool{}, map[Relationship]int{}}
	gone := map[Relationship]bool{}
	for _, c := range changes {
		gone[c.key()] = c.removes()
	}
	for _, r := range have {
		switch {
		case gone[r.key()]:
		case r.Relation == schema.TenantMember:
			o.members[r.key()] = true
		case r.points():
			o.pointers[r.end()]++
		}
	}
	return o
}

// points says whether the relationship is an object's pointer to the tenant or
// parent that its permissions go through. All pointers of a kind must agree
// (.all in the schema): one more takes rights away, unless it is the first.
func (r Relationship) points() bool {
	return r.SubjectRelation == "" && r.Subject.Type != schema.TypeUser
}

// end is the pointer without what it points at.
func (r Relationship) end() Relationship {
	return Relationship{Resource: r.Resource, Relation: r.Relation}
}

func (o orderer) rank(c Change) rank {
	switch {
	case c.Relation == schema.TenantMember:
		return either(c, memberOut, memberIn)
	case c.Relation == schema.TenantEmergencyProcedure:
		return either(c, switchOff, switchOn)
	case c.Relation == schema.OrganizationBarred:
		return either(c, barOut, barIn)
	case c.Relation == schema.AccountOwner:
		return o.ownerRank(c)
	case c.Action == Alter && c.Terms.end().After(c.Was.end()):
		return giving
	case c.Action == Alter:
		return taking
	case c.removes() && c.points() && o.pointers[c.end()] > 0:
		// The object's other pointer no longer needs this one to agree.
		return giving
	}
	return either(c, taking, giving)
}

func either(c Change, removing, adding rank) rank {
	if c.removes() {
		return removing
	}
	return adding
}

// ownerRank is the rank of an account's owner, who gains what applications
// linked to the account and may not change the account's own roles: the one
// relation that gives and takes. It does neither for a user who is not a
// member while it is written.
func (o orderer) ownerRank(c Change) rank {
	tenant, _ := c.Resource.tenant()
	member := relate(schema.TenantRef(tenant), schema.TenantMember, schema.Ref{})
	member.Subject = c.Subject
	if c.Subject.ID != c.Resource.ID || o.members[member] {
		return bothWays
	}
	return either(c, ownerOut, ownerIn)
}

// inseparable says whether two neighbours must be in the same write: those
// that give and take, and the last pointers of an object, of which one alone
// could open what the two together kept shut.
func (o orderer) inseparable(a, b Change) bool {
	if o.rank(a) != o.rank(b) {
		return false
	}
	return o.rank(b) == bothWays ||
		o.rank(b) == taking && a.points() && b.points() && a.end() == b.end()
}
