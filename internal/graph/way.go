package graph

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
)

// Way is one way for a question to be allowed.
type Way struct {
	// Steps are the relationships that it goes by, which exist, in the order in
	// which the permission asks for them.
	Steps []relation.Relationship
	// Changes are what it takes beside them; none for a question that is
	// allowed.
	Changes []relation.Change
}

// Advise says what a change takes to be one that somebody may make: the change
// itself, completed with its condition, and what has to come with it; false
// for a change that nobody should make. g is the graph that the change would
// be made to.
type Advise func(g *Graph, c relation.Change) ([]relation.Change, bool)

// mostWays bounds the ways that are kept at each turn.
const mostWays = 24

// Ways are the nearest ways for a question to be allowed: those with the
// fewest changes first, then those with the fewest steps. Each has been tried
// on a graph with its changes, and none takes more than another does. For a
// question that is allowed they are its paths.
func (g *Graph) Ways(q Question, c Circumstances, advise Advise) []Way {
	r, resource := g.resource(q)
	e, ok := g.evaluation(q.Subject, q.SubjectRelation, c)
	if r == 0 || resource == noObject || !ok {
		return nil
	}
	f := finder{evaluation: &e, question: q, advise: advise}
	if e.subject == noSubject {
		e.subject = g.dictionary.intern(e.subjectType, q.Subject.ID) // may be in a change
	}
	g.dictionary.intern(e.subjectType, relation.Wildcard) // too
	return g.tried(q, c, f.relation(r, resource))
}

// tried keeps the ways that lead to Allowed, without those that another one
// makes needless.
func (g *Graph) tried(q Question, c Circumstances, found []Way) []Way {
	var kept []Way
	for _, w := range found {
		after, err := g.With(w.Changes)
		if err != nil || after.Check(q, c).Outcome != Allowed {
			continue
		}
		if !slices.ContainsFunc(kept, func(k Way) bool { return k.within(w) }) {
			kept = append(kept, w)
		}
	}
	return kept
}

// within says whether another way makes all the changes that this one makes,
// and more; two ways without changes are both kept.
func (w Way) within(other Way) bool {
	if len(w.Changes) == 0 {
		return len(other.Changes) > 0
	}
	return !slices.ContainsFunc(w.Changes, func(c relation.Change) bool { return !other.makes(c) })
}

func (w Way) makes(c relation.Change) bool {
	return slices.ContainsFunc(w.Changes, func(o relation.Change) bool { return compareChanges(o, c) == 0 })
}

func (w Way) goesBy(r relation.Relationship) bool {
	return slices.ContainsFunc(w.Steps, func(o relation.Relationship) bool { return o.Key() == r.Key() })
}

// and is a way that does what two ways do.
func (w Way) and(other Way) Way {
	both := Way{slices.Clone(w.Steps), slices.Clone(w.Changes)}
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

func (w Way) compare(other Way) int {
	return cmp.Or(
		cmp.Compare(len(w.Changes), len(other.Changes)),
		cmp.Compare(len(w.Steps), len(other.Steps)),
		slices.CompareFunc(w.Changes, other.Changes, compareChanges),
		slices.CompareFunc(w.Steps, other.Steps, relation.Relationship.Compare),
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

// nearest are the best of some ways, each once.
func nearest(ways []Way) []Way {
	slices.SortStableFunc(ways, Way.compare)
	ways = slices.CompactFunc(ways, func(a, b Way) bool { return a.compare(b) == 0 })
	return ways[:min(len(ways), mostWays)]
}

// every are the ways to do one of each of two kinds.
func every(one, other []Way) []Way {
	var both []Way
	for _, a := range one {
		for _, b := range other {
			both = append(both, a.and(b))
		}
	}
	return nearest(both)
}
