package memory_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/graph/zed"
	"github.com/remit-authz/remit/internal/model"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// open is a schema by which everybody of a tenant reads its dossiers.
var open = regexp.MustCompile(`(?s)(definition client \{.*?permission view_dossier = )[^\n]*`).ReplaceAllString(schema.Text(), "${1}tenant->member")

func writeSchema(t *testing.T, conn grpc.ClientConnInterface, text string) {
	t.Helper()
	_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: text})
	require.NoError(t, err)
}

// Another schema could be written, by which everybody may do everything, and
// checkers went on answering, by that.
func TestAModelIsHeldTo(t *testing.T) {
	const age = 200 * time.Millisecond
	conn := fixtures.Start(t, fixtures.Care())
	m := memory.Follow(conn, memory.Options{MaxAge: age, OwnModel: true})
	defer m.Close()
	require.NoError(t, m.Ready(t.Context()))
	q := ask(t, "user:veldzicht/nico", schema.ClientViewDossier, "client:veldzicht/c-1001")
	for name, c := range map[string]*checker.Checker{
		"asking the engine": checker.New(conn, checker.Options{ModelMaxAge: age}),
		"from bounded data": checker.New(conn, checker.Options{ModelMaxAge: age, Consistency: checker.Bounded}),
		"from memory":       checker.New(conn, checker.Options{ModelMaxAge: age, Memory: m}),
	} {
		decision, err := c.Check(t.Context(), q)
		require.NoError(t, err, name)
		require.Equal(t, checker.Denied, decision.Outcome, name)

		writeSchema(t, conn, open)
		time.Sleep(2 * age)
		_, err = c.Check(t.Context(), q)
		requireOther(t, err)
		requireOther(t, c.CheckAll(t.Context(), []checker.Question{q})[0].Err)
		_, err = c.Resources(t.Context(), q.Subject, q.Permission)
		requireOther(t, err)
		_, err = c.Subjects(t.Context(), q.Permission, q.Resource)
		requireOther(t, err)
		_, err = c.Permissions(t.Context(), q.Subject, q.Resource)
		requireOther(t, err)
		require.False(t, m.Health().Answers, name)
		require.Eventually(t, func() bool {
			return m.Health().Reason != nil && strings.Contains(m.Health().Reason.Error(), "client#view_dossier: what it grants")
		}, 30*time.Second, 10*time.Millisecond)

		writeSchema(t, conn, schema.Text())
		require.Eventually(t, func() bool {
			decision, err = c.Check(t.Context(), q)
			return err == nil && decision.Outcome == checker.Denied && m.Health().Answers
		}, 30*time.Second, 10*time.Millisecond, name)
	}
}

func requireOther(t *testing.T, err error) {
	t.Helper()
	var engine *checker.EngineError
	require.ErrorAs(t, err, &engine)
	require.Equal(t, codes.FailedPrecondition, engine.Code)
	require.ErrorContains(t, err, "client#view_dossier: what it grants")
}

// A memory answers for an institution's permissions as an engine does.
func TestAnInstitutionsModelFromMemory(t *testing.T) {
	x, err := model.Compose("own.zed", "definition client {\n\tpermission close = start_tools & view_dossier\n}\ndefinition note {\n\trelation client: client\n\tpermission read = client->view_dossier\n}")
	require.NoError(t, err)
	conn := fixtures.Start(t, fixtures.Care())
	writeSchema(t, conn, x.Model.Text())
	note, err := x.Model.NewRef("note", "veldzicht", "n 1")
	require.NoError(t, err)
	c1 := ask(t, "user:veldzicht/anna", "client#close", "client:veldzicht/c-1001")
	relationtest.Write(t, conn, relation.Between(note, "note#client", c1.Resource))
	m := memory.Follow(conn, memory.Options{OwnModel: true, Model: x.Model})
	defer m.Close()
	require.NoError(t, m.Ready(t.Context()))
	reads := checker.Question{Subject: c1.Subject, Permission: "note#read", Resource: note}
	bram := ask(t, "user:veldzicht/bram", "client#close", "client:veldzicht/c-1001")
	snapshot := m.Snapshot(t.Context(), "")
	require.NotNil(t, snapshot)
	for q, want := range map[checker.Question]checker.Outcome{c1: checker.Allowed, reads: checker.Allowed, bram: checker.Denied} {
		got, err := snapshot.Check(q, checker.EvaluationContext{}, time.Time{})
		require.NoError(t, err)
		require.Equal(t, want, got.Outcome, "%s", q)
	}
	which, err := snapshot.Resources(x.Model, reads.Subject, reads.Permission, checker.EvaluationContext{})
	require.NoError(t, err)
	require.Equal(t, []schema.Ref{note}, which.Refs)
	who, err := snapshot.Subjects(x.Model, reads.Permission, note, checker.EvaluationContext{})
	require.NoError(t, err)
	require.Contains(t, who.Refs, reads.Subject)

	bare := memory.Follow(conn, memory.Options{OwnModel: true}) // has it, and more
	defer bare.Close()
	require.NoError(t, bare.Ready(t.Context()))
}

// Ids of another schema were read as those of remit's users, which have a tenant.
func TestAnotherSchemasIDsAreReadByIt(t *testing.T) {
	read, err := zed.Parse("definition user {}\ndefinition document {\n\trelation reader: user\n\tpermission view = reader\n}")
	require.NoError(t, err)
	other, err := model.Other(read.Compiled)
	require.NoError(t, err)
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	defer func() { require.NoError(t, e.Close()) }()
	conn := e.Conn()
	writeSchema(t, conn, read.Text)
	tom, plan := schema.Ref{Type: schema.TypeUser, ID: "tom"}, schema.Ref{Type: "document", ID: "a plan"}
	relationtest.Write(t, conn, relation.Between(plan, "document#reader", tom))
	m := memory.Follow(conn, memory.Options{Model: other})
	defer m.Close()
	require.NoError(t, m.Ready(t.Context()))
	snapshot := m.Snapshot(t.Context(), "")
	require.NotNil(t, snapshot)
	which, err := snapshot.Resources(other, tom, "document#view", checker.EvaluationContext{})
	require.NoError(t, err)
	require.Equal(t, []schema.Ref{plan}, which.Refs)
	who, err := snapshot.Subjects(other, "document#view", plan, checker.EvaluationContext{})
	require.NoError(t, err)
	require.Equal(t, []schema.Ref{tom}, who.Refs)
}
