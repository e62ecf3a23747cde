package enginetest

import (
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/engine"
)

// TB is what Dial takes of a test.
type TB interface {
	Helper()
	Cleanup(func())
	Fatal(args ...any)
}

// Dial reaches an engine that is served as other processes do, until the test ends.
func Dial(tb TB, address, key string) *grpc.ClientConn {
	tb.Helper()
	conn, err := engine.Dial(address, key)
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() { _ = conn.Close() }) // it is a test's
	return conn
}
