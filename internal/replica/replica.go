// Package replica keeps a snapshot of an engine's relationships that follows the
// engine's changes, and proves again and again that none is missing.
//
// That a stream is silent proves nothing: it may hang. So a replica keeps
// asking the engine for its newest revision. A snapshot that includes the answer
// has everything that was written before the search for it can have begun, and
// is trusted as of then. Where that is not so, and the engine is on PostgreSQL, the
// last changes are told again, and with them what came since: see replay. Whoever asks
// for a snapshot that is not proven gets none, and asks the engine.
package replica

import (
	"context"
	"sync"
	"sync/atomic"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/zedtoken"
	"github.com/remit-authz/remit/schema"
)

// Options are a Replica's settings. The zero value works.
type Options struct {
	// MaxAge is how old a snapshot may be: it has everything that was written
	// longer ago. One second by default.
	MaxAge time.Duration
	// Wait is how long a question waits for its revision to come; 100 ms by
	// default.
	Wait time.Duration
	// OwnModel, if true, follows an engine only while its schema has Model. Under
	// another one there is no snapshot, and Health.Reason is a
	// *conformance.OtherError.
	OwnModel bool
	// Model is this program's by default.
	Model schema.Model
	// Tenants are those whose relationships are held; all where it is empty. Of any
	// other the snapshot knows nothing: whoever answers from it asks Scope first.
	Tenants []schema.TenantID
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

// Replica follows one engine until Close. It is safe for concurrent use.
type Replica struct {
	conn    grpc.ClientConnInterface
	options Options
	stop    context.CancelFunc
	done    chan struct{}

	// visible is what readers see: one load, no lock.
	visible atomic.Pointer[fresh]

	// sparse is told that the snapshot has become so.
	sparse chan struct{}

	mu       sync.Mutex // for all below, and for whoever changes visible
	snapshot *eval.Snapshot
	// compacting says that a compacted snapshot is being made, and missed what has
	// changed since it was begun.
	compacting bool
	missed     []relation.Change

	proven time.Time
	probes []probe
	// followed is the revision that the stream which is followed has come to, and told what
	// moved the snapshot last. A replay brought what that stream owes since ahead, which is
	// zero where it owes nothing.
	followed, owed zedtoken.Token
	told           told
	ahead          time.Time
	// changed is closed, and replaced, when the snapshot becomes another one.
	changed chan struct{}
	health  Health
}

// fresh is a snapshot that had everything that was written before a moment. It
// never changes.
type fresh struct {
	snapshot *eval.Snapshot
	proven   time.Time
}

// probe asked the engine for its newest revision, which has everything that
// was written before a moment.
type probe struct {
	at     time.Time
	newest string
}

// Start follows the engine behind a connection, which stays the caller's. It
// returns at once: Ready waits for the first snapshot. The caller closes the
// replica, before the connection.
func Start(conn grpc.ClientConnInterface, options Options) *Replica {
	ctx, stop := context.WithCancel(context.Background())
	r := newReplica(conn, options)
	r.stop = stop
	go func() {
		defer close(r.done)
		r.run(ctx)
	}()
	return r
}

func newReplica(conn grpc.ClientConnInterface, options Options) *Replica {
	return &Replica{
		conn:    conn,
		options: options.withDefaults(),
		done:    make(chan struct{}),
		sparse:  make(chan struct{}, 1),
		changed: make(chan struct{}),
		health:  Health{State: Loading},
	}
}

// Scope is what the snapshots hold.
func (r *Replica) Scope() relation.Scope { return r.options.Tenants }

// Close stops following and waits until it has. There is no snapshot after it.
func (r *Replica) Close() {
	r.stop()
	<-r.done
}

// Snapshot is one that has everything that was written longer than MaxAge
// ago, or nil where there is none.
func (r *Replica) Snapshot() *eval.Snapshot {
	p := r.visible.Load()
	if p == nil || olderThan(r.options.MaxAge, p.proven, time.Now()) {
		return nil
	}
	return p.snapshot
}

// olderThan goes by both clocks: a monotonic one stands still while a machine
// sleeps, and the other one may be set back.
func olderThan(age time.Duration, then, now time.Time) bool {
	return now.Sub(then) > age || now.Round(0).Sub(then.Round(0)) > age
}

// AtLeast is a snapshot like Graph's that includes a revision. It waits for it
// for Options.Wait, then it is nil.
func (r *Replica) AtLeast(ctx context.Context, revision string) *eval.Snapshot {
	if g := r.Snapshot(); g == nil || g.Includes(revision) {
		return g
	}
	ctx, cancel := context.WithTimeout(ctx, r.options.Wait)
	defer cancel()
	for {
		changed := r.onChange()
		if g := r.Snapshot(); g == nil || g.Includes(revision) {
			return g
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return nil
		}
	}
}

// Ready waits until there is a snapshot. Its error is that of the context, with
// what was in the way.
func (r *Replica) Ready(ctx context.Context) error {
	for {
		changed := r.onChange()
		if r.Snapshot() != nil {
			return nil
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return r.notReady(ctx.Err())
		case <-r.done:
			return r.notReady(context.Canceled)
		}
	}
}

func (r *Replica) onChange() <-chan struct{} {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.changed
}
