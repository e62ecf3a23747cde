package graph

// Edge is one relationship as seen from one of its ends.
type Edge struct {
	// key is the relation, the subject's relation, and the object at the other
	// end, in this order: a list is sorted by it.
	key uint64
	// Condition is nil for a relationship that holds always.
	Condition *Condition
}

// Relation is the relation that the edge is of.
func (e Edge) Relation() RelationID { return RelationID(e.key >> 48) }

// SubjectRelation is the subject's relation; zero where the subject is an object
// itself.
func (e Edge) SubjectRelation() RelationID { return RelationID(e.key >> 32) }

// Other is the object at the far end.
func (e Edge) Other() ObjectID { return ObjectID(e.key) }

// Edges are the relationships at one end of an object, sorted by key. Nobody
// writes to them.
type Edges []Edge

// Key is what edges are sorted and found by.
func Key(relation, subjectRelation RelationID, other ObjectID) uint64 {
	return uint64(relation)<<48 | uint64(subjectRelation)<<32 | uint64(other)
}

// Search is the place of the first edge whose key is not below key.
func (l Edges) Search(key uint64) int {
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

// Find is the edge with this key, or nil.
func (l Edges) Find(key uint64) *Edge {
	if i := l.Search(key); i < len(l) && l[i].key == key {
		return &l[i]
	}
	return nil
}

// Of are the edges of one relation.
func (l Edges) Of(r RelationID) Edges { return l.between(Key(r, 0, 0), Key(r+1, 0, 0)) }

// Usersets are the edges of one relation where the subject is a relation of an
// object.
func (l Edges) Usersets(r RelationID) Edges { return l.between(Key(r, 1, 0), Key(r+1, 0, 0)) }

// Via are the edges of one relation where the subject is that relation.
func (l Edges) Via(r, subjectRelation RelationID) Edges {
	return l.between(Key(r, subjectRelation, 0), Key(r, subjectRelation, NoObject)+1)
}

func (l Edges) between(from, to uint64) Edges {
	start := l.Search(from)
	l = l[start:]
	return l[:l.Search(to)]
}
