package graph

import "slices"

// set is a set of objects, among which everybody may be. What is added shows
// once the set is settled.
type set struct {
	objects   []objectID // once settled, sorted and each once
	everybody bool
	unsettled bool
}

func newSet() *set { return &set{} }

func (s *set) add(o objectID) {
	s.objects, s.unsettled = append(s.objects, o), true
}

func (s *set) addAll(other *set) {
	if len(other.objects) > 0 {
		s.objects, s.unsettled = append(s.objects, other.objects...), true
	}
	s.everybody = s.everybody || other.everybody
}

func (s *set) settle() *set {
	if s.unsettled {
		slices.Sort(s.objects)
		s.objects, s.unsettled = slices.Compact(s.objects), false
	}
	return s
}

// smaller says whether a set is the better one to choose from.
func (s *set) smaller(other *set) bool {
	if s.everybody != other.everybody {
		return other.everybody
	}
	return len(s.objects) < len(other.objects)
}
