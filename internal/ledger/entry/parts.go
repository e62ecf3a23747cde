package entry

import "github.com/remit-authz/remit/internal/relation"

// partBytes is about how long a record of a long transaction is: well below the most
// that a ledger takes.
const partBytes = 1 << 20

// InParts are the records of a transaction: one, or as many as its changes need.
func (e Entry) InParts() []Entry {
	var parts []Entry
	first, size := 0, 0
	for i, c := range e.Changes {
		if size > partBytes {
			parts, first, size = append(parts, e.part(first, i)), i, 0
		}
		size += sizeOf(c)
	}
	parts = append(parts, e.part(first, len(e.Changes)))
	for i := range parts {
		parts[i].Part, parts[i].Parts = i+1, len(parts)
	}
	return parts
}

func (e Entry) part(from, to int) Entry {
	e.Changes = e.Changes[from:to]
	return e
}

// sizeOf is about how many bytes a change takes: a character of an id that needs it
// takes six in JSON.
func sizeOf(c relation.Change) int {
	const names = 200
	return names + 6*(len(c.Resource.ID)+len(c.Subject.ID)+len(c.Context))
}
