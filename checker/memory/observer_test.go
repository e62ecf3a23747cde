package memory_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/unreachable"
	"github.com/remit-authz/remit/schema"
)

// recorder takes down what it is told.
type recorder struct {
	results map[checker.Operation]checker.Result
}

func (r *recorder) Asked(ctx context.Context, _ checker.Call) context.Context { return ctx }

func (r *recorder) Answered(_ context.Context, call checker.Call, result checker.Result) {
	r.results[call.Operation] = result
}

// An observer is told who answered, and how much is allowed.
func TestAnObserverIsToldWhoAnswered(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	seen := &recorder{map[checker.Operation]checker.Result{}}
	c := checker.New(unreachable.Engine{}, checker.Options{Observer: seen, Memory: follow(t, conn, memory.Options{MaxAge: time.Minute})})
	q := ask(t, "user:veldzicht/anna", schema.ClientViewDossier, "client:veldzicht/c-1001")
	foreign := ask(t, "user:elsewhere/anna", schema.ClientViewDossier, "client:veldzicht/c-1001")
	_, err := c.Check(t.Context(), q)
	require.NoError(t, err)
	c.CheckAll(t.Context(), []checker.Question{q, q, {}})
	_, err = c.ResourcesPage(t.Context(), q.Subject, q.Permission, checker.Paging{Limit: 1})
	require.NoError(t, err)
	for range c.ResourcesSeq(t.Context(), q.Subject, q.Permission) {
		break
	}
	_, err = c.AtLeast("never").Subjects(t.Context(), q.Permission, q.Resource)
	require.Error(t, err)
	want := func(as checker.Operation, source checker.Source, allowed int) {
		t.Helper()
		assert.Equal(t, source, seen.results[as].Source, as)
		assert.Equal(t, allowed, seen.results[as].Allowed, as)
		assert.Positive(t, seen.results[as].Duration, as)
	}
	want(checker.OperationCheck, checker.SourceMemory, 1)
	want(checker.OperationCheckAll, checker.SourceMemory, 2)
	want(checker.OperationResourcesPage, checker.SourceMemory, 1)
	want(checker.OperationResourcesSeq, checker.SourceMemory, 1)
	want(checker.OperationSubjects, checker.SourceEngine, 0)
	assert.Equal(t, checker.Allowed, seen.results[checker.OperationCheck].Outcome)
	require.ErrorIs(t, seen.results[checker.OperationSubjects].Err, unreachable.Err)
	var invalid *checker.InvalidError
	require.ErrorAs(t, seen.results[checker.OperationCheckAll].Err, &invalid)
	_, err = c.Check(t.Context(), foreign)
	require.NoError(t, err)
	want(checker.OperationCheck, checker.SourceNone, 0)
}
