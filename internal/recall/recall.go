// Package recall answers the permission calls of a served engine from memory,
// where that is certain to be SpiceDB's answer, and leaves the others to
// SpiceDB.
//
// An answer is as new as its call demands: the engine names the revision, which
// for full consistency is the newest one after the call came in, and the picture
// that answers includes it. What the graph cannot
// decide, what SpiceDB would refuse, and what would take words that only
// SpiceDB has, such as a trace or a cursor, goes to SpiceDB.
package recall

import (
	"context"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/graph/eval"
)

// Wait is how long a call may wait for its revision to come into memory. A
// change is there within a millisecond or so; a call that waits longer had
// better ask SpiceDB.
const Wait = 5 * time.Millisecond

// Pictures are the states of the engine that is served. A follower has them.
type Pictures interface {
	// AtLeast is a picture that includes a revision, or nil where there is none
	// now. Waiting for it is the picture's matter: see Wait.
	AtLeast(ctx context.Context, revision string) *eval.Snapshot
}

// From is an interceptor for an engine that answers from pictures of it.
func From(e *engine.Engine, pictures Pictures) grpc.StreamServerInterceptor {
	return memory{e, pictures}.intercept
}

type memory struct {
	engine   *engine.Engine
	pictures Pictures
}

// picture is one that is as new as a call demands; nil where SpiceDB has to
// answer.
func (m memory) picture(ctx context.Context, r engine.Request) *eval.Snapshot {
	c := r.GetConsistency()
	if c.GetAtExactSnapshot() != nil || !valid(r) {
		return nil // the past is SpiceDB's, and so is what to say to nonsense
	}
	required, err := m.engine.RequiredRevision(ctx, r)
	if err != nil {
		return nil
	}
	g := m.pictures.AtLeast(ctx, required)
	if named := c.GetAtLeastAsFresh(); g == nil || named != nil && !g.Includes(named.GetToken()) {
		return nil // also for a revision of another engine, or one that never was
	}
	return g
}

// at is the revision of a picture for an answer.
func at(g *eval.Snapshot) *v1.ZedToken { return &v1.ZedToken{Token: g.Revision()} }
