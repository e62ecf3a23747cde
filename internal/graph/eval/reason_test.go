package eval_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/schema"
)

// An emergency whose reason only looks like one gives nothing here either: the
// loader, the caveat in an engine and the graph agree on what is blank.
func TestBlankReasonGivesNothing(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	user, client := object("user:care/u"), object("client:care/c")
	for _, reason := range []string{"", " ", "\u00a0", "\u3164", "\u2800", "\u115f\u1160", "\ufe0f", "\u0301", "\u200b", "\U000e0041", "crisis", "?", "危"} {
		g, err := eval.New(schema.Text())
		require.NoError(t, err)
		access := relationtest.Of("client:care/c#emergency@user:care/u")
		access.Terms = relation.Emergency(now.Add(-30*time.Minute), now.Add(30*time.Minute), reason)
		g, err = g.With([]relation.Change{
			rel("tenant:care#member@user:care/u"),
			rel("tenant:care#practitioner@user:care/u"),
			rel("tenant:care#emergency_procedure@user:*"),
			rel("client:care/c#tenant@tenant:care"),
			{Relationship: access},
		})
		require.NoError(t, err)
		want := eval.Allowed
		if schema.Blank(reason) {
			want = eval.Denied
		}
		answer := g.Check(eval.Question{Resource: client, Permission: "view_dossier", Subject: user}, eval.Context{At: now, Values: schema.ContextAt})
		require.Equal(t, want, answer.Outcome, "%+q", reason)
	}
}
