// Package memory answers a checker's questions from memory: it holds all of an
// engine's relationships, follows the engine's changes, and evaluates
// permissions here, in well under a microsecond.
//
//	m := memory.Follow(conn, memory.Options{})
//	defer m.Close()
//	may := checker.New(conn, checker.Options{Memory: m})
//
// How fresh an answer is, is a promise:
//
//   - An answer has everything that was written longer than Options.MaxAge ago.
//     Several times within it the engine is asked for its newest revision, and
//     the memory counts as fresh only as of the last time that it had that. A
//     stream that hangs, a process that was stopped, an engine that is gone:
//     within MaxAge nothing is answered from memory any more. (Only a virtual
//     machine whose every clock was stopped from outside cannot know.)
//   - A question bound to a revision by checker.AtLeast waits until that
//     revision has come, for Options.Wait at most.
//   - Whatever cannot be answered so, also while the memory is being filled or
//     the engine's schema changes, goes to the engine; if that fails, the
//     answer is an error.
//
// Ends in time are exact, as everywhere: they go by the moment of asking. The
// answers are those of SpiceDB: a test of millions of random questions compares
// them. Of an engine of several
// SpiceDB nodes a connection may spread its calls over all (gRPC's round_robin); a proxy
// that spreads the calls of one connection hides whom it asks, and is not to stand between.
// The package links SpiceDB's schema compiler, and about 60 bytes of
// memory for each relationship that is there; now and then, when most of what it
// has met is gone, it is written anew beside the one that answers.
package memory

import (
	"context"
	"time"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/internal/answer"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/schema"
)

// Options are a Memory's settings. The zero value works.
type Options struct {
	// MaxAge bounds how old an answer may be; one second by default. Eight times
	// within it the engine is asked for what is new, whatever it tells by itself:
	// so soon a revocation is known. Shorter than the engine needs for that, and
	// most questions go to the engine. The first proof on a PostgreSQL that has
	// other work too comes with SpiceDB's next write, its own included: once in
	// --datastore-revision-quantization-interval, 5 s unless set.
	MaxAge time.Duration
	// Wait bounds how long a question waits for the revision that it carries,
	// before it goes to the engine; 100 ms by default.
	Wait time.Duration
	// OwnModel, if true, answers by Model only: under a schema that lacks any of it,
	// or means something else by it, nothing is answered from memory, and
	// Health.Reason says why. Set checker.Options.ModelMaxAge too, or the engine
	// answers by it.
	OwnModel bool
	// Model is that of the checkers; this program's own by default.
	Model schema.Model
	// Tenants are those that the memory holds; all where it is empty. Questions about
	// any other go to the engine. Where a tenant's data reaches into another tenant
	// nothing is answered from memory, and Health.Reason says why. An engine that is
	// served does not answer from a memory of some tenants.
	Tenants []schema.TenantID
}

// Memory holds the data of one engine. It is safe for concurrent use. Make one
// with Follow.
type Memory struct{ replica *replica.Replica }

var _ checker.Memory = (*Memory)(nil)

// Follow fills a memory from the engine behind a connection and keeps it fresh
// until Close. It returns at once; until the memory is filled the engine
// answers. The connection stays the caller's; close the memory before it. One
// memory serves any number of checkers of the same engine.
func Follow(conn grpc.ClientConnInterface, options Options) *Memory {
	return &Memory{replica.Start(conn, replica.Options(options))}
}

// Close lets the memory go, and waits until nothing follows the engine any
// more. Questions go to the engine then.
func (m *Memory) Close() error {
	m.replica.Close()
	return nil
}

// Ready waits until the memory answers. Its error is that of the context, and
// says what is in the way.
func (m *Memory) Ready(ctx context.Context) error { return m.replica.Ready(ctx) }

// Snapshots are what an engine that is served answers from; nil for a nil memory, and
// for one of some tenants. It is for package embedded.
func (m *Memory) Snapshots() *replica.Replica {
	if m == nil || !m.replica.Scope().Whole() {
		return nil
	}
	return m.replica
}

// Snapshot is what a checker answers from; nil where the memory has nothing
// fresh enough.
func (m *Memory) Snapshot(ctx context.Context, atLeast schema.Revision) checker.Snapshot {
	g := m.replica.Snapshot()
	if atLeast != "" {
		g = m.replica.AtLeast(ctx, string(atLeast))
	}
	if g == nil {
		return nil // and not a snapshot of nothing
	}
	if scope := m.replica.Scope(); !scope.Whole() {
		return answer.Part{Graph: g, Scope: scope}
	}
	return answer.Now{Graph: g}
}
