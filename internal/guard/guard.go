// Package guard refuses answers of an engine that is served while its schema
// means something else than a model.
//
// Whoever holds the key may write another schema, by which everybody may do
// everything, and callers would go on asking their questions of it. The guard
// sees every write of a schema that comes to the server, so it knows at once,
// and asks the engine nothing else.
package guard

import (
	"context"
	"errors"
	"sync"
	"sync/atomic"
	"time"

	v1 "github.com/authzed/authzed-go/proto/authzed/api/v1"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/internal/conformance"
	"github.com/remit-authz/remit/internal/engine"
	"github.com/remit-authz/remit/internal/methods"
	"github.com/remit-authz/remit/schema"
)

// compareWithin bounds one comparison of schemas.
const compareWithin = 10 * time.Second

// errWriting is the state while a schema is written that may be another one.
var errWriting = errors.New("the engine's schema is being written")

// Guard is over one engine. Its Intercept goes before whatever answers.
type Guard struct {
	engine  conformance.Engine
	model   schema.Model
	writing sync.Mutex // held by whoever writes a schema or compares it
	state   atomic.Pointer[state]
}

// state is why there are no answers; a nil error where there are. It is another
// one when a schema was written that may be another one.
type state struct {
	err error
	// since is when it began.
	since time.Time
}

// settledAfter is longer than a snapshot can be old that answers a question which
// allows a stale one: some 5.5 s for SpiceDB.
const settledAfter = 10 * time.Second

// settling says whether a stale snapshot may have another schema.
func (g *Guard) settling() bool { return time.Since(g.state.Load().since) < settledAfter }

// New looks at whether the engine's schema has a model. Whoever writes one later has to come by
// Intercept. The connection stays the caller's.
func New(ctx context.Context, conn grpc.ClientConnInterface, m schema.Model) *Guard {
	g := &Guard{engine: v1.NewSchemaServiceClient(conn), model: m}
	g.compare(ctx)
	return g
}

// Err is why there are no answers: a *conformance.OtherError, or that the schema
// could not be compared. It is nil where there are.
func (g *Guard) Err() error { return g.state.Load().err }

// compare is called by New, or with writing held.
func (g *Guard) compare(ctx context.Context) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), compareWithin)
	defer cancel()
	newest := &v1.Consistency{Requirement: &v1.Consistency_FullyConsistent{FullyConsistent: true}}
	err := conformance.Check(ctx, g.engine, g.model, newest)
	if was := g.state.Load(); was == nil || was.err != nil || err != nil {
		g.state.Store(&state{err, time.Now()})
	}
}

// Intercept refuses what SpiceDB would answer by another schema, and lets
// through what reads and writes schemas and relationships: so a schema can be
// put back.
func (g *Guard) Intercept(server any, stream grpc.ServerStream, info *grpc.StreamServerInfo, next grpc.StreamHandler) error {
	switch {
	case info.FullMethod == v1.SchemaService_WriteSchema_FullMethodName:
		return g.write(server, stream, next)
	case info.FullMethod == healthCheck:
		return g.health(server, stream, next)
	case methods.Answer(info.FullMethod):
		began := g.state.Load()
		if err := g.refusal(stream.Context()); err != nil {
			return err
		}
		return next(server, &guarded{stream, g, began})
	}
	return next(server, stream)
}

// guarded is a call that is being answered: a schema may be written meanwhile.
type guarded struct {
	grpc.ServerStream
	guard *Guard
	began *state
}

// SendMsg lets an answer through if there was one schema all the while.
func (s *guarded) SendMsg(message any) error {
	if s.guard.state.Load() == s.began {
		return s.ServerStream.SendMsg(message)
	}
	if err := s.guard.refusal(s.Context()); err != nil {
		return err
	}
	return status.Error(codes.Unavailable, "the schema was written while this was answered: ask again")
}

// refusal compares again where the last time failed.
func (g *Guard) refusal(ctx context.Context) error {
	err := g.Err()
	if err == nil {
		return nil
	}
	if other := new(conformance.OtherError); !errors.As(err, &other) {
		g.writing.Lock()
		if g.Err() != nil {
			g.compare(ctx)
		}
		g.writing.Unlock()
		if err = g.Err(); err == nil {
			return nil
		}
	}
	return status.Errorf(codes.FailedPrecondition, "%v: no questions are answered by it. Put this program's back with `remit schema write`, or, if a newer remit wrote it, serve with that one", err)
}

// write refuses answers from before a schema is written that may be another
// one, until it is known what it is.
func (g *Guard) write(server any, stream grpc.ServerStream, next grpc.StreamHandler) error {
	request := &v1.WriteSchemaRequest{}
	if err := stream.RecvMsg(request); err != nil {
		return err
	}
	g.writing.Lock()
	defer g.writing.Unlock()
	if request.GetSchema() != g.model.Text() {
		g.state.Store(&state{errWriting, time.Now()})
	}
	defer g.compare(stream.Context()) // also after an error: it may be written all the same
	return next(server, engine.Again(stream, request))
}
