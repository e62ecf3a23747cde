package follow

import (
	"context"
	"errors"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/graph"
)

const (
	// proofsPerAge is how often in one MaxAge the engine is asked: some may be
	// late, or lost.
	proofsPerAge = 4
	// lostAfter is after how many MaxAge without a proof a stream is given up,
	// but never before leastLost.
	lostAfter = 10
	leastLost = 5 * time.Second
	// mostAsked bounds the questions whose answers have not come by.
	mostAsked = 64
)

// errUnproven ends a stream that is open and brings nothing.
var errUnproven = errors.New("the engine's newest revision does not come by in its changes")

var newest = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}

// prove asks the engine for its newest revision, again and again.
//
// An answer proves what there was when the question before it was asked:
// SpiceDB lets questions that come at once share one search for the newest
// revision, which may have begun before this question, but not before the
// answer to the last one.
func (f *Follower) prove(ctx context.Context) error {
	ticks := time.NewTicker(f.options.MaxAge / proofsPerAge)
	defer ticks.Stop()
	var before time.Time
	for begun := time.Now(); ; {
		at := time.Now()
		g, proven := f.latest()
		revision, err := f.ask(ctx, g, newest)
		if err == nil {
			first := before.IsZero()
			if !first {
				f.witness(question{before, revision})
			}
			before, err = at, errUnproven
			if first {
				continue
			}
		}
		if proven.IsZero() {
			proven = begun
		}
		if time.Since(proven) > max(lostAfter*f.options.MaxAge, leastLost) {
			return err
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// ask asks the engine something of no interest, and returns the revision that
// it answered for.
func (f *Follower) ask(ctx context.Context, g *graph.Graph, at *v1.Consistency) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	q, ok := g.Idle()
	if !ok {
		return "", errors.New("the engine's schema has no relation that could be asked about")
	}
	answer, err := v1.NewPermissionsServiceClient(f.conn).CheckPermission(ctx, &v1.CheckPermissionRequest{
		Consistency: at,
		Resource:    &v1.ObjectReference{ObjectType: q.Resource.Type, ObjectId: q.Resource.ID},
		Permission:  q.Permission,
		Subject: &v1.SubjectReference{
			Object: &v1.ObjectReference{ObjectType: q.Subject.Type, ObjectId: q.Subject.ID}, OptionalRelation: q.SubjectRelation,
		},
	})
	if err != nil {
		return "", fmt.Errorf("asking the engine for its revision: %w", err)
	}
	return answer.GetCheckedAt().GetToken(), nil
}

// latest is the picture as it is, proven or not, and as of when it was proven.
func (f *Follower) latest() (*graph.Graph, time.Time) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.graph, f.proven
}
