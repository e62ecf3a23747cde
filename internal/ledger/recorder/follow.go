package recorder

import (
	"context"
	"errors"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/relation"
)

const (
	// vouchEvery is how often the engine is asked for its newest revision, which has
	// to come by in its changes within vouchWithin: a stream that is silent may hang.
	vouchEvery  = 15 * time.Second
	vouchWithin = 30 * time.Second
)

// follow records until the stream of changes ends, or nothing proves that it still
// brings them.
func (r *Recorder) follow(ctx context.Context, at position) error {
	all, ctx := errgroup.WithContext(ctx)
	stream, err := r.engine.watch.Watch(ctx, &v1.WatchRequest{
		OptionalUpdateKinds: relation.Watched,
		OptionalStartCursor: &v1.ZedToken{Token: at.resume},
	}, largeMessages)
	if err != nil {
		return fmt.Errorf("watching the engine: %w", err)
	}
	events := make(chan *v1.WatchResponse, 64)
	all.Go(func() error { return receive(ctx, stream, events) })
	all.Go(func() error { return r.vouch(ctx) })
	all.Go(func() error { return (&following{Recorder: r, position: at}).run(ctx, events) })
	return all.Wait()
}

func receive(ctx context.Context, stream grpc.ServerStreamingClient[v1.WatchResponse], events chan<- *v1.WatchResponse) error {
	for {
		event, err := stream.Recv()
		if err != nil {
			return fmt.Errorf("watching the engine: %w", err)
		}
		select {
		case events <- event:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// vouch ends a stream that is open and brings nothing. While it brings what there is,
// and there is room for more, all is well.
func (r *Recorder) vouch(ctx context.Context) error {
	began := time.Now()
	for {
		if err := r.CatchUp(ctx, vouchWithin); err != nil {
			return fmt.Errorf("the engine's newest revision does not come by in its changes: %w", err)
		}
		r.cover(r.log)
		if !r.log.Reserved() && time.Since(began) < settle {
			// The newest revision may be an older one, and what the engine did since needs
			// the room that the reserve gave up.
			r.set(func() { r.err = errNoRoom })
			if err := pause(ctx, settle); err != nil {
				return err
			}
			continue
		}
		if err := r.log.Reserve(); err != nil {
			return err
		}
		r.set(func() { r.err, r.well = nil, true })
		if err := pause(ctx, vouchEvery); err != nil {
			return err
		}
	}
}

// settle is longer than a revision is taken for the newest.
const settle = 2 * headAge

var errNoRoom = errors.New("there was no room for what was done last")

func pause(ctx context.Context, long time.Duration) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-time.After(long):
		return nil
	}
}
