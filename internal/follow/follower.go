// Package follow keeps a graph true to an engine: it takes a picture, follows
// the engine's changes, and proves again and again that none is missing.
//
// That a stream is silent proves nothing: it may hang. So a follower keeps
// asking the engine for its newest revision. A picture that includes the answer
// has everything that was written before the search for it can have begun, and
// is trusted as of then. Whoever asks for a picture that is not proven gets
// none, and asks the engine.
package follow

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/schema"
)

// Options are a Follower's settings. The zero value works.
type Options struct {
	// MaxAge is how old a picture may be: it has everything that was written
	// longer ago. One second by default.
	MaxAge time.Duration
	// Wait is how long a question waits for its revision to come; 100 ms by
	// default.
	Wait time.Duration
	// OwnModel, if true, follows an engine only while its schema has Model. Under another one there is no picture, and
	// Health.Reason is a *conformance.OtherError.
	OwnModel bool
	// Model is this program's by default.
	Model schema.Model
}

const (
	defaultMaxAge = time.Second
	defaultWait   = 100 * time.Millisecond
)

func (o Options) withDefaults() Options {
	if o.MaxAge <= 0 {
		o.MaxAge = defaultMaxAge
	}
	if o.Wait <= 0 {
		o.Wait = defaultWait
	}
	return o
}

// Follower follows one engine until Close. It is safe for concurrent use.
type Follower struct {
	conn    grpc.ClientConnInterface
	options Options
	stop    context.CancelFunc
	done    chan struct{}

	// picture is what readers see: one load, no lock.
	picture atomic.Pointer[picture]

	// sparse is told that the graph has become so.
	sparse chan struct{}

	mu    sync.Mutex // for all below, and for whoever changes picture
	graph *eval.Snapshot
	// compacting says that a compacted graph is being made, and missed what has
	// changed since it was begun.
	compacting bool
	missed     []relation.Change

	proven time.Time
	asked  []question
	// changed is closed, and replaced, when the picture becomes another one.
	changed chan struct{}
	health  Health
}

// picture is a graph that had everything that was written before a moment. It
// never changes.
type picture struct {
	graph  *eval.Snapshot
	proven time.Time
}

// question asked the engine for its newest revision, which has everything that
// was written before a moment.
type question struct {
	at     time.Time
	newest string
}

// Start follows the engine behind a connection, which stays the caller's. It
// returns at once: Ready waits for the first picture. The caller closes the
// follower, before the connection.
func Start(conn grpc.ClientConnInterface, options Options) *Follower {
	ctx, stop := context.WithCancel(context.Background())
	f := newFollower(conn, options)
	f.stop = stop
	go func() {
		defer close(f.done)
		f.run(ctx)
	}()
	return f
}

func newFollower(conn grpc.ClientConnInterface, options Options) *Follower {
	return &Follower{
		conn:    conn,
		options: options.withDefaults(),
		done:    make(chan struct{}),
		sparse:  make(chan struct{}, 1),
		changed: make(chan struct{}),
		health:  Health{State: Loading},
	}
}

// Close stops following and waits until it has. There is no picture after it.
func (f *Follower) Close() {
	f.stop()
	<-f.done
}

// Graph is a picture that has everything that was written longer than MaxAge
// ago, or nil where there is none.
func (f *Follower) Graph() *eval.Snapshot {
	p := f.picture.Load()
	if p == nil || olderThan(f.options.MaxAge, p.proven, time.Now()) {
		return nil
	}
	return p.graph
}

// olderThan goes by both clocks: a monotonic one stands still while a machine
// sleeps, and the other one may be set back.
func olderThan(age time.Duration, then, now time.Time) bool {
	return now.Sub(then) > age || now.Round(0).Sub(then.Round(0)) > age
}

// AtLeast is a picture like Graph's that includes a revision. It waits for it
// for Options.Wait, then it is nil.
func (f *Follower) AtLeast(ctx context.Context, revision string) *eval.Snapshot {
	if g := f.Graph(); g == nil || g.Includes(revision) {
		return g
	}
	ctx, cancel := context.WithTimeout(ctx, f.options.Wait)
	defer cancel()
	for {
		changed := f.onChange()
		if g := f.Graph(); g == nil || g.Includes(revision) {
			return g
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

// Ready waits until there is a picture. Its error is that of the context, with
// what was in the way.
func (f *Follower) Ready(ctx context.Context) error {
	for {
		changed := f.onChange()
		if f.Graph() != nil {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return f.notReady(ctx.Err())
		case <-f.done:
			return f.notReady(context.Canceled)
		}
	}
}

func (f *Follower) onChange() <-chan struct{} {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.changed
}
