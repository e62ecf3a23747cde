package loader

import (
	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/loader/internal/calls"
)

// batch is what one write holds of a sequence: from one on, before another.
type batch struct{ from, to int }

// batches packs changes into writes of at most size, in order.
func batches(s sequence, size int) ([]batch, error) {
	var packed []batch
	first, filled := 0, filling{}
	for i := 0; i < len(s.order); {
		end := i + 1
		for end < len(s.order) && s.joined[end] {
			end++
		}
		if end-i > size {
			return nil, phrase.Errorf("%d changes around %s belong in one write, which holds %d: take some of them away by hand, then make a new plan", end-i, s.at(i), size)
		}
		if filled.add(s, i, end); i > first && (end-first > size || filled.over()) {
			packed, first, filled = append(packed, batch{first, i}), i, filling{}
			filled.add(s, i, end)
		}
		i = end
	}
	if first < len(s.order) {
		packed = append(packed, batch{first, len(s.order)})
	}
	return packed, nil
}

// filling is what a write has of that which is bounded beside its changes: a condition for
// each tenant, of which SpiceDB takes as many as updates, and its size, of which gRPC takes
// 4 MiB.
type filling struct {
	tenants map[int32]bool
	bytes   int
}

// maxBytes is up to where a write is filled: what a thousand of the longest ids take.
const maxBytes = 3 << 20

func (f *filling) add(s sequence, from, to int) {
	if f.tenants == nil {
		f.tenants = map[int32]bool{}
	}
	for i := from; i < to; i++ {
		c := s.at(i)
		f.tenants[s.order[i].of] = true
		const around = 128 // the names of types and relations, and protobuf's own
		f.bytes += around + len(c.Resource.ID) + len(c.Subject.ID) + 2*len(c.Context)
	}
}

func (f *filling) over() bool { return len(f.tenants) > calls.MostUpdates || f.bytes > maxBytes }
