package loader

import (
	"github.com/remit-authz/remit/internal/phrase"
)

// maxBatch is how many changes SpiceDB takes in one write.
const maxBatch = 1000

// batch is what one write holds of a sequence: from one on, before another.
type batch struct{ from, to int }

// batches packs changes into writes of at most size, in order.
func batches(s sequence, size int) ([]batch, error) {
	var packed []batch
	first := 0
	for i := 0; i < len(s.order); {
		end := i + 1
		for end < len(s.order) && s.joined[end] {
			end++
		}
		if end-i > size {
			return nil, phrase.Errorf("%d changes around %s belong in one write, which holds %d: take some of them away by hand, then make a new plan", end-i, s.list(i, i+1)[0], size)
		}
		if end-first > size {
			packed, first = append(packed, batch{first, i}), i
		}
		i = end
	}
	if first < len(s.order) {
		packed = append(packed, batch{first, len(s.order)})
	}
	return packed, nil
}
