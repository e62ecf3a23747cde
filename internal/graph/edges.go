package graph

// edge is one relationship as seen from one of its ends.
type edge struct {
	// key is the relation, the subject's relation, and the object at the other
	// end, in this order: a list is sorted by it.
	key uint64
	// condition is nil for a relationship that holds always.
	condition *condition
}

// edges are the relationships at one end of an object, sorted by key.
type edges []edge

func keyOf(relation, subjectRelation relationID, other objectID) uint64 {
	return uint64(relation)<<48 | uint64(subjectRelation)<<32 | uint64(other)
}

func (e edge) relation() relationID        { return relationID(e.key >> 48) }
func (e edge) subjectRelation() relationID { return relationID(e.key >> 32) }
func (e edge) other() objectID             { return objectID(e.key) }

// search is the place of the first edge whose key is not below key.
func (l edges) search(key uint64) int {
	low, high := 0, len(l)
	for low < high {
		middle := int(uint(low+high) >> 1)
		if l[middle].key < key {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low
}

// find is the edge with this key, or nil.
func (l edges) find(key uint64) *edge {
	if i := l.search(key); i < len(l) && l[i].key == key {
		return &l[i]
	}
	return nil
}

// of are the edges of one relation.
func (l edges) of(r relationID) edges { return l.between(keyOf(r, 0, 0), keyOf(r+1, 0, 0)) }

// usersets are the edges of one relation where the subject is a relation of an
// object.
func (l edges) usersets(r relationID) edges { return l.between(keyOf(r, 1, 0), keyOf(r+1, 0, 0)) }

// via are the edges of one relation where the subject is that relation.
func (l edges) via(r, subjectRelation relationID) edges {
	return l.between(keyOf(r, subjectRelation, 0), keyOf(r, subjectRelation, noObject)+1)
}

func (l edges) between(from, to uint64) edges {
	start := l.search(from)
	l = l[start:]
	return l[:l.search(to)]
}
