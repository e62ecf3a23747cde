package follow

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
	// mostAsked bounds the questions whose answers have not come by.
	mostAsked = 64
)

// errUnproven ends a stream that is open and brings nothing.
var errUnproven = errors.New("the engine's newest revision does not come by in its changes")

var newest = &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}

// patience is how long a picture may go without a proof before it is given up.
func (o Options) patience() time.Duration { return max(lostAfter*o.MaxAge, leastLost) }

// prove asks the engine for its newest revision, again and again, until one is
// missing for too long.
//
// An answer proves what there was when the last question before it that was
// answered was asked: SpiceDB lets questions that come at once share one search
// for the newest revision, which may have begun before this question, but not
// before the answer to the last one. (Of several SpiceDB nodes this holds for
// each: a connection stays with one.)
func (f *Follower) prove(ctx context.Context, begun *eval.Snapshot) error {
	ticks := time.NewTicker(f.options.MaxAge / proofsPerAge)
	defer ticks.Stop()
	began, answered := time.Now(), time.Time{}
	for {
		at := time.Now()
		revision, err := f.ask(ctx, begun)
		if err == nil {
			if !zedtoken.Parse(begun.Revision()).SameSchema(zedtoken.Parse(revision)) {
				return errSchemaChanged
			}
			first := answered.IsZero()
			if !first {
				f.witness(question{answered, revision})
			}
			answered, err = at, errUnproven
			if first {
				continue
			}
		}
		if olderThan(f.options.patience(), f.lastProven(began), time.Now()) {
			return err
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// lastProven is as of when the picture was last proven, or a moment if it never
// was.
func (f *Follower) lastProven(never time.Time) time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	if f.proven.IsZero() {
		return never
	}
	return f.proven
}

// ask asks the engine something of no interest, and returns the revision that
// it answered for: its newest.
func (f *Follower) ask(ctx context.Context, begun *eval.Snapshot) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	q, ok := begun.Idle()
	if !ok {
		return "", errors.New("the engine's schema has no relation that could be asked about")
	}
	answer, err := v1.NewPermissionsServiceClient(f.conn).CheckPermission(ctx, &v1.CheckPermissionRequest{
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
