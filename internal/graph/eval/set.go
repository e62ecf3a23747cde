package eval

import (
	"cmp"
	"slices"

	"github.com/remit-authz/remit/internal/graph"
)

// set is a set of objects, among which the wildcard may be. What is added shows
// once the set is settled.
type set struct {
	objects   []graph.ObjectID // once settled, sorted and each once
	wildcard  bool
	unsettled bool
}

func newSet() *set { return &set{} }

func (s *set) add(o graph.ObjectID) {
	s.objects, s.unsettled = append(s.objects, o), true
}

func (s *set) addAll(other *set) {
	if len(other.objects) > 0 {
		s.objects, s.unsettled = append(s.objects, other.objects...), true
	}
	s.wildcard = s.wildcard || other.wildcard
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
