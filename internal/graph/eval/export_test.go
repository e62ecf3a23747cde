package eval

import (
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// All are the snapshot's relationships.
func (s *Snapshot) All() []relation.Relationship {
	var all []relation.Relationship
	for o := range s.Graph.Resources() {
		for _, x := range s.Forward(o) {
			all = append(all, s.Relationship(o, x))
		}
	}
	return all
}

// Parameters are those of each caveat of the schema.
func (s *Snapshot) Parameters() map[string][]string {
	all := map[string][]string{}
	for name, c := range s.schema.read.Caveats {
		all[name] = slices.Collect(maps.Keys(c.Parameters))
	}
	return all
}

// Caveated are the relations that a permission may go by and that take a caveat.
func (s *Snapshot) Caveated(typ schema.Type, permission string) map[string]bool {
	found, seen := map[string]bool{}, map[graph.RelationID]bool{}
	next := []graph.RelationID{s.schema.symbols.Relation(s.schema.symbols.Type(typ), permission)}
	for len(next) > 0 {
		r := next[0]
		next = next[1:]
		if seen[r] {
			continue
		}
		seen[r] = true
		d := s.schema.definition(r)
		next = append(next, s.schema.references(d)...)
		for _, kind := range d.allowed {
			if kind.caveat != "" {
				found[string(s.schema.symbols.FullName(r))] = true
			}
		}
		if d.rewrite != nil {
			next = append(next, d.rewrite.follows()...)
		}
	}
	return found
}

// Decide is what a window says of a caveat that a relationship was written with, and
// whether it says anything; and what SpiceDB's evaluation says.
func (s *Snapshot) Decide(name string, written map[string]any, c Context) (window Outcome, decides bool, evaluated Outcome) {
	e := &Evaluation{snapshot: s, at: c.At, context: c}
	of := s.schema.read.Caveats[name]
	window, decides = windowOf(&graph.Condition{Terms: relation.Terms{Caveat: schema.Caveat(name)}, Given: written}, of).decides(e)
	evaluated, _ = evaluateCaveat(of, written, c.Values(c.At))
	return window, decides, evaluated
}

// SortIDs sorts ids as a list does.
var SortIDs = sortIDs
