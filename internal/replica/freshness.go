package replica

import (
	"context"
	"errors"
	"fmt"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/zedtoken"
)

const (
	// proofsPerAge is how often in one MaxAge the engine is asked: some may be
	// late, or lost.
	proofsPerAge = 4
	// lostAfter is after how many MaxAge without a proof a stream is given up,
	// but never before leastLost.
	lostAfter = 10
	leastLost = 5 * time.Second
	// mostProbes bounds the probes whose answers have not come by.
	mostProbes = 64
)

// errUnproven ends a stream that is open and brings nothing.
var errUnproven = errors.New("the engine's newest revision does not come by in its changes")

var newest = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}

// patience is how long a snapshot may go without a proof before it is given up.
func (o Options) patience() time.Duration { return max(lostAfter*o.MaxAge, leastLost) }

// probeFreshness asks the engine for its newest revision, again and again, until one is
// missing for too long.
//
// An answer proves what there was when the last probe before it that was
// answered was asked: SpiceDB lets calls that come at once share one search
// for the newest revision, which may have begun before this probe, but not
// before the answer to the last one. (Of several SpiceDB nodes this holds for
// each: a connection stays with one.)
func (r *Replica) probeFreshness(ctx context.Context, begun *eval.Snapshot) error {
	ticks := time.NewTicker(r.options.MaxAge / proofsPerAge)
	defer ticks.Stop()
	began, answered := time.Now(), time.Time{}
	for {
		at := time.Now()
		revision, err := r.head(ctx, begun)
		if err == nil {
			if !zedtoken.Parse(begun.Revision()).SameSchema(zedtoken.Parse(revision)) {
				return errSchemaChanged
			}
			first := answered.IsZero()
			if !first {
				r.witness(probe{answered, revision})
			}
			answered, err = at, errUnproven
			if first {
				continue
			}
		}
		if olderThan(r.options.patience(), r.lastProven(began), time.Now()) {
			return err
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// lastProven is as of when the snapshot was last proven, or a moment if it never
// was.
func (r *Replica) lastProven(never time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.proven.IsZero() {
		return never
	}
	return r.proven
}

// head asks the engine something of no interest, and returns the revision that
// it answered for: its newest.
func (r *Replica) head(ctx context.Context, begun *eval.Snapshot) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	q, ok := begun.Idle()
	if !ok {
		return "", errors.New("the engine's schema has no relation that could be asked about")
	}
	answer, err := v1.NewPermissionsServiceClient(r.conn).CheckPermission(ctx, &v1.CheckPermissionRequest{
		Consistency: newest,
		Resource:    q.Resource.Message(),
		Permission:  q.Permission,
		Subject:     q.Subject.Subject(q.SubjectRelation),
	})
	if err != nil {
		return "", fmt.Errorf("asking the engine for its revision: %w", err)
	}
	return answer.GetCheckedAt().GetToken(), nil
}
