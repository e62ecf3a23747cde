package access

import (
	"slices"
	"time"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// Between says what was gained and lost between two moments, by what an engine held at
// each, under the schema and by the clock of each: an emergency that ended meanwhile is
// lost, though nobody wrote anything. The difference is of the later moment.
func Between(earlier, later *eval.Snapshot, from, to time.Time) (Difference, error) {
	gone, comes, timed := changed(earlier.Graph, later.Graph)
	// What went is of the earlier schema, and what came of the later one.
	s, err := earlier.With(gone)
	if err != nil {
		return Difference{}, err
	}
	var changes []relation.Change // nil: under another schema anything may differ
	if earlier.SchemaText() != later.SchemaText() {
		if s, err = s.WithSchema(later.SchemaText()); err != nil {
			return Difference{}, err
		}
	} else {
		changes = append([]relation.Change{}, slices.Concat(gone, comes, timed)...)
	}
	if s, err = s.With(comes); err != nil {
		return Difference{}, err
	}
	before, then := side(earlier, earlier, later), side(s, earlier, later)
	before.Context, then.Context = contextAt(from), contextAt(to)
	d, err := between(before, then, changes, everyTenant)
	d.At = to.UTC()
	return d, err
}

// changed are the relationships that one graph has and not the other, either way; and
// those of both that a clock may decide.
func changed(earlier, later *graph.Graph) (gone, comes, timed []relation.Change) {
	had := all(earlier)
	for key, terms := range all(later) {
		was, there := had[key]
		r := key
		r.Terms = terms
		switch {
		case !there || was != terms:
			comes = append(comes, relation.Change{Relationship: r})
		case terms != relation.Terms{}:
			timed = append(timed, relation.Change{Relationship: r})
		}
		delete(had, key)
	}
	for r := range had {
		gone = append(gone, relation.Change{Relationship: r, Gone: true})
	}
	return gone, comes, timed
}

// all are the terms of what a graph holds, by key.
func all(g *graph.Graph) map[relation.Relationship]relation.Terms {
	held := make(map[relation.Relationship]relation.Terms, g.Len())
	for o := range g.Resources() {
		for _, x := range g.Forward(o) {
			r := g.Relationship(o, x)
			held[r.Key()] = r.Terms
		}
	}
	return held
}
