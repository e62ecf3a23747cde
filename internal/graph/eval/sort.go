package eval

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// sortIDs sorts ids, which an engine mostly tells in order.
func sortIDs(ids []string) {
	if !slices.IsSorted(ids) {
		SortByID(ids, func(id string) string { return id })
	}
}

// SortByID sorts what has ids. Their first bytes that differ lie side by side, and most
// comparisons need not look an id up: a hundred thousand of them are more than a
// processor's cache holds.
func SortByID[T any](of []T, id func(T) string) {
	same := len(commonPrefix(of, id))
	keyed := make([]keyedPlace, len(of))
	for i, one := range of {
		keyed[i] = keyedPlace{keyOf(id(one)[same:]), i}
	}
	slices.SortFunc(keyed, func(a, b keyedPlace) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return strings.Compare(id(of[a.place]), id(of[b.place]))
	})
	unsorted := slices.Clone(of)
	for i, k := range keyed {
		of[i] = unsorted[k.place]
	}
}

type keyedPlace struct {
	key   uint64
	place int
}

// keyOf sorts as the first bytes of a text do. Of equal keys it says nothing: a short
// text has the key of one with zeros after it.
func keyOf(text string) uint64 {
	var first [8]byte
	copy(first[:], text)
	return binary.BigEndian.Uint64(first[:])
}

// commonPrefix is what all ids begin with.
func commonPrefix[T any](of []T, id func(T) string) string {
	if len(of) == 0 {
		return ""
	}
	same := id(of[0])
	for _, one := range of {
		for !strings.HasPrefix(id(one), same) {
			same = same[:len(same)-1]
		}
	}
	return same
}
