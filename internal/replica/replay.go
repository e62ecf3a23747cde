package replica

import (
	"context"
	"errors"
	"time"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// mostReplayed is how many changes are told again at most, to see what came since.
const mostReplayed = 1000

// told is what an engine told last: it brought the snapshot from one revision to that
// which it is of. The zero value is nothing.
type told struct {
	since string
	last  map[relation.Relationship]string
}

// replayable says whether a stream from before it brings a checkpoint at once, and no
// more before that than it may.
func (t told) replayable() bool {
	return zedtoken.Parse(t.since).OfPostgreSQL() && len(t.last) <= mostReplayed
}

// replay proves the snapshot where comparing revisions does not, and brings it what is new.
//
// SpiceDB on PostgreSQL looks for changes only every so often, and says nothing where it
// finds none. Its newest revision moves with whatever else the server writes, of which its
// changes tell nothing. But it looks when a stream begins, and then tells all that was
// written since the stream's start up to one checkpoint: one that starts before the last
// changes that are known has those to tell, so its first checkpoint comes at once, with
// all that was written before the stream was asked for.
//
// The stream that is followed stays: that it breaks is how a database that is lost is
// noticed. A replay that is cut off proves nothing, and is no loss; nor does one that does
// not tell what was told before, of a database that went back or has forgotten it.
func (r *Replica) replay(ctx context.Context) error {
	before := r.lastTold()
	if !before.replayable() {
		return nil
	}
	asked := time.Now()
	ctx, cancel := context.WithTimeout(ctx, r.options.MaxAge/2)
	defer cancel()
	b := batch{scope: r.Scope()}
	stream, err := r.changesSince(ctx, before.since)
	if err == nil {
		var through string
		if through, err = b.receive(stream); err == nil {
			return r.retold(before, &b, through, asked)
		}
	}
	if broken := new(brokenError); errors.As(err, &broken) {
		return nil
	}
	return err
}

func (r *Replica) lastTold() told {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.told
}

// retold takes up what a replay brought that was asked for at a moment.
func (r *Replica) retold(before told, b *batch, through string, asked time.Time) error {
	for name := range before.last {
		if _, again := b.last[name]; !again {
			return nil
		}
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if t := zedtoken.Parse(through); r.ahead.IsZero() && !r.followed.Sees(t) {
		r.ahead, r.owed = asked, t
	}
	if err := r.bring(b, through); err != nil {
		return err
	}
	r.prove(asked)
	return nil
}
