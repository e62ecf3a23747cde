package verify

import "crypto/sha256"

type hash = [sha256.Size]byte

// leafHash and nodeHash are RFC 6962's, 2.1.
func leafHash(record []byte) hash {
	h := sha256.New()
	h.Write([]byte{0})
	h.Write(record)
	return hash(h.Sum(nil))
}

func nodeHash(left, right hash) hash {
	var content [1 + 2*sha256.Size]byte
	content[0] = 1
	copy(content[1:], left[:])
	copy(content[1+sha256.Size:], right[:])
	return sha256.Sum256(content[:])
}

// tree is that of the records so far: the roots of its full subtrees, the
// largest first. The zero value has no record.
type tree struct {
	size  int64
	roots []hash
}

func (t *tree) add(leaf hash) {
	t.roots = append(t.roots, leaf)
	for n := t.size; n&1 == 1; n >>= 1 {
		last := len(t.roots) - 1
		t.roots[last-1] = nodeHash(t.roots[last-1], t.roots[last])
		t.roots = t.roots[:last]
	}
	t.size++
}

// root is the tree's; of no record that of the empty text.
func (t *tree) root() hash {
	if t.size == 0 {
		return sha256.Sum256(nil)
	}
	found := t.roots[len(t.roots)-1]
	for i := len(t.roots) - 2; i >= 0; i-- {
		found = nodeHash(t.roots[i], found)
	}
	return found
}

// rootOf is the root that a record at a place leads to by a proof (RFC 6962,
// 2.1.1; RFC 9162, 2.1.3.2); false where the proof does not fit the size.
func rootOf(leaf hash, number, size int64, proof []hash) (hash, bool) {
	if number < 0 || number >= size {
		return hash{}, false
	}
	place, last := number, size-1
	found := leaf
	for _, next := range proof {
		if last == 0 {
			return hash{}, false
		}
		if place&1 == 1 || place == last {
			found = nodeHash(next, found)
			for place&1 == 0 && place != 0 {
				place, last = place>>1, last>>1
			}
		} else {
			found = nodeHash(found, next)
		}
		place, last = place>>1, last>>1
	}
	return found, last == 0
}
