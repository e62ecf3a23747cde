package replica_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"github.com/stretchr/testify/require"
	"google.golang.org/grpc"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/relation/relationtest"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/schema"
)

// proxy stands between a replica and an engine, and does what networks do.
type proxy struct {
	grpc.ClientConnInterface

	mu      sync.Mutex
	held    chan struct{} // while not nil, events of Watch wait until it is closed
	streams []context.CancelFunc
	// answer, if not nil, answers a call in the place of the engine.
	answer func(method string, args, reply any) (done bool, err error)
	// event, if not nil, may change what Watch brings.
	event func(*v1.WatchResponse)
}

func (p *proxy) set(change func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change()
}

// hold lets no event of Watch through until the function that it returns is
// called.
func (p *proxy) hold() (release func()) {
	held := make(chan struct{})
	p.set(func() { p.held = held })
	return func() {
		p.set(func() { p.held = nil })
		close(held)
	}
}

// cut ends every stream.
func (p *proxy) cut() {
	p.set(func() {
		for _, cancel := range p.streams {
			cancel()
		}
		p.streams = nil
	})
}

func (p *proxy) Invoke(ctx context.Context, method string, args, reply any, opts ...grpc.CallOption) error {
	p.mu.Lock()
	answer := p.answer
	p.mu.Unlock()
	if answer != nil {
		if done, err := answer(method, args, reply); done {
			return err
		}
	}
	return p.ClientConnInterface.Invoke(ctx, method, args, reply, opts...)
}

func (p *proxy) NewStream(ctx context.Context, desc *grpc.StreamDesc, method string, opts ...grpc.CallOption) (grpc.ClientStream, error) {
	if !strings.HasSuffix(method, "/Watch") {
		return p.ClientConnInterface.NewStream(ctx, desc, method, opts...)
	}
	ctx, cancel := context.WithCancel(ctx)
	p.set(func() { p.streams = append(p.streams, cancel) })
	stream, err := p.ClientConnInterface.NewStream(ctx, desc, method, opts...)
	return &watching{stream, p}, err
}

// watching is a stream of Watch through a proxy.
type watching struct {
	grpc.ClientStream
	proxy *proxy
}

func (w *watching) RecvMsg(m any) error {
	err := w.ClientStream.RecvMsg(m)
	w.proxy.mu.Lock()
	held, event := w.proxy.held, w.proxy.event
	w.proxy.mu.Unlock()
	if held != nil {
		select {
		case <-held:
		case <-w.Context().Done():
			return w.Context().Err()
		}
	}
	if response, ok := m.(*v1.WatchResponse); ok && err == nil && event != nil {
		event(response)
	}
	return err
}

// world is an engine, a proxy before it, and a replica of it.
type world struct {
	t       testing.TB
	conn    grpc.ClientConnInterface
	proxy   *proxy
	replica *replica.Replica
}

func newWorld(t testing.TB, options replica.Options) *world {
	t.Helper()
	e, err := engine.Start(t.Context(), engine.Options{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, e.Close()) })
	w := &world{t: t, conn: e.Conn(), proxy: &proxy{ClientConnInterface: e.Conn()}}
	w.writeSchema(schema.Text())
	w.write("tenant:t#member@user:t/anna")
	w.replica = replica.Start(w.proxy, options)
	t.Cleanup(w.replica.Close)
	w.ready()
	return w
}

func (w *world) ready() {
	w.t.Helper()
	ctx, cancel := context.WithTimeout(w.t.Context(), 30*time.Second)
	defer cancel()
	require.NoError(w.t, w.replica.Ready(ctx))
}

func (w *world) writeSchema(text string) {
	w.t.Helper()
	_, err := v1.NewSchemaServiceClient(w.conn).WriteSchema(w.t.Context(), &v1.WriteSchemaRequest{Schema: text})
	require.NoError(w.t, err)
}

// write writes relationships, and returns the revision that has them; one that
// begins with "-" goes.
func (w *world) write(relationships ...string) string {
	w.t.Helper()
	request := &v1.WriteRelationshipsRequest{}
	for _, text := range relationships {
		update, err := relationtest.Change(text).Update()
		require.NoError(w.t, err)
		request.Updates = append(request.Updates, update)
	}
	written, err := v1.NewPermissionsServiceClient(w.conn).WriteRelationships(w.t.Context(), request)
	require.NoError(w.t, err)
	return written.GetWrittenAt().GetToken()
}

func (w *world) eventually(what string, holds func() bool) {
	w.t.Helper()
	require.Eventually(w.t, holds, 30*time.Second, time.Millisecond, what)
}

// has says whether there is a snapshot, and a relationship in it.
func (w *world) has(text string) bool {
	g, r := w.replica.Snapshot(), relationtest.Change(text)
	return g != nil && g.Has(r.Resource, r.Relation.Name(), r.Subject)
}
