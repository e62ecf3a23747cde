package checker_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// Checks and lists give the same answers, over a real engine.
func TestChecksAndListsAgree(t *testing.T) {
	w := newWorld(t, caseload()...)
	c := w.checker(checker.Options{})
	annas := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	brams := ask(t, "user:a/bram", schema.ClientViewDossier, "client:a/c-1")
	decision, err := c.Check(t.Context(), annas)
	require.NoError(t, err)
	assert.Equal(t, checker.Allowed, decision.Outcome)
	assert.NotEmpty(t, decision.Revision)

	answers := c.CheckAll(t.Context(), []checker.Question{brams, annas, annas})
	assert.Equal(t, []checker.Answer{
		{Decision: checker.Decision{Revision: decision.Revision}},
		{Decision: decision},
		{Decision: decision},
	}, answers)

	which, err := c.Resources(t.Context(), annas.Subject, annas.Permission)
	require.NoError(t, err)
	assert.Equal(t, checker.List{Refs: []schema.Ref{annas.Resource}, Revision: decision.Revision}, which)
	who, err := c.Subjects(t.Context(), annas.Permission, annas.Resource)
	require.NoError(t, err)
	assert.Equal(t, checker.List{Refs: []schema.Ref{annas.Subject}, Revision: decision.Revision}, who)

	permissions, err := c.Permissions(t.Context(), brams.Subject, brams.Resource)
	require.NoError(t, err)
	for _, p := range permissions {
		assert.Equal(t, p.Permission == schema.ClientStartEmergency, p.Allowed(), "%s", p.Permission)
	}
}

// Nobody is asked in vain: the switch user:* of the emergency procedure never
// shows as a user.
func TestTheSwitchIsNoUser(t *testing.T) {
	w := newWorld(t, caseload()...)
	annas := ask(t, "user:a/anna", schema.ClientStartEmergency, "client:a/c-2")
	who, err := w.checker(checker.Options{}).Subjects(t.Context(), annas.Permission, annas.Resource)
	require.NoError(t, err)
	assert.Equal(t, []schema.Ref{annas.Subject, ask(t, "user:a/bram", "", "tenant:a").Subject}, who.Refs)
	assert.Empty(t, who.Conditional)
}

// E6: whatever was written by hand, users act in their own tenant only.
func TestForgedRelationshipsOpenNoOtherTenant(t *testing.T) {
	w := newWorld(t,
		"tenant:b#member@user:b/x",
		// A member of b made a member and an app admin of a.
		"tenant:a#member@user:b/x", "tenant:a#app_admin@user:b/x",
		"organization:a/o#tenant@tenant:a", "engagement:a/e#tenant@tenant:a", "engagement:a/e#organization@organization:a/o",
		// An organization of a put under b, where they are app admin.
		"tenant:b#app_admin@user:b/x", "organization:a/p#tenant@tenant:b",
		// A caseload link, and the group, across tenants.
		"tenant:a#practitioner@user:b/x", "client:a/c#tenant@tenant:a", "client:a/c#practitioner@user:b/x",
	)
	c := w.checker(checker.Options{})
	for _, q := range []checker.Question{
		ask(t, "user:b/x", schema.TenantManageUsers, "tenant:a"),
		ask(t, "user:b/x", schema.OrganizationView, "organization:a/o"),
		ask(t, "user:b/x", schema.EngagementView, "engagement:a/e"),
		ask(t, "user:b/x", schema.OrganizationView, "organization:a/p"),
		ask(t, "user:b/x", schema.ClientViewDossier, "client:a/c"),
	} {
		t.Run(q.String(), func(t *testing.T) {
			decision, err := c.Check(t.Context(), q)
			require.NoError(t, err)
			assert.Equal(t, checker.Denied, decision.Outcome)
			answer := c.CheckAll(t.Context(), []checker.Question{q})[0]
			require.NoError(t, answer.Err)
			assert.Equal(t, checker.Denied, answer.Outcome)
			which, err := c.Resources(t.Context(), q.Subject, q.Permission)
			require.NoError(t, err)
			assert.NotContains(t, which.Refs, q.Resource)
			who, err := c.Subjects(t.Context(), q.Permission, q.Resource)
			require.NoError(t, err)
			assert.NotContains(t, who.Refs, q.Subject)
		})
	}
}

// E11: who may give a role is asked like everything else, on the account, with
// the permission that belongs to the role.
func TestNobodyRaisesThemselves(t *testing.T) {
	w := newWorld(t,
		"tenant:a#member@user:a/beatrice", "tenant:a#user_admin@user:a/beatrice",
		"account:a/beatrice#tenant@tenant:a", "account:a/beatrice#owner@user:a/beatrice", "account:a/beatrice#ordinary_in@tenant:a",
		"account:a/florence#tenant@tenant:a", "account:a/florence#owner@user:a/florence", "account:a/florence#ordinary_in@tenant:a",
		"account:a/alice#tenant@tenant:a", "account:a/alice#owner@user:a/alice",
	)
	c := w.checker(checker.Options{})
	for _, row := range []struct {
		account string
		role    schema.Role
		want    checker.Outcome
		why     string
	}{
		{"account:a/florence", schema.RoleUserAdmin, checker.Allowed, "a user admin assigns system roles"},
		{"account:a/florence", schema.RoleAppAdmin, checker.Denied, "but never app admin"},
		{"account:a/alice", schema.RoleStandardUser, checker.Denied, "nor to an app admin, whose role it would end"},
		{"account:a/beatrice", schema.RoleOrganizationCreator, checker.Denied, "nor to themselves"},
	} {
		decision, err := c.Check(t.Context(), ask(t, "user:a/beatrice", row.role.AssignPermission(), row.account))
		require.NoError(t, err)
		assert.Equal(t, row.want, decision.Outcome, row.why)
	}
	_, err := c.Check(t.Context(), ask(t, "user:a/beatrice", schema.RoleManager.AssignPermission(), "account:a/florence"))
	isInvalid(t, err, checker.PartPermission, "")
}

// E8: a revocation holds from the next question that carries its revision, and
// within a second for those that carry none or an older one.
func TestARevocationHoldsAtOnce(t *testing.T) {
	for name, options := range map[string]checker.Options{"latest": {}, "bounded": {Consistency: checker.Bounded}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, caseload()...)
			c := w.checker(options)
			q := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
			awaitAllowed(t, c, q)
			older, err := c.Check(t.Context(), q)
			require.NoError(t, err)
			require.True(t, older.Allowed())
			revision := w.remove("client:a/c-1#practitioner@user:a/anna")
			denies(t, c.AtLeast(revision), q)
			if options.Consistency == checker.Latest {
				denies(t, c, q)
				denies(t, c.AtLeast(older.Revision), q)
				return
			}
			assert.Eventually(t, func() bool {
				d, err := c.AtLeast(older.Revision).Check(t.Context(), q)
				return err == nil && !d.Allowed()
			}, time.Second, 10*time.Millisecond)
		})
	}
}

// awaitAllowed waits until a bounded answer is no older than the world.
func awaitAllowed(t *testing.T, c *checker.Checker, q checker.Question) {
	t.Helper()
	require.Eventually(t, func() bool {
		d, err := c.Check(t.Context(), q)
		return err == nil && d.Allowed()
	}, 10*time.Second, 10*time.Millisecond)
}

func denies(t *testing.T, c *checker.Checker, q checker.Question) {
	t.Helper()
	decision, err := c.Check(t.Context(), q)
	require.NoError(t, err)
	assert.Equal(t, checker.Denied, decision.Outcome)
	which, err := c.Resources(t.Context(), q.Subject, q.Permission)
	require.NoError(t, err)
	assert.NotContains(t, which.Refs, q.Resource)
	who, err := c.Subjects(t.Context(), q.Permission, q.Resource)
	require.NoError(t, err)
	assert.NotContains(t, who.Refs, q.Subject)
}

// What was is still answered, to who asks for that revision.
func TestAtAnswersFromOneRevision(t *testing.T) {
	w := newWorld(t)
	before := w.write(caseload()...)
	w.remove("client:a/c-1#practitioner@user:a/anna")
	q := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	c := w.checker(checker.Options{})
	decision, err := c.At(before).Check(t.Context(), q)
	require.NoError(t, err)
	assert.True(t, decision.Allowed())
	which, err := c.At(before).Resources(t.Context(), q.Subject, q.Permission)
	require.NoError(t, err)
	assert.Equal(t, []schema.Ref{q.Resource}, which.Refs)
	denies(t, c, q)
	_, err = c.At("no such revision").Check(t.Context(), q)
	var failed *checker.EngineError
	assert.ErrorAs(t, err, &failed)
}

// An engine without the schema cannot answer: that is no denial.
func TestAnotherSchemaIsAnError(t *testing.T) {
	w := newWorld(t)
	q := ask(t, "user:a/anna", schema.ClientViewDossier, "client:a/c-1")
	w.replaceSchema("definition user {}")
	c := w.checker(checker.Options{})
	_, err := c.Check(t.Context(), q)
	assert.ErrorContains(t, err, "check that the engine holds this version's schema")
	assert.Error(t, c.CheckAll(t.Context(), []checker.Question{q})[0].Err)
	_, err = c.Resources(t.Context(), q.Subject, q.Permission)
	assert.Error(t, err)
	_, err = c.Subjects(t.Context(), q.Permission, q.Resource)
	assert.Error(t, err)
}
