package replica

import (
	"context"
	"errors"
	"math"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/cenkalti/backoff/v5"
	"golang.org/x/sync/errgroup"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
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

// run follows until the context ends. Whatever goes wrong, there is no snapshot
// until it goes well again.
func (r *Replica) run(ctx context.Context) {
	waits := backoff.NewExponentialBackOff()
	waits.InitialInterval, waits.MaxInterval = 50*time.Millisecond, 5*time.Second
	for {
		proven, err := r.follow(ctx)
		if ctx.Err() != nil {
			r.close()
			return
		}
		r.lose(err)
		if proven {
			waits.Reset()
		}
		select {
		case <-ctx.Done():
			r.close()
			return
		case <-time.After(waits.NextBackOff()):
		}
	}
}

// follow takes a snapshot and follows the engine from there until something is
// wrong. It says whether the snapshot was proven. A lost engine is always read
// anew: the one that answers again may be an older copy, which has other
// history behind the revision that the snapshot had come to.
func (r *Replica) follow(ctx context.Context) (proven bool, err error) {
	g, err := r.load(ctx)
	if err != nil {
		return false, err
	}
	r.begin(g)
	err = r.watch(ctx, g)
	return r.end(), err
}

func (r *Replica) load(ctx context.Context) (*eval.Snapshot, error) {
	ctx, cancel := context.WithTimeout(ctx, loadTimeout)
	defer cancel()
	if err := r.checkModel(ctx, newest); err != nil {
		return nil, err // before much is read
	}
	g, err := eval.LoadScope(ctx, r.conn, r.Scope())
	if err != nil {
		return nil, err
	}
	return g, r.checkModel(ctx, &v1.Consistency{
		Requirement: &v1.Consistency_AtExactSnapshot{AtExactSnapshot: &v1.ZedToken{Token: g.Revision()}},
	})
}

func (r *Replica) checkModel(ctx context.Context, at *v1.Consistency) error {
	if !r.options.OwnModel {
		return nil
	}
	return conformance.Check(ctx, v1.NewSchemaServiceClient(r.conn), r.options.Model, at)
}

// watch returns when the stream of changes ends, or nothing proves that it
// still brings them.
func (r *Replica) watch(ctx context.Context, begun *eval.Snapshot) error {
	all, ctx := errgroup.WithContext(ctx)
	stream, err := r.changesSince(ctx, begun.Revision())
	if err != nil {
		return err
	}
	all.Go(func() error { return r.receive(stream) })
	all.Go(func() error { return r.probeFreshness(ctx, begun) })
	all.Go(func() error { return r.compact(ctx) })
	return all.Wait()
}

// changesSince begins to stream the engine's changes since a revision.
func (r *Replica) changesSince(ctx context.Context, revision string) (grpc.ServerStreamingClient[v1.WatchResponse], error) {
	stream, err := v1.NewWatchServiceClient(r.conn).Watch(ctx, &v1.WatchRequest{
		OptionalUpdateKinds:         relation.Watched,
		OptionalRelationshipFilters: r.Scope().Filters(),
		OptionalStartCursor:         &v1.ZedToken{Token: revision},
	}, largeMessages)
	if err != nil {
		return nil, &brokenError{err}
	}
	return stream, nil
}

var errSchemaChanged = errors.New("the engine's schema changed")

// receive takes up changes until the stream ends. The snapshot moves from
// checkpoint to checkpoint: between two, one of several transactions that ran
// at once may be missing.
func (r *Replica) receive(stream grpc.ServerStreamingClient[v1.WatchResponse]) error {
	for {
		b := batch{scope: r.Scope()}
		through, err := b.receive(stream)
		if err != nil {
			return err
		}
		if err := r.take(&b, through); err != nil {
			return err
		}
	}
}
