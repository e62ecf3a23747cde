package difference

import (
	"cmp"
	"encoding/binary"

	"github.com/remit-authz/remit/internal/graph"
)

// trait is one edge of an object as far as it counts for its class.
type trait struct {
	relation, subjectRelation graph.RelationID
	itself                    bool // target is an object, and not a class
	target, condition         uint32
}

func (t trait) compare(other trait) int {
	return cmp.Or(
		cmp.Compare(t.relation, other.relation),
		cmp.Compare(t.subjectRelation, other.subjectRelation),
		cmp.Compare(btoi(t.itself), btoi(other.itself)),
		cmp.Compare(t.target, other.target),
		cmp.Compare(t.condition, other.condition),
	)
}

func (t trait) append(key []byte) []byte {
	key = binary.BigEndian.AppendUint16(key, uint16(t.relation))
	key = binary.BigEndian.AppendUint16(key, uint16(t.subjectRelation))
	key = append(key, btoi(t.itself))
	key = binary.BigEndian.AppendUint32(key, t.target)
	return binary.BigEndian.AppendUint32(key, t.condition)
}

func btoi(b bool) byte {
	if b {
		return 1
	}
	return 0
}
