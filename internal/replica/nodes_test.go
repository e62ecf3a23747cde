package replica_test

import (
	"context"
	"fmt"
	"net"
	"sync"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"

	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/replica"
)

// spread makes every call of a proxy look as if the next of several nodes answered it, as a
// balancer does that switches for every call. Node 0 may be paused.
type spread struct {
	world *world
	nodes int

	mu     sync.Mutex
	calls  int
	paused bool
	// late is what node 0 says, once, when it wakes up.
	late *v1.CheckPermissionResponse
}

var errPaused = status.Error(codes.DeadlineExceeded, "the node is paused")

func (s *spread) next() (node int, late *v1.CheckPermissionResponse, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.calls++
	if node = s.calls % s.nodes; node != 0 || !s.paused {
		return node, nil, nil
	}
	if late, s.late = s.late, nil; late == nil {
		err = errPaused
	}
	return node, late, err
}

// Invoke is of grpc.ClientConnInterface.
func (s *spread) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	node, late, err := s.next()
	if err != nil {
		return err
	}
	for _, o := range opts {
		if by, ok := o.(grpc.PeerCallOption); ok {
			by.PeerAddr.Addr = &net.TCPAddr{IP: net.IPv4(10, 0, 0, byte(node)), Port: 50051}
		}
	}
	if answer, ok := reply.(*v1.CheckPermissionResponse); ok && late != nil {
		proto.Merge(answer, late)
		return nil
	}
	return s.world.proxy.Invoke(ctx, method, args, reply)
}

// NewStream is of grpc.ClientConnInterface.
func (s *spread) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	return s.world.proxy.NewStream(ctx, desc, method, opts...)
}

func newSpread(t *testing.T, nodes int, options replica.Options) *spread {
	t.Helper()
	w := newWorld(t, options)
	w.replica.Close()
	s := &spread{world: w, nodes: nodes}
	w.replica = replica.Start(s, options)
	t.Cleanup(w.replica.Close)
	w.ready()
	return s
}

func TestABalancerThatSwitchesNodesForEveryCall(t *testing.T) {
	for _, nodes := range []int{1, 3, 9} {
		t.Run(fmt.Sprint(nodes), func(t *testing.T) {
			w := newSpread(t, nodes, replica.Options{MaxAge: 4 * time.Second, Wait: 10 * time.Second}).world
			for n := range 10 {
				text := fmt.Sprintf("client:t/c%d#practitioner@user:t/anna", n)
				require.NotNil(t, w.replica.AtLeast(t.Context(), w.write(text)))
				require.True(t, w.has(text))
			}
			w.eventually("it is proven anew", func() bool { return w.replica.Health().Age < 3*time.Second })
			assert.Equal(t, 1, w.replica.Health().Loads, w.replica.Health().Reason)
		})
	}
}

// One node's answer was taken to be no older than the last probe before it, whichever
// node had answered that: a node that was paused in the middle of its search proved, when
// it woke up, a snapshot that lacked what had been written meanwhile.
func TestAnAnswerOfAPausedNodeProvesNothing(t *testing.T) {
	options := replica.Options{MaxAge: 200 * time.Millisecond, Wait: 10 * time.Millisecond}
	s := newSpread(t, 2, options)
	w := s.world
	release := w.proxy.hold() // the changes come by the node that is paused, too
	defer release()
	// Node 0 has found this, and is paused before it says so. Node 1 answers.
	found, err := v1.NewPermissionsServiceClient(w.conn).CheckPermission(t.Context(), idle)
	require.NoError(t, err)
	s.mu.Lock()
	s.paused = true
	s.mu.Unlock()
	w.write(link)
	written := time.Now()
	for time.Since(written) < 6*options.MaxAge {
		since := time.Since(written)
		if since > options.MaxAge {
			require.Nil(t, w.replica.Snapshot(), "a snapshot without what was written %s ago", since)
		}
		if since > 3*options.MaxAge {
			s.mu.Lock()
			if found != nil {
				s.late, found = found, nil
			}
			s.mu.Unlock()
		}
	}
}

// A replica that was promoted may lack the last writes of the server whose place it
// takes, and gives their numbers to others: a snapshot of what was lost seemed to be ahead
// of it, and proven.
func TestRevisionsThatWentBackAreNoticed(t *testing.T) {
	w := newWorld(t, patient)
	before, err := v1.NewPermissionsServiceClient(w.conn).CheckPermission(t.Context(), idle)
	require.NoError(t, err)
	require.NotNil(t, w.replica.AtLeast(t.Context(), w.write(link)))
	w.proxy.set(func() {
		w.proxy.answer = func(_ string, _, reply any) (bool, error) {
			answer, ok := reply.(*v1.CheckPermissionResponse)
			if ok {
				proto.Merge(answer, before)
			}
			return ok, nil
		}
	})
	w.eventually("it is noticed", func() bool { return w.replica.Health().Losses > 0 })
	assert.ErrorContains(t, w.replica.Health().Reason, "went back")
}

var idle = &v1.CheckPermissionRequest{
	Consistency: &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}},
	Resource:    relationtest.Object("tenant:t").Message(),
	Permission:  "member",
	Subject:     relationtest.Object("user:t/nobody").Subject(""),
}
