package checker

import (
	"context"
	"time"

	"github.com/remit-authz/remit/schema"
)

// Memory holds an engine's data to answer from; checker/memory is one.
type Memory interface {
	// Picture is a picture that is new enough to answer from and includes a
	// revision, if one is given, for which it may wait a moment; nil where it
	// has none: then the engine is asked.
	Picture(ctx context.Context, atLeast schema.Revision) Picture
}

// Picture answers valid questions about a user's own tenant from the data as
// it was at one revision. Where it returns an error, whichever, it has no answer,
// and the engine is asked. The clock is read once for each answer, and only where
// it matters.
type Picture interface {
	Check(q Question, clock func() time.Time) (Decision, error)
	Resources(user schema.Ref, permission schema.Permission, clock func() time.Time) (List, error)
	Subjects(permission schema.Permission, resource schema.Ref, clock func() time.Time) (List, error)
}

// picture is what may be answered from memory; nil where the engine has to be
// asked.
func (c *Checker) picture(ctx context.Context) Picture {
	if c.options.Memory == nil || c.at != "" { // memory has no history
		return nil
	}
	return c.options.Memory.Picture(ctx, c.atLeast)
}

// checkAll answers all questions from one picture; false where it cannot
// answer one of them, because all answers hold for one revision and one moment.
func checkAll(p Picture, questions []Question, answers []Answer, now time.Time) bool {
	clock := func() time.Time { return now }
	for i, q := range questions {
		if answers[i].Err = q.Validate(); answers[i].Err != nil || q.foreign() {
			continue
		}
		var err error
		if answers[i].Decision, err = p.Check(q, clock); err != nil {
			return false
		}
	}
	return true
}
