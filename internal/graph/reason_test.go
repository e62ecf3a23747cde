package graph_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/graph"
	"github.com/remit-authz/remit/schema"
)

// An emergency whose reason only looks like one gives nothing here either: the
// loader, the caveat in an engine and the graph agree on what is blank.
func TestBlankReasonGivesNothing(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 1, 1, 12, 0, 0, 0, time.UTC)
	tenant, user, client := graph.Object{Type: "tenant", ID: "care"}, graph.Object{Type: "user", ID: "care/u"}, graph.Object{Type: "client", ID: "care/c"}
	for _, reason := range []string{"", " ", "\u00a0", "\u3164", "\u2800", "\u115f\u1160", "\ufe0f", "\u0301", "\u200b", "\U000e0041", "crisis", "?", "危"} {
		g, err := graph.New(schema.Text())
		require.NoError(t, err)
		g, err = g.With([]graph.Change{
			{Relationship: graph.Relationship{Resource: tenant, Relation: "member", Subject: user}},
			{Relationship: graph.Relationship{Resource: tenant, Relation: "practitioner", Subject: user}},
			{Relationship: graph.Relationship{Resource: tenant, Relation: "emergency_procedure", Subject: graph.Object{Type: "user", ID: graph.Everybody}}},
			{Relationship: graph.Relationship{Resource: client, Relation: "tenant", Subject: tenant}},
			{Relationship: graph.Relationship{Resource: client, Relation: "emergency", Subject: user, Expires: new(now.Add(time.Hour)), Caveat: "emergency_access",
				Context: map[string]any{"since": "2026-01-01T11:30:00Z", "until": "2026-01-01T12:30:00Z", "reason": reason}}},
		})
		require.NoError(t, err)
		want := graph.Allowed
		if schema.Blank(reason) {
			want = graph.Denied
		}
		answer := g.Check(graph.Question{Resource: client, Permission: "view_dossier", Subject: user}, graph.Circumstances{At: now, Context: schema.ContextAt})
		require.Equal(t, want, answer.Outcome, "%+q", reason)
	}
}
