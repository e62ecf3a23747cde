// Package paths is what a path to an answer is: the relationships that it goes by,
// and the changes that it takes beside them; and how paths combine.
package paths

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
)

// Path is one path by which a question is allowed, or would be.
type Path struct {
	// Steps are the relationships that it goes by, which exist, in the order in
	// which the permission asks for them.
	Steps []relation.Relationship
	// Changes are the remedy: what it takes beside them; none for a question that is
	// allowed.
	Changes []relation.Change
}

// most bounds the paths that are kept at each turn.
const most = 24

// Minimal are those of some paths that no other one makes needless.
func Minimal(found []Path) []Path {
	var kept []Path
	for _, p := range found {
		if !slices.ContainsFunc(kept, func(k Path) bool { return k.within(p) }) {
			kept = append(kept, p)
		}
	}
	return kept
}

// within says whether another path makes all the changes that this one makes,
// and more; two paths without changes are both kept.
func (p Path) within(other Path) bool {
	if len(p.Changes) == 0 {
		return len(other.Changes) > 0
	}
	return !slices.ContainsFunc(p.Changes, func(c relation.Change) bool { return !other.makes(c) })
}

func (p Path) makes(c relation.Change) bool {
	return slices.ContainsFunc(p.Changes, func(o relation.Change) bool { return compareChanges(o, c) == 0 })
}

func (p Path) goesBy(r relation.Relationship) bool {
	return slices.ContainsFunc(p.Steps, func(o relation.Relationship) bool { return o.Key() == r.Key() })
}

// and is a path that does what two paths do.
func (p Path) and(other Path) Path {
	both := Path{slices.Clone(p.Steps), slices.Clone(p.Changes)}
	for _, r := range other.Steps {
		if !both.goesBy(r) {
			both.Steps = append(both.Steps, r)
		}
	}
	for _, c := range other.Changes {
		if !both.makes(c) {
			both.Changes = append(both.Changes, c)
		}
	}
	return both
}

func (p Path) compare(other Path) int {
	return cmp.Or(
		cmp.Compare(len(p.Changes), len(other.Changes)),
		cmp.Compare(len(p.Steps), len(other.Steps)),
		slices.CompareFunc(p.Changes, other.Changes, compareChanges),
		slices.CompareFunc(p.Steps, other.Steps, relation.Relationship.Compare),
	)
}

func compareChanges(a, b relation.Change) int {
	if order := a.Compare(b.Relationship); order != 0 || a.Gone == b.Gone {
		return order
	}
	if a.Gone {
		return 1
	}
	return -1
}

// Nearest are the best of some paths, each once.
func Nearest(found []Path) []Path {
	slices.SortStableFunc(found, Path.compare)
	found = slices.CompactFunc(found, func(a, b Path) bool { return a.compare(b) == 0 })
	return found[:min(len(found), most)]
}

// Every are the paths to do one of each of two kinds.
func Every(one, other []Path) []Path {
	var both []Path
	for _, a := range one {
		for _, b := range other {
			both = append(both, a.and(b))
		}
	}
	return Nearest(both)
}
