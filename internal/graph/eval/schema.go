package eval

import (
	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/graph/zed"
)

// Schema is a schema, ready to be evaluated. It never changes.
type Schema struct {
	read        *zed.Schema
	symbols     *graph.Symbols
	definitions []definition // by relation
}

// definition is one relation or permission. The zero value is a name that the
// schema does not define.
type definition struct {
	typ     graph.TypeID
	defined bool
	// rewrite is how a permission is computed; nil for a relation.
	rewrite operator
	// allowed are the kinds of subject that a relation takes.
	allowed []subjectKind
	// alias is the relation or permission that this permission is another
	// name for: SpiceDB goes to it without counting a step.
	alias graph.RelationID
	// recursive says that the definition can lead back to itself.
	recursive bool
}

// subjectKind is one kind of subject that a relation takes.
type subjectKind struct {
	typ      graph.TypeID
	relation graph.RelationID
	wildcard bool
	// caveat and expires are what a relationship of this kind has to carry.
	caveat  string
	expires bool
}

// definition is what the schema says of a relation; the zero value for one
// that it does not define.
func (s *Schema) definition(r graph.RelationID) *definition {
	if int(r) < len(s.definitions) {
		return &s.definitions[r]
	}
	return &definition{}
}

// references are the relations that a definition leads to, whatever the data.
func (s *Schema) references(d *definition) []graph.RelationID {
	var found []graph.RelationID
	for _, kind := range d.allowed {
		if kind.relation != 0 {
			found = append(found, kind.relation)
		}
	}
	if d.rewrite != nil {
		found = append(found, d.rewrite.references(s)...)
	}
	return found
}

// Alias is the relation or permission that a permission is another name for, or
// the permission itself; zero for one that the schema does not define.
func (s *Schema) Alias(r graph.RelationID) graph.RelationID {
	d := s.definition(r)
	switch {
	case !d.defined:
		return 0
	case d.alias != 0:
		return d.alias
	}
	return r
}

// Followed are the relations that an arrow follows.
func (s *Schema) Followed() map[graph.RelationID]bool {
	found := map[graph.RelationID]bool{}
	for i := range s.definitions {
		if rewrite := s.definitions[i].rewrite; rewrite != nil {
			for _, r := range rewrite.follows() {
				found[r] = true
			}
		}
	}
	return found
}

// NamesItsSubjects says whether a relation takes subjects themselves only, and
// wildcards, and no relation of another object.
func (s *Schema) NamesItsSubjects(r graph.RelationID) bool {
	d := s.definition(r)
	if d.rewrite != nil {
		return false
	}
	for _, kind := range d.allowed {
		if kind.relation != 0 {
			return false
		}
	}
	return true
}

// Deep says whether an answer may run in a circle, or come near SpiceDB's limit,
// depending on the data.
func (s *Schema) Deep(r graph.RelationID) bool {
	return s.steps(r, map[graph.RelationID]int{}) >= maxDepth
}

// steps bounds how many steps it takes to evaluate a relation, whatever the
// data: maxDepth where that is no bound.
func (s *Schema) steps(r graph.RelationID, known map[graph.RelationID]int) int {
	d := s.definition(r)
	if d.recursive {
		return maxDepth
	}
	if n, ok := known[r]; ok {
		return n
	}
	most := 0
	for _, next := range s.references(d) {
		most = max(most, s.steps(next, known))
	}
	known[r] = min(1+most, maxDepth)
	return known[r]
}
