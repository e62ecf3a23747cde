package follow

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/cenkalti/backoff/v5"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/graph/eval"
)

const (
	// loadTimeout is how long an engine has to tell everything it holds.
	loadTimeout = 10 * time.Minute
	// callTimeout is how long it has for a small answer.
	callTimeout = 5 * time.Second
)

// largeMessages lets one transaction be as large as it is: the engine bounds
// it.
var largeMessages = grpc.MaxCallRecvMsgSize(math.MaxInt32)

// run follows until the context ends. Whatever goes wrong, there is no picture
// until it goes well again.
func (f *Follower) run(ctx context.Context) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = 50*time.Millisecond, 5*time.Second
	for {
		proven, err := f.follow(ctx)
		if ctx.Err() != nil {
			f.close()
			return
		}
		f.lose(err)
		if proven {
			waits.Reset()
		}
		select {
		case <-ctx.Done():
			f.close()
			return
		case <-time.After(waits.NextBackOff()):
		}
	}
}

// follow takes a picture and follows the engine from there until something is
// wrong. It says whether the picture was proven. A lost engine is always read
// anew: the one that answers again may be an older copy, which has other
// history behind the revision that the picture had come to.
func (f *Follower) follow(ctx context.Context) (proven bool, err error) {
	g, err := f.load(ctx)
	if err != nil {
		return false, err
	}
	f.begin(g)
	err = f.watch(ctx, g)
	return f.end(), err
}

func (f *Follower) load(ctx context.Context) (*eval.Snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	if err := f.checkModel(ctx, newest); err != nil {
		return nil, err // before much is read
	}
	g, err := eval.Load(ctx, f.conn)
	if err != nil {
		return nil, err
	}
	return g, f.checkModel(ctx, &v1.Consistency{
		Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: g.Revision()}},
	})
}

func (f *Follower) checkModel(ctx context.Context, at *v1.Consistency) error {
	if !f.options.OwnModel {
		return nil
	}
	return conformance.Check(ctx, v1.NewSchemaServiceClient(f.conn), f.options.Model, at)
}

// watch returns when the stream of changes ends, or nothing proves that it
// still brings them.
func (f *Follower) watch(ctx context.Context, begun *eval.Snapshot) error {
	all, ctx := errgroup.WithContext(ctx)
	stream, err := v1.NewWatchServiceClient(f.conn).Watch(ctx, &v1.WatchRequest{
		OptionalUpdateKinds: watched,
		OptionalStartCursor: &v1.ZedToken{Token: begun.Revision()},
	}, largeMessages)
	if err != nil {
		return fmt.Errorf("watching the engine: %w", err)
	}
	all.Go(func() error { return f.receive(stream) })
	all.Go(func() error { return f.prove(ctx, begun) })
	all.Go(func() error { return f.compact(ctx) })
	return all.Wait()
}

var watched = []v1.WatchKind{
	v1.WatchKind_WATCH_KIND_INCLUDE_RELATIONSHIP_UPDATES,
	v1.WatchKind_WATCH_KIND_INCLUDE_SCHEMA_UPDATES,
	v1.WatchKind_WATCH_KIND_INCLUDE_CHECKPOINTS,
}

var errSchemaChanged = errors.New("the engine's schema changed")

// receive takes up changes until the stream ends. The picture moves from
// checkpoint to checkpoint: between two, one of several transactions that ran
// at once may be missing.
func (f *Follower) receive(stream grpc.ServerStreamingClient[v1.WatchResponse]) error {
	var b batch
	for {
		event, err := stream.Recv()
		if err != nil {
			return fmt.Errorf("watching the engine: %w", err)
		}
		if event.GetSchemaUpdated() {
			return errSchemaChanged
		}
		if err := b.add(event); err != nil {
			return err
		}
		if !event.GetIsCheckpoint() {
			continue
		}
		if err := f.advance(b.changes, event.GetChangesThrough().GetToken()); err != nil {
			return err
		}
		b = batch{}
	}
}
