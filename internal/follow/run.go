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

	"github.com/remit-authz/remit/internal/graph"
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

// follow takes up the last picture again, or a new one, and follows the engine
// from there until something is wrong. It says whether the picture was proven.
func (f *Follower) follow(ctx context.Context) (proven bool, err error) {
	begun, resumed := f.graph, true
	if begun == nil || !f.kept(ctx, begun) {
		resumed = false
		if begun, err = f.load(ctx); err != nil {
			return false, err
		}
	}
	f.begin(begun)
	err = f.watch(ctx, begun)
	return f.end(resumed, begun, err), err
}

func (f *Follower) load(ctx context.Context) (*graph.Graph, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	return graph.Load(ctx, f.conn)
}

// kept says whether the engine still has the history from a picture on. Watch
// does not look: beyond the engine's memory it would leave out changes without
// a word. Nothing can be read at a revision that is gone.
func (f *Follower) kept(ctx context.Context, g *graph.Graph) bool {
	_, err := f.ask(ctx, g, &v1.Consistency{Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: g.Revision()}}})
	return err == nil
}

// watch returns when the stream of changes ends, or nothing proves that it
// still brings them.
func (f *Follower) watch(ctx context.Context, begun *graph.Graph) error {
	both, ctx := errgroup.WithContext(ctx)
	stream, err := v1.NewWatchServiceClient(f.conn).Watch(ctx, &v1.WatchRequest{
		OptionalUpdateKinds: watched,
		OptionalStartCursor: &v1.ZedToken{Token: begun.Revision()},
	}, largeMessages)
	if err != nil {
		return fmt.Errorf("watching the engine: %w", err)
	}
	both.Go(func() error { return f.receive(stream) })
	both.Go(func() error { return f.prove(ctx) })
	return both.Wait()
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
	var changes []graph.Change
	for {
		event, err := stream.Recv()
		if err != nil {
			return fmt.Errorf("watching the engine: %w", err)
		}
		if event.GetSchemaUpdated() {
			return errSchemaChanged
		}
		for _, update := range event.GetUpdates() {
			changes = append(changes, graph.ChangeOf(update))
		}
		if !event.GetIsCheckpoint() {
			continue
		}
		if err := f.advance(changes, event.GetChangesThrough().GetToken()); err != nil {
			return err
		}
		changes = changes[:0]
	}
}
