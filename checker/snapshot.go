package checker

import (
	"context"
	"time"

	"google.golang.org/grpc/codes"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// Memory holds an engine's data to answer from; checker/memory is one.
type Memory interface {
	// Snapshot is one that is new enough to answer from and includes a
	// revision, if one is given, for which it may wait a moment; nil where it
	// has none: then the engine is asked.
	Snapshot(ctx context.Context, atLeast schema.Revision) Snapshot
}

// Snapshot answers valid questions about a user's own tenant from the data as
// it was at one revision. Where it returns an error, whichever, it has no answer,
// and the engine is asked. The contexts are normalized.
type Snapshot interface {
	// Check answers a question of a call that was asked at a moment, which its
	// questions share; a zero one is now, and read only where it matters.
	Check(q Question, e EvaluationContext, asked time.Time) (Decision, error)
	// Resources and Subjects are lists of a model's references.
	Resources(m schema.Model, subject schema.Ref, permission schema.Permission, e EvaluationContext) (List, error)
	Subjects(m schema.Model, permission schema.Permission, resource schema.Ref, e EvaluationContext) (List, error)
}

// hasMemory says whether memory is asked, which has no history, and is of users and
// tenants.
func (c *Checker) hasMemory() bool {
	return c.options.Memory != nil && c.at == "" && c.options.Model.HasTenants()
}

// snapshot is what may be answered from memory; nil where the engine has to be
// asked.
func (c *Checker) snapshot(ctx context.Context) Snapshot {
	if !c.hasMemory() {
		return nil
	}
	return c.options.Memory.Snapshot(ctx, c.atLeast)
}

// reasoned is a Memory that knows why it has no snapshot.
type reasoned interface{ NotFresh() error }

// notFresh is the error of a list that only memory is to answer, and that it has nothing
// for; nil where the engine is to be asked.
func (c *Checker) notFresh(l lookup) error {
	if !c.options.ListsFromMemory || !c.hasMemory() {
		return nil
	}
	err := ErrNotFresh
	if m, ok := c.options.Memory.(reasoned); ok {
		err = phrase.Errorf("%w: %w", ErrNotFresh, m.NotFresh())
	}
	return &EngineError{Asked: l.String(), Code: codes.Unavailable, Err: err}
}

// checkAll answers all questions from one snapshot; false where it cannot
// answer one of them, because all answers hold for one revision and one moment.
func (c *Checker) checkAll(s Snapshot, questions []Question, answers []Answer) bool {
	asked := time.Now()
	for i, q := range questions {
		if answers[i].Err = c.validate(q); answers[i].Err != nil || q.foreign() {
			continue
		}
		var err error
		if answers[i].Decision, err = s.Check(q, c.context.EvaluationContext, asked); err != nil {
			return false
		}
	}
	return true
}
