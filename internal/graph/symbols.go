package graph

import (
	"fmt"
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// TypeID and RelationID stand for an object type and for a relation or
// permission of one. Zero stands for none: as a subject's relation, for the
// subject itself.
type (
	TypeID     uint16
	RelationID uint16
)

// maxSymbols leaves the highest number free: it ends a range of edges.
const maxSymbols = 1<<16 - 2

type relationName struct {
	typ  TypeID
	name string
}

// Symbols are the names that one schema defines, and their numbers. They never
// change once a graph has them: a later schema extends a copy, so that a number
// keeps its meaning in every graph.
type Symbols struct {
	types         map[schema.Type]TypeID
	typeNames     []schema.Type
	relations     map[relationName]RelationID
	relationNames []relationName
	fullNames     []schema.Relation // by relation, with the type
	// defined says which relations this schema defines, and caveats which caveats.
	defined []bool
	caveats map[schema.Caveat]bool
}

// NewSymbols are no names.
func NewSymbols() *Symbols {
	return &Symbols{
		types:         map[schema.Type]TypeID{},
		typeNames:     make([]schema.Type, 1),
		relations:     map[relationName]RelationID{},
		relationNames: make([]relationName, 1),
		fullNames:     make([]schema.Relation, 1),
		defined:       make([]bool, 1),
		caveats:       map[schema.Caveat]bool{},
	}
}

// Extend are the same numbers for a schema that defines nothing yet.
func (s *Symbols) Extend() *Symbols {
	return &Symbols{
		types:         maps.Clone(s.types),
		typeNames:     slices.Clone(s.typeNames),
		relations:     maps.Clone(s.relations),
		relationNames: slices.Clone(s.relationNames),
		fullNames:     slices.Clone(s.fullNames),
		defined:       make([]bool, len(s.defined)),
		caveats:       map[schema.Caveat]bool{},
	}
}

// DefineType gives a type its number.
func (s *Symbols) DefineType(name schema.Type) (TypeID, error) {
	if t, ok := s.types[name]; ok {
		return t, nil
	}
	if len(s.typeNames) > maxSymbols {
		return 0, fmt.Errorf("the schema has more than %d types", maxSymbols)
	}
	t := TypeID(len(s.typeNames))
	s.types[name], s.typeNames = t, append(s.typeNames, name)
	return t, nil
}

// DefineRelation gives a relation or permission of a type its number.
func (s *Symbols) DefineRelation(t TypeID, name string) (RelationID, error) {
	n := relationName{t, name}
	if r, ok := s.relations[n]; ok {
		s.defined[r] = true
		return r, nil
	}
	if len(s.relationNames) > maxSymbols {
		return 0, fmt.Errorf("the schema has more than %d relations", maxSymbols)
	}
	r := RelationID(len(s.relationNames))
	s.relations[n], s.relationNames = r, append(s.relationNames, n)
	s.fullNames = append(s.fullNames, relation.Name(s.typeNames[t], name))
	s.defined = append(s.defined, true)
	return r, nil
}

// DefineCaveat makes a caveat one that relationships may carry.
func (s *Symbols) DefineCaveat(name schema.Caveat) { s.caveats[name] = true }

// Type is a type's number; zero for one that no schema had.
func (s *Symbols) Type(name schema.Type) TypeID { return s.types[name] }

// TypeName is what a type is called.
func (s *Symbols) TypeName(t TypeID) schema.Type { return s.typeNames[t] }

// Types is how many numbers types have, zero included.
func (s *Symbols) Types() int { return len(s.typeNames) }

// Relation is the number of a relation or permission of a type; zero for one
// that no schema had.
func (s *Symbols) Relation(t TypeID, name string) RelationID {
	return s.relations[relationName{t, name}]
}

// Defined is the number of a relation or permission that this schema defines, or
// zero.
func (s *Symbols) Defined(t TypeID, name string) RelationID {
	if r := s.Relation(t, name); s.defined[r] {
		return r
	}
	return 0
}

// RelationName is what a relation is called, without its type; blank for zero.
func (s *Symbols) RelationName(r RelationID) string { return s.relationNames[r].name }

// FullName is what a relation is called, with its type.
func (s *Symbols) FullName(r RelationID) schema.Relation { return s.fullNames[r] }

// Relations is how many numbers relations have, zero included.
func (s *Symbols) Relations() int { return len(s.relationNames) }

// hasRelations says whether this schema defines any relation of a type.
func (s *Symbols) hasRelations(t TypeID) bool {
	for r, name := range s.relationNames {
		if s.defined[r] && name.typ == t {
			return true
		}
	}
	return false
}
