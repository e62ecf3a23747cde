package measure

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/schema"
)

func TestDifferences(t *testing.T) {
	for _, c := range []struct {
		why        string
		one, other []string
		want       []string
	}{
		{"alike", []string{"a: true", "b: 2 names, 00"}, []string{"a: true", "b: 2 names, 00"}, nil},
		{"another answer", []string{"a: true"}, []string{"a: false"}, []string{"a: true against a: false"}},
		{"fewer answers", []string{"a: true", "b: true"}, []string{"a: true"}, []string{"2 answers against 1"}},
		{"a list that could not be had is told in its row", []string{"a: 2 names, 00"}, []string{"a: " + unanswered}, nil},
	} {
		require.Equal(t, c.want, differences(c.one, c.other), c.why)
	}
}

func TestDigestIsOfNamesInAnyOrder(t *testing.T) {
	a, b := schema.Ref{Type: schema.TypeUser, Tenant: "t", ID: "a"}, schema.Ref{Type: schema.TypeUser, Tenant: "t", ID: "b"}
	require.Equal(t, digest([]schema.Ref{a, b}), digest([]schema.Ref{b, a}))
	require.NotEqual(t, digest([]schema.Ref{a, b}), digest([]schema.Ref{a, a}))
	require.NotEqual(t, digest([]schema.Ref{a}), digest(nil))
}
