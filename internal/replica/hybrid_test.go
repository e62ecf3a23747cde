package replica_test

import (
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	impl "github.com/authzed/spicedb/pkg/proto/impl/v1"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"

	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/internal/zedtoken"
)

// hybrid gives an engine the revisions that it has on CockroachDB: those of a hybrid
// clock, NANOSECONDS.TICKS, whose newest moves with every question, whether anything was
// written or not, so that no two answers are ever of one revision.
type hybrid struct {
	grpc.ClientConnInterface

	ticks atomic.Int64
}

func (h *hybrid) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	asked := proto.Clone(args.(proto.Message))
	eachToken(asked.ProtoReflect(), func(z *v1.ZedToken) { z.Token = retold(z.GetToken(), "") })
	if err := h.ClientConnInterface.Invoke(ctx, method, asked, reply, opts...); err != nil {
		return err
	}
	h.tell(reply, h.ticks.Add(1))
	return nil
}

func (h *hybrid) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	stream, err := h.ClientConnInterface.NewStream(ctx, desc, method, opts...)
	return &hybridStream{ClientStream: stream, hybrid: h, changes: make(chan received)}, err
}

// hybridStream tells of an idle engine, as CockroachDB does, that nothing has come until
// now.
type hybridStream struct {
	grpc.ClientStream

	hybrid  *hybrid
	reading sync.Once
	changes chan received
	last    string // the engine's own token of what came last, or of where it began
}

type received struct {
	message *v1.WatchResponse
	err     error
}

func (s *hybridStream) SendMsg(m any) error {
	asked := proto.Clone(m.(proto.Message))
	eachToken(asked.ProtoReflect(), func(z *v1.ZedToken) { z.Token = retold(z.GetToken(), ""); s.last = z.GetToken() })
	return s.ClientStream.SendMsg(asked)
}

func (s *hybridStream) RecvMsg(m any) error {
	event, ok := m.(*v1.WatchResponse)
	if !ok {
		tick := s.hybrid.ticks.Load()
		err := s.ClientStream.RecvMsg(m)
		if err == nil {
			s.hybrid.tell(m, tick)
		}
		return err
	}
	s.reading.Do(func() { go s.read() })
	for {
		select {
		case change := <-s.changes:
			if change.err != nil {
				return change.err
			}
			s.last = change.message.GetChangesThrough().GetToken()
			proto.Merge(event, change.message)
			s.hybrid.tell(event, 0) // before every answer of that moment
			return nil
		case <-time.After(20 * time.Millisecond):
			tick := s.hybrid.ticks.Load()
			head, err := v1.NewPermissionsServiceClient(s.hybrid.ClientConnInterface).CheckPermission(s.Context(), idle)
			if err != nil {
				return err
			}
			if zedtoken.Parse(head.GetCheckedAt().GetToken()).SameRevision(zedtoken.Parse(s.last)) {
				event.ChangesThrough, event.IsCheckpoint = head.GetCheckedAt(), true
				s.hybrid.tell(event, tick)
				return nil
			}
		}
	}
}

func (s *hybridStream) read() {
	for {
		next := received{message: &v1.WatchResponse{}}
		next.err = s.ClientStream.RecvMsg(next.message)
		select {
		case s.changes <- next:
		case <-s.Context().Done():
			return
		}
		if next.err != nil {
			return
		}
	}
}

func (h *hybrid) tell(m any, tick int64) {
	eachToken(m.(proto.Message).ProtoReflect(), func(z *v1.ZedToken) { z.Token = retold(z.GetToken(), fmt.Sprintf(".%010d", tick)) })
}

// retold is a token with other ticks, none where they are blank.
func retold(token, ticks string) string {
	packed, err := base64.StdEncoding.DecodeString(token)
	decoded := &impl.DecodedZedToken{}
	if err != nil || decoded.UnmarshalVT(packed) != nil || decoded.GetV1() == nil {
		panic(fmt.Sprintf("the engine's token %q cannot be read", token))
	}
	moment, _, _ := strings.Cut(decoded.GetV1().GetRevision(), ".")
	decoded.GetV1().Revision = moment + ticks
	if packed, err = decoded.MarshalVT(); err != nil {
		panic(err)
	}
	return base64.StdEncoding.EncodeToString(packed)
}

// eachToken finds the tokens in a message.
func eachToken(m protoreflect.Message, found func(*v1.ZedToken)) {
	if token, ok := m.Interface().(*v1.ZedToken); ok {
		if token.GetToken() != "" {
			found(token)
		}
		return
	}
	m.Range(func(f protoreflect.FieldDescriptor, v protoreflect.Value) bool {
		if f.Message() != nil && !f.IsList() && !f.IsMap() {
			eachToken(v.Message(), found)
		}
		return true
	})
}

func newHybrid(t *testing.T, options replica.Options) *world {
	t.Helper()
	w := newWorld(t, options)
	w.replica.Close()
	h := &hybrid{ClientConnInterface: w.conn}
	w.conn, w.proxy = h, &proxy{ClientConnInterface: h}
	w.replica = replica.Start(w.proxy, options)
	t.Cleanup(w.replica.Close)
	w.ready()
	return w
}

func TestAHybridClockThatNeverStandsStill(t *testing.T) {
	w := newHybrid(t, replica.Options{MaxAge: 4 * time.Second, Wait: 10 * time.Second})
	for n := range 10 {
		text := fmt.Sprintf("client:t/c%d#practitioner@user:t/anna", n)
		require.NotNil(t, w.replica.AtLeast(t.Context(), w.write(text)))
		require.True(t, w.has(text))
		require.NotNil(t, w.replica.AtLeast(t.Context(), w.write("-"+text)))
		require.False(t, w.has(text))
	}
	// Nothing is written any more, and the newest revision goes on.
	w.eventually("it is proven anew", func() bool { return w.replica.Health().Age < 3*time.Second })
	time.Sleep(5 * time.Second)
	require.NotNil(t, w.replica.Snapshot(), "nothing was written, and it is not proven any more: %v", w.replica.Health().Reason)
	assert.Equal(t, 1, w.replica.Health().Loads, w.replica.Health().Reason)
}

func TestAHybridClockThatCannotBeProvenFresh(t *testing.T) {
	options := replica.Options{MaxAge: 200 * time.Millisecond, Wait: 10 * time.Millisecond}
	w := newHybrid(t, options)
	release := w.proxy.hold()
	revision := w.write(link)
	written := time.Now()
	assert.Nil(t, w.replica.AtLeast(t.Context(), revision), "a snapshot without the revision")
	for time.Since(written) < 3*options.MaxAge {
		if since := time.Since(written); since > options.MaxAge {
			require.Nil(t, w.replica.Snapshot(), "a snapshot without what was written %s ago", since)
		}
	}
	release()
	w.eventually("the stream goes on", func() bool { return w.has(link) })
}
