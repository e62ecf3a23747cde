package memory_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/schema"
)

// spy counts the questions that reach the engine.
type spy struct {
	grpc.ClientConnInterface
	asked []string
}

func (s *spy) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	s.asked = append(s.asked, method)
	return s.ClientConnInterface.Invoke(ctx, method, args, reply, opts...)
}

func (s *spy) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	s.asked = append(s.asked, method)
	return s.ClientConnInterface.NewStream(ctx, desc, method, opts...)
}

func follow(t testing.TB, conn grpc.ClientConnInterface, options memory.Options) *memory.Memory {
	t.Helper()
	m := memory.Follow(conn, options)
	t.Cleanup(func() { assert.NoError(t, m.Close()) })
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(t, m.Ready(ctx))
	return m
}

func ask(t testing.TB, subject string, p schema.Permission, resource string) checker.Question {
	t.Helper()
	s, err := schema.ParseRef(subject)
	require.NoError(t, err)
	r, err := schema.ParseRef(resource)
	require.NoError(t, err)
	return checker.Question{Subject: s, Permission: p, Resource: r}
}

// Everything that the care world's pages ask is answered without a word to the
// engine.
func TestTheEngineIsNotAsked(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	m := follow(t, conn, memory.Options{MaxAge: time.Minute})
	engine := &spy{ClientConnInterface: conn}
	c := checker.New(engine, checker.Options{Memory: m})
	q := ask(t, "user:veldzicht/bram", schema.ClientViewDossier, "client:veldzicht/c-1001")
	decision, err := c.Check(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, checker.Allowed, decision.Outcome)
	assert.Equal(t, m.Health().Revision, decision.Revision)
	which, err := c.Resources(t.Context(), q.Subject, q.Permission)
	require.NoError(t, err)
	assert.Contains(t, which.Refs, q.Resource)
	who, err := c.Subjects(t.Context(), q.Permission, q.Resource)
	require.NoError(t, err)
	assert.Contains(t, who.Refs, q.Subject)
	anna := ask(t, "user:veldzicht/anna", q.Permission, "client:veldzicht/c-1001").Subject
	which, err = c.Resources(t.Context(), anna, q.Permission)
	require.NoError(t, err)
	require.Len(t, which.Refs, 2)
	var each []schema.Ref
	for ref, err := range c.ResourcesSeq(t.Context(), anna, q.Permission) {
		require.NoError(t, err)
		each = append(each, ref)
	}
	assert.Equal(t, which.Refs, each)
	page, err := c.ResourcesPage(t.Context(), anna, q.Permission, checker.Paging{Limit: 1})
	require.NoError(t, err)
	assert.Equal(t, checker.Page{Refs: which.Refs[:1], More: true, Revision: which.Revision}, page)
	page, err = c.ResourcesPage(t.Context(), anna, q.Permission, checker.Paging{After: which.Refs[0]})
	require.NoError(t, err)
	assert.Equal(t, checker.Page{Refs: which.Refs[1:], Revision: which.Revision}, page)
	all, err := c.Permissions(t.Context(), q.Subject, q.Resource)
	require.NoError(t, err)
	assert.Len(t, all, len(schema.Permissions(schema.TypeClient)))
	assert.Empty(t, engine.asked)
}

// A check that ends allowed or denied allocates nothing, ids with encoded
// bytes included.
func TestACheckAllocatesNothing(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	c := checker.New(conn, checker.Options{Memory: follow(t, conn, memory.Options{MaxAge: time.Minute})})
	for want, q := range map[checker.Outcome]checker.Question{
		checker.Allowed: ask(t, "user:veldzicht/bram", schema.ClientViewDossier, "client:veldzicht/c-1001"),
		checker.Denied:  ask(t, "user:veldzicht/rick@example.org", schema.ClientViewDossier, "client:veldzicht/c-1001"),
	} {
		ctx := context.Background()
		got := testing.AllocsPerRun(100, func() {
			decision, err := c.Check(ctx, q)
			if err != nil || decision.Outcome != want {
				t.Errorf("%s: got %v (%v), want %v", q, decision.Outcome, err, want)
			}
		})
		assert.Zero(t, got, "%s", want)
	}
}
