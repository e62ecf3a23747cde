package loader

import (
	"context"
	"math"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/loader/internal/calls"
	"github.com/remit-authz/remit/schema"
)

// patience is how long an engine's history is waited for. Some tell how far it has come
// with the next transaction only, and make one themselves as often as their revision
// moves: by default each five seconds.
const patience = 6 * time.Second

// history passes on all that was written after one revision and up to another, and perhaps
// some after that; each says whether to go on. It is true only where that was
// all: an engine may keep no history, be late, have let go of its beginning, or have
// another schema since, and then what was passed on says nothing.
func history(ctx context.Context, engine calls.Engine, after, through schema.Revision, each func(*v1.RelationshipUpdate) bool) bool {
	watching, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	stream, err := engine.Watch(watching, &v1.WatchRequest{
		OptionalUpdateKinds: relation.Watched,
		OptionalStartCursor: &v1.ZedToken{Token: string(after)},
	}, grpc.MaxCallRecvMsgSize(math.MaxInt32))
	if err != nil {
		return false
	}
	goal := zedtoken.Parse(string(through))
	for {
		event, err := stream.Recv()
		if err != nil || event.GetSchemaUpdated() {
			return false
		}
		for _, u := range event.GetUpdates() {
			if !each(u) {
				return false
			}
		}
		// Between two checkpoints one of several transactions that ran at once may be missing.
		if event.GetIsCheckpoint() && zedtoken.Parse(event.GetChangesThrough().GetToken()).Includes(goal) {
			return keeps(ctx, engine, after)
		}
	}
}

// keeps says whether an engine still has a revision: one whose history is let go of is told
// as if nothing had been there.
func keeps(ctx context.Context, engine calls.Reader, at schema.Revision) bool {
	ctx, cancel := calls.Bounded(ctx)
	defer cancel()
	_, err := calls.ReadRelation(ctx, engine, schema.LeaseNumber, exactly(at))
	return err == nil
}
