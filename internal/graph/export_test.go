package graph

import (
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// WithHubsAt makes a comparison take objects for themselves to which more than
// so many lead: few are enough for a test.
func (c Comparison) WithHubsAt(most int) Comparison {
	c.most = most
	return c
}

// All are the graph's relationships.
func (g *Graph) All() []relation.Relationship {
	var all []relation.Relationship
	for o := range g.forward.objects() {
		for _, x := range g.forward.at(o) {
			all = append(all, g.relationship(g.object(o), x.relation(), g.object(x.other()), x.subjectRelation(), x.condition))
		}
	}
	return all
}

// Parameters are those of each caveat of the graph's schema.
func (g *Graph) Parameters() map[string][]string {
	all := map[string][]string{}
	for name, c := range g.program.caveats {
		all[name] = slices.Collect(maps.Keys(c.parameters))
	}
	return all
}

// Names is how many objects there is room for in the graph's dictionary.
func (g *Graph) Names() int { return len(*g.dictionary.pages.Load()) * namesPerPage }

// Caveated are the relations that a permission may go by and that take a caveat.
func (g *Graph) Caveated(typ schema.Type, permission string) map[string]bool {
	p := g.program
	found, seen := map[string]bool{}, map[relationID]bool{}
	next := []relationID{p.symbols.relations[relationName{p.symbols.types[typ], permission}]}
	for len(next) > 0 {
		r := next[0]
		next = next[1:]
		if seen[r] {
			continue
		}
		seen[r] = true
		d := p.definition(r)
		next = append(next, p.references(d)...)
		for _, kind := range d.allowed {
			if kind.caveat != "" {
				found[string(p.symbols.fullNames[r])] = true
			}
		}
		followed := map[relationID]bool{}
		d.rewrite.follows(followed)
		next = slices.AppendSeq(next, maps.Keys(followed))
	}
	return found
}
