package checker_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/unreachable"
	"github.com/remit-authz/remit/schema"
)

// half is a memory that can answer every other question.
type half struct{ asked int }

var errHalf = errors.New("not known here")

func (h *half) Snapshot(context.Context, schema.Revision) checker.Snapshot { return h }

func (h *half) Check(checker.Question, checker.EvaluationContext, time.Time) (checker.Decision, error) {
	h.asked++
	if h.asked%2 == 0 {
		return checker.Decision{Outcome: checker.Allowed}, errHalf
	}
	return checker.Decision{Outcome: checker.Allowed}, nil
}

func (h *half) Resources(schema.Model, schema.Ref, schema.Permission, checker.EvaluationContext) (checker.List, error) {
	return checker.List{Refs: []schema.Ref{{}}}, errHalf
}

func (h *half) Subjects(schema.Model, schema.Permission, schema.Ref, checker.EvaluationContext) (checker.List, error) {
	return checker.List{Refs: []schema.Ref{{}}}, errHalf
}

// All answers hold for one revision: what a memory half answers, the engine
// answers as a whole, and nothing of the half is left.
func TestNoAnswerIsHalfFromMemory(t *testing.T) {
	c := checker.New(unreachable.Engine{}, checker.Options{Memory: &half{}})
	q := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	for i, answer := range c.CheckAll(t.Context(), []checker.Question{q, q}) {
		assert.ErrorIs(t, answer.Err, unreachable.Err, "answer %d", i)
		assert.Equal(t, checker.Decision{}, answer.Decision, "answer %d", i)
	}
	which, err := c.Resources(t.Context(), q.Subject, q.Permission)
	assert.ErrorIs(t, err, unreachable.Err)
	assert.Empty(t, which)
	who, err := c.Subjects(t.Context(), q.Permission, q.Resource)
	assert.ErrorIs(t, err, unreachable.Err)
	assert.Empty(t, who)
}
