package eval_test

import (
	"encoding/base64"
	"testing"

	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// A graph that no engine has had is of no revision.
func TestAChangedGraphIncludesNoRevision(t *testing.T) {
	ten, nine := token(t, "10"), token(t, "9")
	require.True(t, zedtoken.Parse(ten).Includes(zedtoken.Parse(nine)))
	empty, err := eval.New("definition user {}")
	require.NoError(t, err)
	g, err := empty.Advance(nil, ten)
	require.NoError(t, err)
	require.True(t, g.Includes(nine))
	changed, err := g.With(nil)
	require.NoError(t, err)
	for _, revision := range []string{"", nine, ten} {
		assert.False(t, changed.Includes(revision), "%q", revision)
	}
}

func token(t *testing.T, revision string) string {
	t.Helper()
	packed, err := (&impl.DecodedZedToken{VersionOneof: &impl.DecodedZedToken_V1{V1: &impl.DecodedZedToken_V1ZedToken{Revision: revision}}}).MarshalVT()
	require.NoError(t, err)
	return base64.StdEncoding.EncodeToString(packed)
}
