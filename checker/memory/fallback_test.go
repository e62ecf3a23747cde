package memory_test

import (
	"context"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/unreachable"
	"github.com/remit-authz/remit/schema"
)

// A memory that has nothing says so, and the engine answers.
func TestWithoutAMemoryTheEngineAnswers(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	m := memory.Follow(unreachable.Engine{}, memory.Options{})
	defer m.Close()
	engine := &spy{ClientConnInterface: conn}
	c := checker.New(engine, checker.Options{Memory: m})
	q := ask(t, "user:veldzicht/bram", schema.ClientViewDossier, "client:veldzicht/c-1001")
	decision, err := c.Check(t.Context(), q)
	require.NoError(t, err)
	assert.True(t, decision.Allowed())
	_, err = c.Resources(t.Context(), q.Subject, q.Permission)
	require.NoError(t, err)
	_, err = c.Subjects(t.Context(), q.Permission, q.Resource)
	require.NoError(t, err)
	assert.True(t, c.CheckAll(t.Context(), []checker.Question{q})[0].Allowed())
	assert.Len(t, engine.asked, 8, "each asks, and reads what the answer may go by")
	assert.Eventually(t, func() bool { return m.Health().State == "lost" }, 30*time.Second, time.Millisecond)
	assert.False(t, m.Health().Answers)
	assert.ErrorIs(t, m.Health().Reason, unreachable.Err)
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
	defer cancel()
	assert.ErrorIs(t, m.Ready(ctx), unreachable.Err)
}

// Neither of them answers: that is an error, and no denial.
func TestWithoutMemoryAndEngineThereIsNoAnswer(t *testing.T) {
	m := memory.Follow(unreachable.Engine{}, memory.Options{})
	defer m.Close()
	c := checker.New(unreachable.Engine{}, checker.Options{Memory: m})
	q := numbered(0)
	_, err := c.Check(t.Context(), q)
	assert.ErrorIs(t, err, unreachable.Err)
	_, err = c.Resources(t.Context(), q.Subject, q.Permission)
	assert.ErrorIs(t, err, unreachable.Err)
	_, err = c.Subjects(t.Context(), q.Permission, q.Resource)
	assert.ErrorIs(t, err, unreachable.Err)
	assert.ErrorIs(t, c.CheckAll(t.Context(), []checker.Question{q})[0].Err, unreachable.Err)
}

// A list of 100,000 went to an engine that could not make it, and failed 30 s later.
func TestListsFromMemoryFailAtOnceWithoutOne(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	m := memory.Follow(unreachable.Engine{}, memory.Options{})
	defer m.Close()
	require.Eventually(t, func() bool { return m.Health().State == "lost" }, 30*time.Second, time.Millisecond)
	engine := &spy{ClientConnInterface: conn}
	c := checker.New(engine, checker.Options{Memory: m, ListsFromMemory: true})
	q := ask(t, "user:veldzicht/bram", schema.ClientViewDossier, "client:veldzicht/c-1001")
	refused := func(how string, err error) {
		t.Helper()
		assert.ErrorIs(t, err, checker.ErrNotFresh, how)
		assert.ErrorIs(t, err, unreachable.Err, "%s: why", how)
		var e *checker.EngineError
		if assert.ErrorAs(t, err, &e, how) {
			assert.Equal(t, codes.Unavailable, e.Code)
			assert.Equal(t, "ask again in a moment", e.Next())
		}
	}
	list, err := c.Resources(t.Context(), q.Subject, q.Permission)
	refused("resources", err)
	assert.Equal(t, checker.List{}, list)
	_, err = c.Subjects(t.Context(), q.Permission, q.Resource)
	refused("subjects", err)
	_, err = c.ResourcesPage(t.Context(), q.Subject, q.Permission, checker.Paging{Limit: 10})
	refused("a page", err)
	for _, err := range c.ResourcesSeq(t.Context(), q.Subject, q.Permission) {
		refused("one by one", err)
	}
	assert.Empty(t, engine.asked)

	decision, err := c.Check(t.Context(), q)
	require.NoError(t, err, "a check is the engine's")
	assert.True(t, decision.Allowed())
	_, err = c.At(decision.Revision).Resources(t.Context(), q.Subject, q.Permission)
	assert.NoError(t, err, "and so is the past")
	following := checker.New(unreachable.Engine{}, checker.Options{Memory: follow(t, conn, memory.Options{MaxAge: time.Minute}), ListsFromMemory: true})
	list, err = following.Resources(t.Context(), q.Subject, q.Permission)
	require.NoError(t, err)
	assert.NotEmpty(t, list.Refs)
}

// What was is the engine's to say: a memory has no history.
func TestAPastRevisionIsAskedOfTheEngine(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	m := follow(t, conn, memory.Options{MaxAge: time.Minute})
	c := checker.New(unreachable.Engine{}, checker.Options{Memory: m})
	_, err := c.At(m.Health().Revision).Check(t.Context(), numbered(0))
	assert.ErrorIs(t, err, unreachable.Err)
}

// A revision that does not come is waited for, and then asked of the engine.
func TestARevisionThatDoesNotComeIsAskedOfTheEngine(t *testing.T) {
	conn, other := fixtures.Start(t, fixtures.Care()), fixtures.Start(t, fixtures.Care())
	m := follow(t, conn, memory.Options{MaxAge: time.Minute, Wait: time.Millisecond})
	c := checker.New(unreachable.Engine{}, checker.Options{Memory: m})
	elsewhere := follow(t, other, memory.Options{}).Health().Revision
	_, err := c.AtLeast(elsewhere).Check(t.Context(), numbered(0))
	assert.ErrorIs(t, err, unreachable.Err)
	_, err = c.AtLeast(m.Health().Revision).Check(t.Context(), numbered(0))
	assert.NoError(t, err)
}

// Users of another tenant and questions that cannot be asked end as without a
// memory.
func TestAMemoryGuardsAsWell(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	c := checker.New(unreachable.Engine{}, checker.Options{Memory: follow(t, conn, memory.Options{MaxAge: time.Minute})})
	foreign := numbered(0)
	foreign.Subject.Tenant = "elsewhere"
	decision, err := c.Check(t.Context(), foreign)
	require.NoError(t, err)
	assert.Equal(t, checker.Decision{}, decision)
	invalid := numbered(0)
	invalid.Permission = "client#own"
	answers := c.CheckAll(t.Context(), []checker.Question{foreign, invalid, numbered(0)})
	assert.Equal(t, checker.Answer{}, answers[0])
	var refused *checker.InvalidError
	assert.ErrorAs(t, answers[1].Err, &refused)
	assert.NoError(t, answers[2].Err)
	assert.NotEmpty(t, answers[2].Revision)
}

// What only an engine with another schema can bring: the answers are those that
// it gives without a memory.
func TestWhatTheMemoryCannotSayTheEngineSays(t *testing.T) {
	other := strings.ReplaceAll(schema.Text(), "permission message =", "permission write_to =")
	other = strings.ReplaceAll(other, "relation login: user", "relation login: user | user:*")
	other = strings.ReplaceAll(other, "permission own = login & tenant.all(member)", "permission own = login")
	conn := fixtures.Start(t, nil)
	_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: other})
	require.NoError(t, err)
	q := numbered(0)
	login := relation.Between(q.Resource, schema.ClientLogin, q.Subject)
	login.Subject.ID = relation.Wildcard
	relationtest.Write(t, conn, login)
	with := checker.New(conn, checker.Options{Memory: follow(t, conn, memory.Options{MaxAge: time.Minute})})
	without := checker.New(conn, checker.Options{})

	q.Permission = schema.ClientMessage // which that schema does not have
	_, err = with.Check(t.Context(), q)
	_, want := without.Check(t.Context(), q)
	require.Error(t, want)
	assert.Equal(t, want.Error(), errorText(err))
	_, err = with.Resources(t.Context(), q.Subject, q.Permission)
	_, want = without.Resources(t.Context(), q.Subject, q.Permission)
	assert.Equal(t, errorText(want), errorText(err))

	_, err = with.Subjects(t.Context(), schema.ClientViewDossier, q.Resource) // everybody
	_, want = without.Subjects(t.Context(), schema.ClientViewDossier, q.Resource)
	require.ErrorIs(t, want, checker.ErrBadAnswer)
	assert.Equal(t, want.Error(), errorText(err))
}

func errorText(err error) string {
	if err == nil {
		return "no error"
	}
	return err.Error()
}

func TestACloseEndsTheAnswers(t *testing.T) {
	m := follow(t, fixtures.Start(t, fixtures.Care()), memory.Options{})
	require.NoError(t, m.Close())
	assert.Nil(t, m.Snapshot(t.Context(), ""))
	assert.Equal(t, "closed", m.Health().State)
}
