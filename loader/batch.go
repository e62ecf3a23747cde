package loader

import "fmt"

// maxBatch is how many changes SpiceDB takes in one write.
const maxBatch = 1000

// batches packs units into writes of at most size changes, in order.
func batches(units []unit, size int) ([][]Change, error) {
	var packed [][]Change
	for _, u := range units {
		if len(u) > size {
			return nil, fmt.Errorf("%d changes around %s belong in one write, which holds %d: take some of them away by hand, then make a new plan", len(u), u[0], size)
		}
		last := len(packed) - 1
		if last < 0 || len(packed[last])+len(u) > size {
			packed = append(packed, nil)
			last++
		}
		packed[last] = append(packed[last], u...)
	}
	return packed, nil
}
