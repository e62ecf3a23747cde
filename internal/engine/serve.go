package engine

import (
	"context"
	"errors"
	"net"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/keepalive"
	"google.golang.org/grpc/tap"

	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

const (
	// A caller that is silent for so long is asked whether it is still there.
	silentAfter = time.Minute
	goneAfter   = 20 * time.Second
	// mostHeader is what the headers of one call may take, in bytes.
	mostHeader = 64 << 10
)

// Served is a way into an engine for other processes, until Close.
type Served struct {
	server *grpc.Server
	inside *grpc.ClientConn // reaches the engine
	done   <-chan error

	address string
}

// Serve lets other processes reach the engine at a loopback address such as
// "127.0.0.1:50051", if they present a key, within the limits of the engine's
// Options. It returns when it answers. Whoever loads data does so before, so
// that nobody is answered from half of it. Interceptors, in the order given, see
// what comes this way, with its key, each call as a stream: also one with one
// request and one answer. Nothing that comes by the engine's own Conn goes there,
// nor what is refused: relationships that store what only a question brings.
// The caller closes it, before the engine.
func (e *Engine) Serve(ctx context.Context, address string, keys Keys, interceptors ...grpc.StreamServerInterceptor) (*Served, error) {
	if err := mayServe(address, keys); err != nil {
		return nil, err
	}
	socket, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err != nil {
		return nil, phrase.Errorf("serving on %s: %w", address, err)
	}
	return e.serveOn(ctx, socket, authenticate(keys), append([]grpc.StreamServerInterceptor{endRevoked(keys)}, interceptors...))
}

// ServeTrusted is Serve on a listener that lets in only who may do everything: its
// callers show no key. The listener is closed with what is served, or on an error.
func (e *Engine) ServeTrusted(ctx context.Context, trusted net.Listener, interceptors ...grpc.StreamServerInterceptor) (*Served, error) {
	return e.serveOn(ctx, trusted, admit, interceptors)
}

// serveOn serves on a listener, which is closed on an error.
func (e *Engine) serveOn(ctx context.Context, socket net.Listener, who tap.ServerInHandle, interceptors []grpc.StreamServerInterceptor) (*Served, error) {
	inside, err := e.insideFor(ctx)
	if err != nil {
		return nil, errors.Join(err, socket.Close())
	}
	s := &Served{server: newServer(who, e.limits, inside, interceptors), inside: inside, address: socket.Addr().String()}
	done := make(chan error, 1)
	go func() {
		defer close(done)
		err := s.server.Serve(&listener{Listener: socket, limits: e.limits})
		if errors.Is(err, grpc.ErrServerStopped) {
			err = nil // closed before it had begun
		}
		done <- err
	}()
	s.done = done
	return s, nil
}

// insideFor reaches the engine for whoever is served, unless it would answer them wrongly.
func (e *Engine) insideFor(ctx context.Context) (*grpc.ClientConn, error) {
	if err := holdsNoStoredQuestion(ctx, e.Conn()); err != nil {
		return nil, err
	}
	return e.spicedb.NewClient(largeAnswers)
}

// newServer is a server that has no service of its own: it hands on what comes.
func newServer(who tap.ServerInHandle, limits Limits, inside *grpc.ClientConn, interceptors []grpc.StreamServerInterceptor) *grpc.Server {
	interceptors = append([]grpc.StreamServerInterceptor{limitWatches(limits.Watches), refuseStoredQuestions}, interceptors...)
	return grpc.NewServer(
		grpc.Creds(identifying{insecure.NewCredentials()}),
		grpc.InTapHandle(who),
		grpc.ConnectionTimeout(limits.Handshake),
		grpc.KeepaliveParams(keepalive.ServerParameters{
			MaxConnectionIdle: limits.Idle, MaxConnectionAge: limits.Age, Time: silentAfter, Timeout: goneAfter,
		}),
		grpc.MaxConcurrentStreams(limits.Calls),
		grpc.MaxHeaderListSize(mostHeader),
		grpc.ChainStreamInterceptor(interceptors...),
		grpc.UnknownServiceHandler(forward(inside)),
	)
}

// Address is where it listens.
func (s *Served) Address() string { return s.address }

// Done yields once, when the server has stopped by itself or by Close.
func (s *Served) Done() <-chan error { return s.done }

// Close stops serving and waits for calls that are under way, for a while.
func (s *Served) Close() error {
	impatient := time.AfterFunc(shutdownGrace, s.server.Stop)
	defer impatient.Stop()
	s.server.GracefulStop()
	return errors.Join(<-s.done, s.inside.Close())
}

func mayServe(address string, keys Keys) error {
	host, port, err := net.SplitHostPort(address)
	if err != nil || port == "" {
		return phrase.Errorf("listen address %q: write it as HOST:PORT, such as %s", address, "127.0.0.1:50051")
	}
	if keys == nil {
		return phrase.Errorf("an engine that listens needs a key, or any program on the machine could change who may do what")
	}
	if !loopback.Is(host) {
		return phrase.Errorf("listening on %s would send the key in clear over a network: listen on 127.0.0.1 and put a proxy with TLS before it, or run a SpiceDB cluster", address)
	}
	return nil
}
