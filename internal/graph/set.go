package graph

import (
	"maps"
	"slices"
)

// set is a set of objects, among which everybody may be.
type set struct {
	objects   map[objectID]struct{}
	everybody bool
}

func newSet() *set { return &set{objects: map[objectID]struct{}{}} }

func (s *set) add(o objectID) { s.objects[o] = struct{}{} }

func (s *set) addAll(other *set) {
	maps.Copy(s.objects, other.objects)
	s.everybody = s.everybody || other.everybody
}

// sorted are the objects in the order of their numbers.
func (s *set) sorted() []objectID { return slices.Sorted(maps.Keys(s.objects)) }

// smaller says whether a set is the better one to choose from.
func (s *set) smaller(other *set) bool {
	if s.everybody != other.everybody {
		return other.everybody
	}
	return len(s.objects) < len(other.objects)
}
