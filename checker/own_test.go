package checker_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/schema"
)

// ownModel is this program's model with permissions of an institution.
func ownModel(t *testing.T) schema.Model {
	t.Helper()
	x, err := model.Compose("own.zed", `
definition client {
	relation archivist: user
	permission archive = view_dossier & archivist
	permission consult = view_dossier
}
definition note {
	relation client: client
	permission read = client->view_dossier
}
`)
	require.NoError(t, err)
	return x.Model
}

func (w world) ask(m schema.Model, subject string, p schema.Permission, resource string) checker.Question {
	w.t.Helper()
	s, err := m.ParseRef(subject)
	require.NoError(w.t, err)
	r, err := m.ParseRef(resource)
	require.NoError(w.t, err)
	return checker.Question{Subject: s, Permission: p, Resource: r}
}

func allows(t *testing.T, c *checker.Checker, q checker.Question) {
	t.Helper()
	decision, err := c.Check(t.Context(), q)
	require.NoError(t, err, "%s", q)
	assert.Equal(t, checker.Allowed, decision.Outcome, "%s", q)
}

func TestOwnPermissions(t *testing.T) {
	m := ownModel(t)
	w := newWorld(t, caseload()...)
	w.replaceSchema(m.Text())
	w.write("client:a/c-1#archivist@user:a/anna", "client:a/c-1#archivist@user:a/bram", "note:a/n-1#client@client:a/c-1", "note:b/n-1#client@client:a/c-1")
	c := w.checker(checker.Options{Model: m, ModelMaxAge: time.Minute})
	annas := w.ask(m, "user:a/anna", "client#archive", "client:a/c-1")
	brams := w.ask(m, "user:a/bram", "client#archive", "client:a/c-1")
	notes := w.ask(m, "user:a/anna", "note#read", "note:a/n-1")
	allows(t, c, annas)
	denies(t, c, brams)
	allows(t, c, notes)
	denies(t, c, w.ask(m, "user:a/anna", "note#read", "note:b/n-1")) // of another tenant

	which, err := c.Resources(t.Context(), notes.Subject, notes.Permission)
	require.NoError(t, err)
	assert.Equal(t, []schema.Ref{notes.Resource}, which.Refs)
	who, err := c.Subjects(t.Context(), notes.Permission, notes.Resource)
	require.NoError(t, err)
	assert.Equal(t, []schema.Ref{notes.Subject}, who.Refs)
	permissions, err := c.Permissions(t.Context(), annas.Subject, annas.Resource)
	require.NoError(t, err)
	require.Len(t, permissions, len(schema.Permissions(schema.TypeClient))+2)
	assert.True(t, permissions[len(permissions)-2].Allowed(), "%v", permissions)

	// A checker that does not know of them asks nothing.
	for _, q := range []checker.Question{annas, notes} {
		var invalid *checker.InvalidError
		_, err := w.checker(checker.Options{}).Check(t.Context(), q)
		require.ErrorAs(t, err, &invalid, "%s", q)
	}
	_, err = c.Check(t.Context(), checker.Question{Subject: notes.Resource, Permission: notes.Permission, Resource: notes.Resource})
	require.ErrorContains(t, err, "only users act")
}

// What SpiceDB allows by an emergency that stores the time of the question is not
// believed of an institution's permission either, by whatever arrow.
func TestOwnPermissionsAreNotAllowedByAStoredQuestion(t *testing.T) {
	m := ownModel(t)
	w := newWorld(t, caseload()...)
	w.replaceSchema(m.Text())
	w.write("note:a/n-2#client@client:a/c-2", "note:a/n-1#client@client:a/c-1")
	forged := "client:a/c-2#emergency@user:a/bram"
	w.writeUntil(forged, schema.CaveatEmergencyAccess, time.Now().Add(time.Hour), map[string]any{
		"since": time.Now().UTC().Format(time.RFC3339Nano), "reason": "found unwell", "now": time.Now().Add(time.Minute).UTC().Format(time.RFC3339Nano),
	})
	c := w.checker(checker.Options{Model: m}).With(checker.EvaluationContext{Time: time.Now().Add(24 * time.Hour)})
	for _, q := range []checker.Question{
		w.ask(m, "user:a/bram", "client#consult", "client:a/c-2"),
		w.ask(m, "user:a/bram", "note#read", "note:a/n-2"),
	} {
		const want = "client:a/c-2#emergency@user:a/bram, which stores"
		decision, err := c.Check(t.Context(), q)
		require.ErrorContains(t, err, want, "%s", q)
		assert.False(t, decision.Allowed())
		assert.ErrorContains(t, c.CheckAll(t.Context(), []checker.Question{q})[0].Err, want, "%s", q)
		which, err := c.Resources(t.Context(), q.Subject, q.Permission)
		assert.ErrorContains(t, err, want, "%s", q)
		assert.Empty(t, which.Refs)
		who, err := c.Subjects(t.Context(), q.Permission, q.Resource)
		assert.ErrorContains(t, err, want, "%s", q)
		assert.Empty(t, who.Refs)
	}
	allows(t, c, w.ask(m, "user:a/anna", "client#consult", "client:a/c-1"))
	w.remove(forged)
	allows(t, c, w.ask(m, "user:a/anna", "note#read", "note:a/n-1"))
	denies(t, c, w.ask(m, "user:a/bram", "note#read", "note:a/n-2"))
}

// Any schema at all: no tenants, subjects of any type, relations too.
func TestAnotherSchema(t *testing.T) {
	m := schema.Other(schema.Contents{
		Text:        "definition user {}\ndefinition bot {}\ndefinition tenant {\n\trelation reader: user | bot | user:*\n\trelation owner: user\n\tpermission read = reader + owner\n}\n",
		Types:       []schema.Type{"user", "bot", "tenant"},
		Permissions: []schema.Permission{"tenant#read"},
		Relations:   []schema.Relation{"tenant#reader", "tenant#owner"},
	}, "user")
	w := newWorld(t)
	w.replaceSchema(m.Text())
	revision := w.write("tenant:x#reader@user:a=20b", "tenant:x#reader@bot:b", "tenant:a/y#owner@user:a=20b", "tenant:pub#reader@user:*")
	c := w.checker(checker.Options{Model: m, ModelMaxAge: time.Minute}).AtLeast(revision)
	a := w.ask(m, "user:a b", "tenant#read", "tenant:x")
	allows(t, c, a)
	allows(t, c, w.ask(m, "user:a b", "tenant#owner", "tenant:a/y"))
	allows(t, c, w.ask(m, "bot:b", "tenant#read", "tenant:x"))
	allows(t, c, w.ask(m, "user:anybody", "tenant#read", "tenant:pub"))
	denies(t, c, w.ask(m, "user:a b", "tenant#owner", "tenant:x"))
	decision, err := c.Check(t.Context(), w.ask(m, "bot:a b", "tenant#read", "tenant:x"))
	require.NoError(t, err)
	assert.Equal(t, checker.Denied, decision.Outcome)
	which, err := c.Resources(t.Context(), a.Subject, a.Permission)
	require.NoError(t, err)
	assert.Equal(t, []schema.Ref{{Type: "tenant", ID: "a/y"}, {Type: "tenant", ID: "pub"}, {Type: "tenant", ID: "x"}}, which.Refs)
	who, err := c.Subjects(t.Context(), a.Permission, a.Resource)
	require.NoError(t, err)
	assert.Equal(t, []schema.Ref{a.Subject}, who.Refs)
	_, err = c.Subjects(t.Context(), a.Permission, schema.Ref{Type: "tenant", ID: "pub"})
	require.Error(t, err, "everybody is no list")
	for _, bad := range []string{"user:*", "user:", "user:a#b", "client:x", "x", "user:\x00"} {
		_, err := m.ParseRef(bad)
		require.Error(t, err, "%q", bad)
	}
}
