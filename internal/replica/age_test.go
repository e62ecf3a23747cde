package replica_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/enginetest"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/schema"
)

// A server tells its callers now and then to make another connection. That
// fails no question and cuts no stream of changes.
func TestConnectionsMayEndOfAge(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{Limits: engine.Limits{Age: 50 * time.Millisecond}})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	served, err := e.Serve(t.Context(), loopbacktest.Address(t), engine.OneKey("k"))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, served.Close()) })
	conn := enginetest.Dial(t, served.Address(), "k")
	w := &world{t: t, conn: conn}
	w.writeSchema(schema.Text())
	w.write("tenant:t#app_admin@user:t/anna")
	w.replica = replica.Start(conn, replica.Options{})
	t.Cleanup(w.replica.Close)
	w.ready()

	c, tenant := checker.New(conn, checker.Options{}), schema.TenantRef("t")
	anna, err := schema.ParseRef("user:t/anna")
	require.NoError(t, err)
	for n := range 40 { // some ages
		member := "tenant:t#member@user:t/anna"
		if n%2 == 1 {
			member = "-" + member
		}
		w.write(member)
		decision, err := c.Check(t.Context(), checker.Question{Subject: anna, Permission: schema.TenantAssignAppAdmin, Resource: tenant})
		require.NoError(t, err)
		require.Equal(t, n%2 == 0, decision.Allowed())
		w.eventually("the change is followed", func() bool { return w.has("tenant:t#member@user:t/anna") == (n%2 == 0) })
		time.Sleep(20 * time.Millisecond)
	}
	health := w.replica.Health()
	require.Zero(t, health.Losses, health.Reason)
	require.Equal(t, 1, health.Loads)
}
