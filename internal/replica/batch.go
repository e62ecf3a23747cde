package replica

import (
	"errors"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// batch is what came since the last checkpoint.
type batch struct {
	changes []relation.Change
	// last names, for each relationship, the revision of its last change.
	last map[relation.Relationship]string
}

var errDisorder = errors.New("the engine tells the changes of one relationship out of order: its clock may have been set back")

// add takes up the changes of one transaction. PostgreSQL's are told in the
// order of its clock, which may be set back: a link would stay that was given
// and then taken away. So of two changes of one relationship the later one has
// to be of a revision that includes the earlier one's.
func (b *batch) add(event *v1.WatchResponse) error {
	if b.last == nil {
		b.last = map[relation.Relationship]string{}
	}
	revision := event.GetChangesThrough().GetToken()
	for _, update := range event.GetUpdates() {
		c, err := relation.FromUpdate(update)
		if err != nil {
			return err
		}
		name := c.Key()
		if before, again := b.last[name]; again && !zedtoken.Parse(revision).Includes(zedtoken.Parse(before)) {
			return errDisorder
		}
		b.last[name] = revision
		b.changes = append(b.changes, c)
	}
	return nil
}
