// Package grpcauth guards gRPC methods: before a call is handled, a question
// is asked for it.
package grpcauth

import (
	"context"
	"errors"

	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/internal/decision"
	"github.com/remit-authz/remit/schema"
)

// Checker answers the questions. *checker.Checker does.
type Checker interface {
	Check(context.Context, checker.Question) (checker.Decision, error)
}

var _ Checker = (*checker.Checker)(nil)

// ErrNoQuestion says that no question belongs to a call: it is denied.
var ErrNoQuestion = errors.New("no question belongs to this call")

// Guard lets a call through only if its question is answered with Allowed. It
// ends every other call itself, with a short text that tells nothing of the
// inside:
//
//	Unauthenticated   nobody is known to ask
//	PermissionDenied  denied or conditional, or no question belongs to the call
//	InvalidArgument   the call names something that cannot be asked about
//	Unavailable       the engine does not answer, or not usably
//	Internal          the application asks wrongly: a subject that is not a
//	                  user, a permission that is not the resource's
//
// Guards are plain values and safe for concurrent use.
type Guard struct {
	// Checker is required.
	Checker Checker
	// Subject says which user a call comes from, from what authentication has
	// put into the context; it never decides. The zero Ref is nobody, and so
	// is every call without this function. An error is nobody too: reported,
	// and answered with Unauthenticated.
	Subject func(context.Context) (schema.Ref, error)
	// Ask says which question a call asks. Every call without it is denied.
	Ask Ask
	// HideDenied answers NotFound in place of PermissionDenied, as if there
	// were no such resource, so that who is denied does not learn that it
	// exists.
	HideDenied bool
	// Report, where set, is told why a call that could not be decided was
	// turned away; method is the full name. It must be safe for concurrent
	// use.
	Report func(ctx context.Context, method string, err error)
}

// Ask says which permission on which resource a call of a method, named in
// full ("/package.Service/Method"), needs. The request is the call's message,
// or nil for a method to which the client streams: that one is decided before
// its first message. A zero permission or ErrNoQuestion denies; any other error
// is the call's, InvalidArgument.
type Ask func(ctx context.Context, method string, request any) (schema.Permission, schema.Ref, error)

// decide is nil for a call that may pass, else the status to end it with.
func (g Guard) decide(ctx context.Context, method string, request any) error {
	found, err := decision.Decide(ctx, g.Checker,
		func() (schema.Ref, error) { return g.subject(ctx) },
		func() (schema.Permission, schema.Ref, error) { return g.asked(ctx, method, request) })
	if err != nil && g.Report != nil {
		g.Report(ctx, method, err)
	}
	if found == decision.Allowed {
		return nil
	}
	return ended(g.code(found))
}

func (g Guard) subject(ctx context.Context) (schema.Ref, error) {
	if g.Subject == nil {
		return schema.Ref{}, nil
	}
	return g.Subject(ctx)
}

// asked is the call's question; a zero permission where there is none.
func (g Guard) asked(ctx context.Context, method string, request any) (schema.Permission, schema.Ref, error) {
	if g.Ask == nil {
		return "", schema.Ref{}, nil
	}
	permission, resource, err := g.Ask(ctx, method, request)
	if errors.Is(err, ErrNoQuestion) {
		return "", schema.Ref{}, nil
	}
	return permission, resource, err
}

// code is that of a call that may not pass.
func (g Guard) code(found decision.Decision) codes.Code {
	switch found {
	case decision.Unauthenticated:
		return codes.Unauthenticated
	case decision.InvalidRequest:
		return codes.InvalidArgument
	case decision.Unanswered:
		return codes.Unavailable
	case decision.InvalidQuestion:
		return codes.Internal
	}
	if g.HideDenied {
		return codes.NotFound
	}
	return codes.PermissionDenied
}

func ended(code codes.Code) error {
	switch code {
	case codes.Unauthenticated:
		return status.Error(code, "who asks is not known")
	case codes.PermissionDenied:
		return status.Error(code, "denied")
	case codes.NotFound:
		return status.Error(code, "not found")
	case codes.InvalidArgument:
		return status.Error(code, "the request names something that cannot be asked about")
	case codes.Unavailable:
		return status.Error(code, "no decision can be made now")
	}
	return status.Error(codes.Internal, "no decision can be made")
}
