package embedded

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/memory"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/guard"
	"github.com/remit-authz/remit/internal/recall"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/schema"
)

// Server is a way into an engine for other processes, until Close.
type Server struct {
	served  []*engine.Served
	address string
	done    chan error // has room for what each of them says, and is closed by Close
	closed  sync.Once
	ended   sync.WaitGroup // of those who tell it
	guard   *guard.Guard
	own     *replica.Replica // nil where it answers from another's
}

// Keys say whether what a caller presents as a bearer token is a key of the server's.
// They must not wait, and take a time that says nothing of the keys.
type Keys = engine.Keys

// OneKey is the one key that there is; none for a blank one.
func OneKey(key string) Keys { return engine.OneKey(key) }

// ServeOptions say where an engine is served, and to whom.
type ServeOptions struct {
	// Address is a loopback address such as "127.0.0.1:50051"; blank for none, where
	// there is a Trusted.
	Address string
	// Trusted is a listener besides, which lets in only who may do everything: they show
	// no key. Nil is none. Serve closes it, with the server or on an error.
	Trusted net.Listener
	// Keys say whether what a caller presents as a bearer token lets them in; OneKey
	// is one alone.
	Keys Keys
	// Model is what questions are answered by; this program's own by default.
	Model schema.Model
	// Accept are names of rules of "remit schema lint" whose findings are no
	// reason to refuse a schema. None is the careful choice.
	Accept []string
	// Interceptors see every call before the server's own do, each as a stream, and what
	// is answered; none by default. A record of decisions is one.
	Interceptors []grpc.StreamServerInterceptor
	// Memory follows the engine for somebody else already, and is answered from too; it
	// stays the caller's, who closes it after the server. By default the server has one
	// of its own.
	Memory *memory.Memory
}

// Vet refuses an engine with a schema under which this SpiceDB can allow wrongly,
// unless the rules are named that find it. Serve does it.
func (e *Engine) Vet(ctx context.Context, accept ...string) error {
	vet := guard.Vet{Accepted: accept}
	return vet.Engine(ctx, e.Conn())
}

// Serve lets other processes reach the engine by SpiceDB's gRPC API: what
// "remit serve" does. It returns when it listens, and an error for an address
// that is not loopback, without keys, and for a schema under which this
// SpiceDB can allow wrongly. Questions are answered from memory where that is as
// new as they require. Whoever loads data does so before, so that nobody is
// answered from half of it. The caller closes the server, before the engine.
func (e *Engine) Serve(ctx context.Context, o ServeOptions) (*Server, error) {
	vet := guard.Vet{Accepted: o.Accept}
	if err := vet.Engine(ctx, e.Conn()); err != nil {
		return nil, errors.Join(err, o.close())
	}
	s := &Server{guard: guard.New(ctx, e.Conn(), o.Model), done: make(chan error, 2)}
	snapshots := o.Memory.Snapshots()
	if snapshots == nil {
		s.own = replica.Start(e.Conn(), replica.Options{Wait: recall.Wait})
		snapshots = s.own
	}
	look := append(slices.Clone(o.Interceptors), vet.Intercept, s.guard.Intercept, recall.From(e.engine, snapshots))
	if o.Address != "" || o.Trusted == nil {
		served, err := e.engine.Serve(ctx, o.Address, o.Keys, look...)
		if err != nil {
			return nil, errors.Join(err, o.close(), s.Close())
		}
		s.address = served.Address()
		s.add(served)
	}
	if o.Trusted != nil {
		served, err := e.engine.ServeTrusted(ctx, o.Trusted, look...)
		if err != nil {
			return nil, errors.Join(err, s.Close())
		}
		s.add(served)
	}
	return s, nil
}

func (o ServeOptions) close() error {
	if o.Trusted == nil {
		return nil
	}
	return o.Trusted.Close()
}

// Address is where it listens, with the port that the system chose where that was left
// to it; blank where only Trusted is served.
func (s *Server) Address() string { return s.address }

// add tells by Done when one of several ways in has stopped.
func (s *Server) add(served *engine.Served) {
	s.served = append(s.served, served)
	s.ended.Go(func() { s.done <- <-served.Done() })
}

// Err is why no questions are answered now, nil where they are: the engine's
// schema means something else than this program's, or could not be read. Schemas
// and relationships can be written all the same, so that it can be put right.
func (s *Server) Err() error { return s.guard.Err() }

// Done yields when the server has stopped by itself or by Close, or one of its two ways
// in has.
func (s *Server) Done() <-chan error { return s.done }

// Close stops serving and waits for calls that are under way, for a while.
func (s *Server) Close() error {
	var err error
	for _, served := range s.served {
		err = errors.Join(err, served.Close())
	}
	if s.own != nil {
		s.own.Close()
	}
	s.ended.Wait()
	s.closed.Do(func() { close(s.done) })
	for stopped := range s.done { // that nobody has taken by Done
		err = errors.Join(err, stopped)
	}
	return err
}
