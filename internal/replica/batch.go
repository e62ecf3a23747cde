package replica

import (
	"errors"
	"fmt"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// batch is what came since the last checkpoint.
type batch struct {
	scope   relation.Scope
	changes []relation.Change
	// at is the revision of each change.
	at []string
	// last names, for each relationship, the revision of its last change.
	last map[relation.Relationship]string
}

var errDisorder = errors.New("the engine tells the changes of one relationship out of order: its clock may have been set back")

// brokenError is a stream that ended: what it brought before says nothing against it.
type brokenError struct{ cause error }

func (e *brokenError) Error() string { return fmt.Sprintf("watching the engine: %v", e.cause) }
func (e *brokenError) Unwrap() error { return e.cause }

// receive takes up what a stream brings until its next checkpoint, and returns the
// revision of that.
func (b *batch) receive(stream grpc.ServerStreamingClient[v1.WatchResponse]) (through string, err error) {
	for {
		event, err := stream.Recv()
		if err != nil {
			return "", &brokenError{err}
		}
		if event.GetSchemaUpdated() {
			return "", errSchemaChanged
		}
		if err := b.add(event); err != nil {
			return "", err
		}
		if event.GetIsCheckpoint() {
			return event.GetChangesThrough().GetToken(), nil
		}
	}
}

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
		held, err := b.scope.Holds(c.Relationship)
		if err != nil {
			return err
		}
		if !held {
			continue
		}
		name := c.Key()
		if before, again := b.last[name]; again && !zedtoken.Parse(revision).Includes(zedtoken.Parse(before)) {
			return errDisorder
		}
		b.last[name] = revision
		b.changes = append(b.changes, c)
		b.at = append(b.at, revision)
	}
	return nil
}

// since is what of it is of transactions that a revision does not see.
func (b *batch) since(revision zedtoken.Token) batch {
	rest := batch{last: map[relation.Relationship]string{}}
	seen := map[string]bool{}
	for i, c := range b.changes {
		at := b.at[i]
		if _, known := seen[at]; !known {
			seen[at] = revision.Sees(zedtoken.Parse(at))
		}
		if !seen[at] {
			rest.changes, rest.last[c.Key()] = append(rest.changes, c), at
		}
	}
	return rest
}
