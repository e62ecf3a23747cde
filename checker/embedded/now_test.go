package embedded_test

import (
	"context"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/history"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// between does something when the engine's relationships are about to be read.
type between struct {
	grpc.ClientConnInterface
	do func()
}

func (b between) NewStream(ctx context.Context, d *grpc.StreamDesc, method string, o ...grpc.CallOption) (grpc.ClientStream, error) {
	if strings.Contains(method, "ExportBulk") {
		b.do()
	}
	return b.ClientConnInterface.NewStream(ctx, d, method, o...)
}

// What is written while an engine is read was before the moment that came of it, which lacks
// it: a report of now differed from what the record says of its time.
func TestNowIsNotAfterWhatItHolds(t *testing.T) {
	e, store := loaded(t)
	m, err := history.Now(t.Context(), between{e.Conn(), func() { require.NoError(t, writeNamed(t.Context(), e.Conn(), "meanwhile")) }})
	require.NoError(t, err)
	later, err := history.Now(t.Context(), e.Conn())
	require.NoError(t, err)
	written, timed := zedtoken.Parse(string(later.Revision())).Time()
	require.True(t, timed)
	require.NotEqual(t, m.Revision(), later.Revision())
	require.True(t, m.Time().Before(written), "of %s, and lacks what was written at %s", m.Time(), written)
	require.False(t, later.Time().Before(written))
	require.NoError(t, e.Close())
	h, err := history.Open(store+".ledger", history.Options{})
	require.NoError(t, err)
	then, err := h.At(t.Context(), m.Time())
	require.NoError(t, err)
	require.Equal(t, m.Revision(), then.Revision())
}
