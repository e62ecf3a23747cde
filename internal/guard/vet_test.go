package guard_test

import (
	"strings"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/guard"
	"github.com/remit-authz/remit/internal/lint"
	"github.com/remit-authz/remit/schema"
)

// risky is a schema under which an end is skipped, see package graph's
// TestSpiceDBSkipsConditions.
const risky = `use expiration
definition team {
	relation lead: team
}
definition doc {
	relation parent: team with expiration | team#lead
}`

func TestWhatIsHeldIsVetted(t *testing.T) {
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	require.NoError(t, guard.Vet{}.Engine(t.Context(), e.Conn()), "no schema at all")
	require.ErrorContains(t, guard.Vet{Accepted: []string{"skiped"}}.Engine(t.Context(), e.Conn()), "there is no rule")
	write(t, e.Conn(), schema.Text())
	require.NoError(t, guard.Vet{}.Engine(t.Context(), e.Conn()), "this program's")
	write(t, e.Conn(), risky)
	require.ErrorAs(t, guard.Vet{}.Engine(t.Context(), e.Conn()), new(*lint.RefusedError))
	require.NoError(t, guard.Vet{Accepted: []string{"skipped-condition"}}.Engine(t.Context(), e.Conn()))
}

func TestWhatIsWrittenIsVetted(t *testing.T) {
	for _, c := range []struct {
		why, text string
		accepted  []string
		want      string // of the error; blank for none
	}{
		{"an end that is skipped", risky, nil, "skipped-condition"},
		{"accepted", risky, []string{"skipped-condition"}, ""},
		{"safe", strings.Replace(risky, " | team#lead", "", 1), nil, ""},
		{"this program's", schema.Text(), nil, ""},
		{"no schema", "definition {", nil, "schema:1:12: here belongs a name"},
	} {
		conn := serve(t, guard.Vet{Accepted: c.accepted}.Intercept)
		_, err := v1.NewSchemaServiceClient(conn).WriteSchema(t.Context(), &v1.WriteSchemaRequest{Schema: c.text})
		if c.want == "" {
			require.NoError(t, err, c.why)
			continue
		}
		require.Equal(t, codes.InvalidArgument, status.Code(err), c.why)
		require.ErrorContains(t, err, c.want, c.why)
		_, err = v1.NewSchemaServiceClient(conn).ReadSchema(t.Context(), &v1.ReadSchemaRequest{})
		require.Equal(t, codes.NotFound, status.Code(err), "%s: nothing is written", c.why)
	}
}
