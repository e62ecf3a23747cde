package access

import (
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// aPart is of how many relationships those that lead to what changes are at most one, where
// a part is looked at: of more, that would be nearly all.
const aPart = 8

// touched is the part of what is held that says all that changes can make a difference to:
// the relationships of what leads to a changed one, of what that leads to in its turn, and of
// the tenants, who has which role; and one, with what it leads to, that names each user whom
// none of these does: a wildcard may give them something. What is left out has the same
// answers before and after. All that is held where that part is large, which it is once more
// than a share of it leads to what changes.
func touched(held []relation.Relationship, changes []relation.Change, share int) []relation.Relationship {
	if !slices.IsSortedFunc(held, byResource) {
		held = slices.Clone(held)
		slices.SortStableFunc(held, byResource)
	}
	t := &touching{held: held, within: map[relation.Object]bool{}}
	t.changed = make([]relation.Relationship, len(changes))
	for i, c := range changes {
		t.changed[i] = c.Relationship
	}
	slices.SortStableFunc(t.changed, byResource)
	if !t.leading(len(held) / share) {
		return held
	}
	for _, r := range held {
		if r.Resource.Type == schema.TypeTenant {
			t.add(r.Resource)
		}
	}
	t.follow()
	t.addUsers()
	return t.kept()
}

// touching is the work of finding a part.
type touching struct {
	held, changed []relation.Relationship // sorted by resource
	within        map[relation.Object]bool
	next          []relation.Object // of those within, which have to be followed
}

func (t *touching) add(o relation.Object) {
	if !t.within[o] {
		t.within[o] = true
		t.next = append(t.next, o)
	}
}

// leading finds what leads to the resources of the changes, those themselves too; false
// once that is more than most.
func (t *touching) leading(most int) bool {
	types := map[schema.Type]bool{}
	put := func(o relation.Object) {
		t.add(o)
		types[o.Type] = true
	}
	for i := range t.changed {
		put(t.changed[i].Resource)
	}
	for before := -1; before != len(t.within); {
		before = len(t.within)
		for _, some := range [][]relation.Relationship{t.held, t.changed} {
			for i := range some {
				// Few types are anybody's subject, and most changes are of others.
				if r := &some[i]; types[r.Subject.Type] && t.within[r.Subject] {
					put(r.Resource)
				}
			}
		}
		if len(t.within) > most {
			return false
		}
	}
	return true
}

// follow finds what those within lead to.
func (t *touching) follow() {
	for len(t.next) > 0 {
		o := t.next[len(t.next)-1]
		t.next = t.next[:len(t.next)-1]
		for _, some := range [][]relation.Relationship{t.held, t.changed} {
			for _, r := range of(some, o) {
				t.add(r.Subject)
			}
		}
	}
}

// addUsers finds a relationship of each user who is not within.
func (t *touching) addUsers() {
	for i := range t.held {
		r := &t.held[i]
		if r.Subject.Type == schema.TypeUser && !t.within[r.Subject] {
			t.add(r.Resource)
			t.follow()
		}
		if r.Resource.Type == schema.TypeUser && !t.within[r.Resource] {
			t.add(r.Resource)
			t.follow()
		}
	}
}

// kept are the relationships of those within, in their order.
func (t *touching) kept() []relation.Relationship {
	var kept []relation.Relationship
	for rest := t.held; len(rest) > 0; {
		n := 1
		for n < len(rest) && rest[n].Resource == rest[0].Resource {
			n++
		}
		if t.within[rest[0].Resource] {
			kept = append(kept, rest[:n]...)
		}
		rest = rest[n:]
	}
	return kept
}

// of are the relationships of an object, among some sorted ones.
func of(some []relation.Relationship, o relation.Object) []relation.Relationship {
	start, _ := slices.BinarySearchFunc(some, o, func(r relation.Relationship, o relation.Object) int { return r.Resource.Compare(o) })
	end := start
	for end < len(some) && some[end].Resource == o {
		end++
	}
	return some[start:end]
}

func byResource(a, b relation.Relationship) int { return a.Resource.Compare(b.Resource) }
