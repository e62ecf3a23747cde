package eval_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/graph/eval"
	"github.com/remit-authz/remit/internal/relation"
)

// plainConn is a connection as an application makes it, which takes messages
// of 4 MiB unless the call says otherwise.
type plainConn struct{ grpc.ClientConnInterface }

func (c plainConn) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	return c.ClientConnInterface.NewStream(ctx, desc, method, append([]grpc.CallOption{grpc.MaxCallRecvMsgSize(4 << 20)}, opts...)...)
}

// An engine sends 10,000 relationships in a message: with long ids more than a
// connection takes, so that a memory of such an engine was never filled.
func TestLoadTakesLargeMessages(t *testing.T) {
	r := startReference(t)
	defer r.stop()
	const relationships = 6000
	long := strings.Repeat("long", 250)
	var changes []relation.Change
	for i := range relationships {
		changes = append(changes, rel(fmt.Sprintf("doc:%s%d#aaa@user:u", long, i)))
	}
	r.load(t, `definition user {}
definition doc {
	relation aaa: user
}`, changes...)
	g, err := eval.Load(t.Context(), plainConn{r.conn})
	if err != nil {
		t.Fatal(err)
	}
	if got := g.Len(); got != relationships {
		t.Errorf("loaded %d relationships, want %d", got, relationships)
	}
}
