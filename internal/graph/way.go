package graph

import (
	"cmp"
	"slices"
	"strings"
)

// Way is one way for a question to be allowed.
type Way struct {
	// Steps are the relationships that it goes by, which exist, in the order in
	// which the permission asks for them.
	Steps []Relationship
	// Changes are what it takes beside them; none for a question that is
	// allowed.
	Changes []Change
}

// Advise says what a change takes to be one that somebody may make: the change
// itself, completed with its condition, and what has to come with it; false
// for a change that nobody should make. g is the graph that the change would
// be made to.
type Advise func(g *Graph, c Change) ([]Change, bool)

// mostWays bounds the ways that are kept at each turn.
const mostWays = 24

// Ways are the nearest ways for a question to be allowed: those with the
// fewest changes first, then those with the fewest steps. Each has been tried
// on a graph with its changes, and none takes more than another does. For a
// question that is allowed they are its paths.
func (g *Graph) Ways(q Question, c Circumstances, advise Advise) []Way {
	relation, resource := g.resource(q)
	e, ok := g.evaluation(q.Subject, q.SubjectRelation, c)
	if relation == 0 || resource == noObject || !ok {
		return nil
	}
	f := finder{evaluation: &e, question: q, advise: advise}
	if e.subject == noSubject {
		e.subject = g.dictionary.intern(e.subjectType, q.Subject.ID) // may be in a change
	}
	g.dictionary.intern(e.subjectType, Everybody) // too
	return g.tried(q, c, f.relation(relation, resource))
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
	return !slices.ContainsFunc(w.Changes, func(c Change) bool { return !other.makes(c) })
}

func (w Way) makes(c Change) bool {
	return slices.ContainsFunc(w.Changes, func(o Change) bool { return o.Gone == c.Gone && o.String() == c.String() })
}

func (w Way) goesBy(r Relationship) bool {
	return slices.ContainsFunc(w.Steps, func(o Relationship) bool { return o.String() == r.String() })
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
		cmp.Compare(w.text(), other.text()),
	)
}

// text makes the order of ways of one length the same at every run.
func (w Way) text() string {
	var b strings.Builder
	for _, c := range w.Changes {
		b.WriteString(c.String() + " ")
	}
	for _, r := range w.Steps {
		b.WriteString(r.String() + " ")
	}
	return b.String()
}

// nearest are the best of some ways, each once.
func nearest(ways []Way) []Way {
	slices.SortStableFunc(ways, Way.compare)
	ways = slices.CompactFunc(ways, func(a, b Way) bool { return a.text() == b.text() })
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
