package eval

import (
	"cmp"
	"encoding/binary"
	"slices"
	"strings"
)

// sortIDs sorts ids, which an engine mostly tells in order. Otherwise their first
// bytes that differ lie side by side, and most comparisons need not look an id up: a
// hundred thousand of them are more than a processor's cache holds.
func sortIDs(ids []string) {
	if slices.IsSorted(ids) {
		return
	}
	same := len(commonPrefix(ids))
	keyed := make([]keyedID, len(ids))
	for i, id := range ids {
		keyed[i] = keyedID{keyOf(id[same:]), id}
	}
	slices.SortFunc(keyed, func(a, b keyedID) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return strings.Compare(a.id, b.id)
	})
	for i, k := range keyed {
		ids[i] = k.id
	}
}

type keyedID struct {
	key uint64
	id  string
}

// keyOf sorts as the first bytes of a text do. Of equal keys it says nothing: a short
// text has the key of one with zeros after it.
func keyOf(text string) uint64 {
	var first [8]byte
	copy(first[:], text)
	return binary.BigEndian.Uint64(first[:])
}

// commonPrefix is what all of some texts begin with.
func commonPrefix(texts []string) string {
	same := texts[0]
	for _, text := range texts {
		for !strings.HasPrefix(text, same) {
			same = same[:len(same)-1]
		}
	}
	return same
}
