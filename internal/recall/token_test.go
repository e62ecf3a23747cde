package recall_test

import (
	"encoding/base64"
	"math/big"
	"testing"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
	"github.com/stretchr/testify/require"
)

// future is the token of a revision of the same engine that has never been, as
// of a write that a restored backup has lost.
func future(tb testing.TB, token *v1.ZedToken) *v1.ZedToken {
	tb.Helper()
	var decoded impl.DecodedZedToken
	packed, err := base64.StdEncoding.DecodeString(token.GetToken())
	require.NoError(tb, err)
	require.NoError(tb, decoded.UnmarshalVT(packed))
	number, ok := new(big.Int).SetString(decoded.GetV1().GetRevision(), 10)
	require.True(tb, ok)
	decoded.GetV1().Revision = number.Add(number, big.NewInt(1e18)).String()
	packed, err = decoded.MarshalVT()
	require.NoError(tb, err)
	return &v1.ZedToken{Token: base64.StdEncoding.EncodeToString(packed)}
}
