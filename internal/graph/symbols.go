package graph

import (
	"fmt"
	"maps"
	"slices"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// typeID and relationID stand for an object type and for a relation or
// permission of one. Zero stands for none: as a subject's relation, for the
// subject itself.
type (
	typeID     uint16
	relationID uint16
)

// maxSymbols leaves the highest number free: it ends a range of edges.
const maxSymbols = 1<<16 - 2

type relationName struct {
	typ  typeID
	name string
}

// symbols are the names of one schema. They never change: a later schema
// extends a copy, so that a number keeps its meaning in every graph.
type symbols struct {
	types         map[schema.Type]typeID
	typeNames     []schema.Type
	relations     map[relationName]relationID
	relationNames []relationName
	fullNames     []schema.Relation // by relation, with the type
}

func newSymbols() *symbols {
	return &symbols{
		types:         map[schema.Type]typeID{},
		typeNames:     make([]schema.Type, 1),
		relations:     map[relationName]relationID{},
		relationNames: make([]relationName, 1),
		fullNames:     make([]schema.Relation, 1),
	}
}

func (s *symbols) clone() *symbols {
	return &symbols{
		types:         maps.Clone(s.types),
		typeNames:     slices.Clone(s.typeNames),
		relations:     maps.Clone(s.relations),
		relationNames: slices.Clone(s.relationNames),
		fullNames:     slices.Clone(s.fullNames),
	}
}

func (s *symbols) addType(name schema.Type) (typeID, error) {
	if t, ok := s.types[name]; ok {
		return t, nil
	}
	if len(s.typeNames) > maxSymbols {
		return 0, fmt.Errorf("the schema has more than %d types", maxSymbols)
	}
	t := typeID(len(s.typeNames))
	s.types[name], s.typeNames = t, append(s.typeNames, name)
	return t, nil
}

func (s *symbols) addRelation(t typeID, name string) (relationID, error) {
	n := relationName{t, name}
	if r, ok := s.relations[n]; ok {
		return r, nil
	}
	if len(s.relationNames) > maxSymbols {
		return 0, fmt.Errorf("the schema has more than %d relations", maxSymbols)
	}
	r := relationID(len(s.relationNames))
	s.relations[n], s.relationNames = r, append(s.relationNames, n)
	s.fullNames = append(s.fullNames, relation.Name(s.typeNames[t], name))
	return r, nil
}
