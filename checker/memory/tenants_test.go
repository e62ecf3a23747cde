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
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// A memory of some tenants answers about those, and never about another: what it does
// not hold would look like nobody's right, and like nobody's bar.
func TestAMemoryOfSomeTenants(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	all := follow(t, conn, memory.Options{MaxAge: time.Minute})
	m := follow(t, conn, memory.Options{MaxAge: time.Minute, Tenants: []schema.TenantID{"veldzicht"}})
	assert.Less(t, m.Health().Relationships, all.Health().Relationships)
	assert.Nil(t, m.Snapshots(), "an engine that is served would answer for all")
	engine := &spy{ClientConnInterface: conn}
	c, whole := checker.New(engine, checker.Options{Memory: m}), checker.New(conn, checker.Options{Memory: all})

	here := ask(t, "user:veldzicht/bram", schema.ClientViewDossier, "client:veldzicht/c-1001")
	there := ask(t, "user:de-brug/wim", schema.ClientViewDossier, "client:de-brug/c-1001")
	for _, q := range []checker.Question{here, there} {
		engine.asked = nil
		want, err := whole.Check(t.Context(), q)
		require.NoError(t, err)
		require.True(t, want.Allowed(), q)
		got, err := c.Check(t.Context(), q)
		require.NoError(t, err)
		assert.Equal(t, want.Outcome, got.Outcome, q)
		refs, err := whole.Resources(t.Context(), q.Subject, q.Permission)
		require.NoError(t, err)
		got1, err := c.Resources(t.Context(), q.Subject, q.Permission)
		require.NoError(t, err)
		assert.Equal(t, refs.Refs, got1.Refs)
		refs, err = whole.Subjects(t.Context(), q.Permission, q.Resource)
		require.NoError(t, err)
		got2, err := c.Subjects(t.Context(), q.Permission, q.Resource)
		require.NoError(t, err)
		assert.Equal(t, refs.Refs, got2.Refs)
		assert.Equal(t, q == here, len(engine.asked) == 0, "%v asked %v", q, engine.asked)
	}
	for i, a := range c.CheckAll(t.Context(), []checker.Question{here, there}) {
		require.NoError(t, a.Err)
		assert.True(t, a.Allowed(), i)
	}
}

// Changes come, of its tenants only, and what another tenant does is no sign of age.
func TestAMemoryOfSomeTenantsFollows(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	m := follow(t, conn, memory.Options{MaxAge: time.Second, Tenants: []schema.TenantID{"de-brug"}})
	c := checker.New(conn, checker.Options{Memory: m})
	before := m.Health().Relationships
	here := ask(t, "user:de-brug/new", schema.ClientViewDossier, "client:de-brug/c-1001")
	granted := relationtest.Write(t, conn,
		relationtest.Of("tenant:de-brug#member@user:de-brug/new"), relationtest.Of("tenant:de-brug#practitioner@user:de-brug/new"),
		relationtest.Of("client:de-brug/c-1001#practitioner@user:de-brug/new"), relationtest.Of("tenant:veldzicht#practitioner@user:veldzicht/new"))
	decision, err := c.AtLeast(granted).Check(t.Context(), here)
	require.NoError(t, err)
	assert.True(t, decision.Allowed())
	assert.Eventually(t, func() bool { return m.Health().Relationships == before+3 }, 10*time.Second, time.Millisecond)
	loads := m.Health().Loads
	for range 5 {
		relationtest.Remove(t, conn, relationtest.Of("tenant:veldzicht#practitioner@user:veldzicht/new"))
		time.Sleep(50 * time.Millisecond)
	}
	assert.True(t, m.Health().Answers)
	assert.Equal(t, loads, m.Health().Loads)
	revoked := relationtest.Remove(t, conn, relationtest.Of("client:de-brug/c-1001#practitioner@user:de-brug/new"))
	decision, err = c.AtLeast(revoked).Check(t.Context(), here)
	require.NoError(t, err)
	assert.False(t, decision.Allowed())
}

// A bar that stands in another tenant's data would not be seen: where data reaches
// across, nothing is answered from memory until it does not.
func TestATenantThatReachesIntoAnother(t *testing.T) {
	conn := fixtures.Start(t, fixtures.Care())
	m := follow(t, conn, memory.Options{MaxAge: time.Minute, Tenants: []schema.TenantID{"de-brug"}})
	const across = "client:de-brug/c-1001#practitioner@user:veldzicht/bram"
	relationtest.Write(t, conn, relationtest.Of(across))
	require.Eventually(t, func() bool { return !m.Health().Answers && m.Health().Losses > 1 }, 10*time.Second, time.Millisecond)
	require.ErrorContains(t, m.Health().Reason, "reaches from tenant de-brug into another")
	assert.Nil(t, m.Snapshot(t.Context(), ""))
	relationtest.Remove(t, conn, relationtest.Of(across))
	ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(t, m.Ready(ctx))
}
