package eval

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/graph"
)

// set is a set of objects, among which the wildcard may be. What is added shows
// once the set is settled.
type set struct {
	objects  []graph.ObjectID // once settled, sorted and each once
	sorted   int              // so many of them are, from the first on
	wildcard bool
}

func newSet() *set { return &set{} }

func (s *set) add(o graph.ObjectID) {
	if n := len(s.objects); s.sorted == n {
		switch { // most come in their order
		case n == 0 || s.objects[n-1] < o:
			s.sorted++
		case s.objects[n-1] == o:
			return
		}
	}
	s.objects = append(s.objects, o)
}

func (s *set) addAll(other *set) {
	s.wildcard = s.wildcard || other.wildcard
	if len(s.objects) == 0 && other.sorted == len(other.objects) {
		// Both have the same ones until one of them is added to, and has a copy then.
		other.objects = slices.Clip(other.objects)
		s.objects, s.sorted = other.objects, other.sorted
		return
	}
	s.objects = append(s.objects, other.objects...)
}

func (s *set) settle() *set {
	if more := s.objects[s.sorted:]; len(more) > 0 {
		slices.Sort(more)
		s.objects = merged(s.objects[:s.sorted], slices.Compact(more))
		s.sorted = len(s.objects)
	}
	return s
}

// merged are those of either of two sorted lists, sorted and each once.
func merged(a, b []graph.ObjectID) []graph.ObjectID {
	all := make([]graph.ObjectID, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		least := min(a[0], b[0])
		all = append(all, least)
		if a[0] == least {
			a = a[1:]
		}
		if b[0] == least {
			b = b[1:]
		}
	}
	return append(append(all, a...), b...)
}

// smaller says whether a set is the better one to choose from.
func (s *set) smaller(other *set) bool {
	if s.wildcard != other.wildcard {
		return other.wildcard
	}
	return len(s.objects) < len(other.objects)
}

// guessDepth bounds how far a guess at the size of a set looks.
const guessDepth = 8

// smallest is the smallest of the operands' sets, found without making those that
// are likely to be larger: any of them holds what all of them hold.
func smallest(operands []operator, guess func(operator) int, find func(operator) *set) *set {
	type guessed struct {
		operator
		many int
	}
	var few [8]guessed
	all := few[:0]
	for _, operand := range operands {
		all = append(all, guessed{operand, guess(operand)})
	}
	slices.SortStableFunc(all, func(a, b guessed) int { return cmp.Compare(a.many, b.many) })
	var best *set
	for _, g := range all {
		if best != nil && !best.wildcard && len(best.objects) <= g.many {
			continue
		}
		if found := find(g.operator); best == nil || found.smaller(best) {
			best = found
		}
	}
	return best
}
