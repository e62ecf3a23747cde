package replica

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/peer"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/zedtoken"
)

const (
	// proofsPerAge is how often in one MaxAge the engine is asked: some may be
	// late, or lost.
	proofsPerAge = 8
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

// errWentBack ends a stream whose engine has come to lack what it had.
var errWentBack = errors.New("the engine's newest revision lacks what was there before: its data went back, such as to a copy that lost the last writes")

// answered is the last probe that a node answered.
type answered struct {
	at  time.Time // when it was asked
	had string    // the revision of the snapshot then
}

// probeFreshness asks the engine for its newest revision, again and again, until one is
// missing for too long, or the engine went back.
//
// An answer proves what there was when the last probe before it that the same
// node answered was asked: SpiceDB lets calls that come at once share one search
// for the newest revision, which may have begun before this probe, but not
// before the answer to the last one. Of several nodes this holds for each: a
// connection may spread its calls over them, and then each has its turn as often.
// (A proxy that spreads the calls of one connection hides whom it asks.)
//
// So an answer also has all that the snapshot had when that last probe was asked.
// If it lacks some, other history has taken its place, under numbers that may come
// to be the same.
func (r *Replica) probeFreshness(ctx context.Context, begun *eval.Snapshot) error {
	nodes := map[string]answered{}
	ticks := time.NewTicker(r.options.probeInterval(1))
	defer ticks.Stop()
	began := time.Now()
	for {
		at, had := time.Now(), r.revision()
		revision, node, err := r.head(ctx, begun)
		if err == nil {
			newest := zedtoken.Parse(revision)
			if !zedtoken.Parse(begun.Revision()).SameSchema(newest) {
				return errSchemaChanged
			}
			before, known := nodes[node]
			nodes[node] = answered{at, had}
			maps.DeleteFunc(nodes, func(_ string, n answered) bool { return olderThan(r.options.patience(), n.at, at) })
			ticks.Reset(r.options.probeInterval(len(nodes)))
			if known && !newest.Includes(zedtoken.Parse(before.had)) {
				return errWentBack
			}
			if !known {
				continue
			}
			if !r.witness(probe{before.at, revision}) {
				if err := r.replay(ctx); err != nil {
					return err
				}
			}
			err = errUnproven
		}
		if olderThan(r.options.patience(), r.lastHeard(began), time.Now()) {
			return err
		}
		select {
		case <-ticks.C:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// probeInterval is how long to wait between two probes of so many nodes.
func (o Options) probeInterval(nodes int) time.Duration {
	return max(o.MaxAge/time.Duration(proofsPerAge*nodes), time.Millisecond)
}

// revision is that of the snapshot, proven or not.
func (r *Replica) revision() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.snapshot.Revision()
}

// lastHeard is as of when the snapshot was last proven, or a moment if it never
// was; or since when the stream that is followed has not brought what a replay did, if
// that is longer ago.
func (r *Replica) lastHeard(never time.Time) time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	heard := r.proven
	if heard.IsZero() {
		heard = never
	}
	if !r.ahead.IsZero() && r.ahead.Before(heard) {
		return r.ahead
	}
	return heard
}

// head asks the engine something of no interest, and returns the revision that
// it answered for, its newest, and the address of the node that did; blank for an
// engine in the process.
func (r *Replica) head(ctx context.Context, begun *eval.Snapshot) (revision, node string, err error) {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	q, ok := begun.Idle()
	if !ok {
		return "", "", errors.New("the engine's schema has no relation that could be asked about")
	}
	var by peer.Peer
	answer, err := v1.NewPermissionsServiceClient(r.conn).CheckPermission(ctx, &v1.CheckPermissionRequest{
		Consistency: newest,
		Resource:    q.Resource.Message(),
		Permission:  q.Permission,
		Subject:     q.Subject.Subject(q.SubjectRelation),
	}, grpc.Peer(&by))
	if err != nil {
		return "", "", fmt.Errorf("asking the engine for its revision: %w", err)
	}
	if by.Addr != nil {
		node = by.Addr.String()
	}
	return answer.GetCheckedAt().GetToken(), node, nil
}
