package embedded

import (
	"context"

	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/guard"
	"github.com/remit-authz/remit/internal/recall"
	"github.com/remit-authz/remit/internal/replica"
	"github.com/remit-authz/remit/schema"
)

// Server is a way into an engine for other processes, until Close.
type Server struct {
	served  *engine.Served
	guard   *guard.Guard
	replica *replica.Replica
}

// ServeOptions say where an engine is served, and to whom.
type ServeOptions struct {
	// Address is a loopback address such as "127.0.0.1:50051".
	Address string
	// Key is what callers present as a bearer token.
	Key string
	// Model is what questions are answered by; this program's own by default.
	Model schema.Model
	// Accept are names of rules of "remit schema lint" whose findings are no
	// reason to refuse a schema. None is the careful choice.
	Accept []string
}

// Serve lets other processes reach the engine by SpiceDB's gRPC API: what
// "remit serve" does. It returns when it listens, and an error for an address
// that is not loopback, for a blank key, and for a schema under which this
// SpiceDB can allow wrongly. Questions are answered from memory where that is as
// new as they require. Whoever loads data does so before, so that nobody is
// answered from half of it. The caller closes the server, before the engine.
func (e *Engine) Serve(ctx context.Context, o ServeOptions) (*Server, error) {
	vet := guard.Vet{Accepted: o.Accept}
	if err := vet.Engine(ctx, e.Conn()); err != nil {
		return nil, err
	}
	s := &Server{
		guard:   guard.New(ctx, e.Conn(), o.Model),
		replica: replica.Start(e.Conn(), replica.Options{Wait: recall.Wait}),
	}
	served, err := e.engine.Serve(ctx, o.Address, o.Key, vet.Intercept, s.guard.Intercept, recall.From(e.engine, s.replica))
	if err != nil {
		s.replica.Close()
		return nil, err
	}
	s.served = served
	return s, nil
}

// Err is why no questions are answered now, nil where they are: the engine's
// schema means something else than this program's, or could not be read. Schemas
// and relationships can be written all the same, so that it can be put right.
func (s *Server) Err() error { return s.guard.Err() }

// Done yields once, when the server has stopped by itself or by Close.
func (s *Server) Done() <-chan error { return s.served.Done() }

// Close stops serving and waits for calls that are under way, for a while.
func (s *Server) Close() error {
	err := s.served.Close()
	s.replica.Close()
	return err
}
