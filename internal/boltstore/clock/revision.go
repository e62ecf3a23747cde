package clock

import (
	"fmt"
	"strconv"
	"time"

	"github.com/authzed/spicedb/pkg/datastore"
)

// Revision is a point in the history of a store: nanoseconds since 1970 by the
// clock of the machine, moved on where that clock stood still or went back, so
// that every transaction has a greater one than all before it. Zero is before
// everything.
type Revision int64

var _ datastore.Revision = Revision(0)

// ParseRevision reads what Revision.String wrote.
func ParseRevision(text string) (Revision, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n <= 0 {
		return 0, fmt.Errorf("revision %q is not one of this store: a positive count of nanoseconds is expected", text)
	}
	return Revision(n), nil
}

// String is the decimal count. Strings of revisions sort as the revisions do.
func (r Revision) String() string { return strconv.FormatInt(int64(r), 10) }

// Time is the moment that the revision stands for.
func (r Revision) Time() time.Time { return time.Unix(0, int64(r)).UTC() }

// ByteSortable is true: a revision of this age of the world has 19 digits.
func (r Revision) ByteSortable() bool { return true }

// Equal is false for a revision of another kind of datastore.
func (r Revision) Equal(other datastore.Revision) bool {
	o, ok := RevisionOf(other)
	return ok && r == o
}

// GreaterThan is false for a revision of another kind of datastore.
func (r Revision) GreaterThan(other datastore.Revision) bool {
	o, ok := RevisionOf(other)
	return ok && r > o
}

// LessThan is false for a revision of another kind of datastore.
func (r Revision) LessThan(other datastore.Revision) bool {
	o, ok := RevisionOf(other)
	return ok && r < o
}

// RevisionOf takes datastore.NoRevision for zero.
func RevisionOf(other datastore.Revision) (Revision, bool) {
	if other == datastore.NoRevision {
		return 0, true
	}
	r, ok := other.(Revision)
	return r, ok
}
