package engine

import (
	"context"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"strings"
	"time"

	"github.com/grpc-ecosystem/go-grpc-middleware/v2/interceptors/auth"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/peer"
	"google.golang.org/grpc/status"
	"google.golang.org/grpc/tap"
)

// mostOpen is how many calls a connection may make that has shown no key, of
// those that need none.
const mostOpen = 16

// Keys say whether what a call brings as its bearer token is a key of the engine's.
// They must not wait, and take a time that says nothing of the keys.
type Keys func(token string) bool

// OneKey is the one key that there is; nil, which is none, for a blank one.
func OneKey(key string) Keys {
	if key == "" {
		return nil
	}
	want := sha256.Sum256([]byte(key))
	return func(token string) bool {
		got := sha256.Sum256([]byte(token))
		return subtle.ConstantTimeCompare(got[:], want[:]) == 1
	}
}

// authenticate refuses calls without a key as soon as their headers are
// there, before there is anything else of them. Its errors have the codes that
// SpiceDB gives. It is called under a lock of the connection's: it must not wait.
func authenticate(keys Keys) tap.ServerInHandle {
	return func(ctx context.Context, call *tap.Info) (context.Context, error) {
		who, err := caller(ctx)
		if err != nil {
			return nil, err
		}
		token, err := shown(call.Header)
		switch {
		case err == nil && keys(token):
			who.connection.authenticated()
			return ctx, nil
		case needsNoKey(call.FullMethodName):
			return ctx, who.connection.receive()
		}
		who.connection.refuse()
		if err != nil || token == "" {
			return nil, status.Error(codes.Unauthenticated, "the call has no key: send it as a bearer token")
		}
		return nil, status.Error(codes.PermissionDenied, "the call's key is not one of the engine's")
	}
}

// shown is the key that a call brings. Of two neither counts: something on the way may
// have looked at the other.
func shown(headers metadata.MD) (string, error) {
	if len(headers.Get("authorization")) > 1 {
		return "", status.Error(codes.Unauthenticated, "the call has more than one key")
	}
	return auth.AuthFromMD(metadata.NewIncomingContext(context.Background(), headers), "bearer")
}

// admit takes every call: the listener let in only who may do everything.
func admit(ctx context.Context, _ *tap.Info) (context.Context, error) {
	who, err := caller(ctx)
	if err != nil {
		return nil, err
	}
	who.connection.authenticated()
	return ctx, nil
}

// caller is whose connection a call came by.
func caller(ctx context.Context) (identity, error) {
	p, _ := peer.FromContext(ctx)
	who, ok := p.AuthInfo.(identity)
	if !ok {
		return identity{}, status.Error(codes.Internal, "the connection of a call is not known")
	}
	return who, nil
}

// revocation is how long a call that is under way goes on with a key that is no
// longer the engine's.
const revocation = 500 * time.Millisecond

// endRevoked ends a call under way whose key is revoked or has expired: its key was
// looked at once, and a watch goes on for hours.
func endRevoked(keys Keys) grpc.StreamServerInterceptor {
	return func(srv any, stream grpc.ServerStream, info *grpc.StreamServerInfo, handler grpc.StreamHandler) error {
		if needsNoKey(info.FullMethod) {
			return handler(srv, stream)
		}
		headers, _ := metadata.FromIncomingContext(stream.Context())
		token, err := shown(headers)
		if err != nil {
			return err
		}
		ctx, cancel := context.WithCancelCause(stream.Context())
		defer cancel(nil)
		var look *time.Timer
		look = time.AfterFunc(time.Hour, func() {
			if !keys(token) {
				cancel(errRevoked)
				return
			}
			look.Reset(revocation)
		})
		look.Reset(revocation) // and not before look is there
		defer look.Stop()
		err = handler(srv, &within{stream, ctx})
		if errors.Is(context.Cause(ctx), errRevoked) {
			return errRevoked
		}
		return err
	}
}

var errRevoked = status.Error(codes.PermissionDenied, "the call's key is no longer one of the engine's")

// within is a stream with a context of its own.
type within struct {
	grpc.ServerStream
	ctx context.Context
}

func (w *within) Context() context.Context { return w.ctx }

// needsNoKey says which calls SpiceDB answers to everybody: whether it is well,
// and what its API is.
func needsNoKey(method string) bool {
	return strings.HasPrefix(method, "/grpc.health.v1.Health/") || strings.HasPrefix(method, "/grpc.reflection.")
}

// receive counts a call without a key.
func (c *connection) receive() error {
	if c.known.Load() || c.open.Add(1) <= mostOpen {
		return nil
	}
	return status.Errorf(codes.ResourceExhausted, "a connection takes %d calls without a key", mostOpen)
}
