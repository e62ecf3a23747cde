package grpcauth

import (
	"context"

	"google.golang.org/grpc"

	"github.com/remit-authz/remit/checker/internal/decision"
)

// Unary guards methods that take one message and return one.
func (g Guard) Unary() grpc.UnaryServerInterceptor {
	return func(ctx context.Context, request any, info *grpc.UnaryServerInfo, handle grpc.UnaryHandler) (any, error) {
		if err := g.decide(ctx, info.FullMethod, request); err != nil {
			return nil, err
		}
		return handle(ctx, request)
	}
}

// Stream guards methods that stream. Where the client sends one message, the
// question is asked when that message is there; where the client streams,
// before the first message, which Ask then does not see. Either way no code of
// the method has run. One question guards the whole call: a stream that lives
// long enough for rights to change asks again itself.
func (g Guard) Stream() grpc.StreamServerInterceptor {
	return func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handle grpc.StreamHandler) error {
		if !info.IsClientStream {
			return handle(srv, &guarded{ServerStream: stream, guard: g, method: info.FullMethod})
		}
		if err := g.decide(stream.Context(), info.FullMethod, nil); err != nil {
			return err
		}
		return handle(srv, stream)
	}
}

// guarded is a stream whose one incoming message carries the question.
type guarded struct {
	grpc.ServerStream
	guard  Guard
	method string
	passed bool
}

// RecvMsg hands the message over only if the call may pass.
func (s *guarded) RecvMsg(message any) error {
	if err := s.ServerStream.RecvMsg(message); err != nil {
		return err
	}
	if err := s.guard.decide(s.Context(), s.method, message); err != nil {
		return err
	}
	s.passed = true
	return nil
}

// SendMsg refuses to answer a call whose question was never asked or is
// denied, should a handler go on all the same.
func (s *guarded) SendMsg(message any) error {
	if !s.passed {
		return ended(s.guard.code(decision.Denied))
	}
	return s.ServerStream.SendMsg(message)
}
