package eval

import (
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/internal/random"
)

// Sets that were made of one another stay what they are when one of them grows: they share
// what they have in common.
func TestSetsThatShareDoNotChangeEachOther(t *testing.T) {
	seed := random.Seed(t)
	r := rand.New(rand.NewPCG(seed, 0))
	for range 2_000 {
		sets, want := make([]*set, 4), make([]map[graph.ObjectID]bool, 4)
		for i := range sets {
			sets[i], want[i] = newSet(), map[graph.ObjectID]bool{}
		}
		for range r.IntN(40) {
			i, j := r.IntN(4), r.IntN(4)
			switch r.IntN(4) {
			case 0:
				sets[i].settle()
			case 1:
				if i != j {
					sets[i].addAll(sets[j])
					maps.Copy(want[i], want[j])
				}
			default:
				o := graph.ObjectID(1 + r.IntN(30))
				sets[i].add(o)
				want[i][o] = true
			}
		}
		for i, s := range sets {
			if got := s.settle().objects; !slices.Equal(got, slices.Sorted(maps.Keys(want[i]))) {
				t.Fatalf("seed %d: set %d has %v, want %v", seed, i, got, slices.Sorted(maps.Keys(want[i])))
			}
		}
	}
}
