package index

import (
	"strings"

	"github.com/authzed/spicedb/pkg/datastore/options"
	"github.com/authzed/spicedb/pkg/tuple"
)

// order is the order of the answers, as the keys of an index have it.
type order = Layout

// OrderOf is the order that a sort asks for, when the index at hand has the
// given one. Unsorted and ChooseEfficient take it as it comes.
func OrderOf(sort options.SortOrder, index Layout) order {
	switch sort {
	case options.ByResource:
		return ByResource
	case options.BySubject:
		return BySubject
	default:
		return index
	}
}

// Compare is negative if a comes before b.
func Compare(o order, a, b tuple.RelationshipReference) int {
	if o == ByResource {
		if c := compareObjects(a.Resource, b.Resource); c != 0 {
			return c
		}
		return compareSubjects(a.Subject, b.Subject)
	}
	if c := compareSubjects(a.Subject, b.Subject); c != 0 {
		return c
	}
	if c := strings.Compare(a.Resource.ObjectType, b.Resource.ObjectType); c != 0 {
		return c
	}
	if c := strings.Compare(a.Resource.Relation, b.Resource.Relation); c != 0 {
		return c
	}
	return strings.Compare(a.Resource.ObjectID, b.Resource.ObjectID)
}

func compareObjects(a, b tuple.ObjectAndRelation) int {
	if c := strings.Compare(a.ObjectType, b.ObjectType); c != 0 {
		return c
	}
	if c := strings.Compare(a.ObjectID, b.ObjectID); c != 0 {
		return c
	}
	return strings.Compare(a.Relation, b.Relation)
}

func compareSubjects(a, b tuple.ObjectAndRelation) int {
	a.Relation, b.Relation = storedRelation(a.Relation), storedRelation(b.Relation)
	return compareObjects(a, b)
}
