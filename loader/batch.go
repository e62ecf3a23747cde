package loader

import (
	"github.com/remit-authz/remit/internal/phrase"
)

// maxBatch is how many changes SpiceDB takes in one write.
const maxBatch = 1000

// batches packs changes into writes of at most size, in order.
func batches(s sequence, size int) ([][]*Change, error) {
	var packed [][]*Change
	first := 0
	for i := 0; i < len(s.changes); {
		end := i + 1
		for end < len(s.changes) && s.joined[end] {
			end++
		}
		if end-i > size {
			return nil, phrase.Errorf("%d changes around %s belong in one write, which holds %d: take some of them away by hand, then make a new plan", end-i, s.changes[i], size)
		}
		if end-first > size {
			packed, first = append(packed, s.changes[first:i]), i
		}
		i = end
	}
	if first < len(s.changes) {
		packed = append(packed, s.changes[first:])
	}
	return packed, nil
}
