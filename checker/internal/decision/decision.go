// Package decision is the decision that the guards of every protocol come to;
// they say it each in their own codes.
package decision

import (
	"context"
	"errors"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// Decision is what becomes of a request. The zero value lets nothing through.
type Decision int

// The decisions.
const (
	Denied          Decision = iota // denied or conditional, or nothing was asked
	Allowed                         // the only one that lets a request through
	Unauthenticated                 // nobody is known to ask
	InvalidRequest                  // the request names something that cannot be asked about
	InvalidQuestion                 // the application asks wrongly
	Unanswered                      // the engine does not answer, or not usably
)

// ErrUnavailable means that it cannot be said now who asks.
var ErrUnavailable = errors.New("it cannot be said now who asks")

// Checker answers the question.
type Checker interface {
	Check(context.Context, checker.Question) (checker.Decision, error)
}

// Decide asks a request's question. Subject says who asks, the zero Ref for
// nobody; ask says what, a zero permission for nothing, which is denied, and is
// not called for nobody. The error says why the request could not be decided;
// the decision then lets it through neither.
func Decide(ctx context.Context, c Checker, subject func() (schema.Ref, error), ask func() (schema.Permission, schema.Ref, error)) (Decision, error) {
	who, err := subject()
	if errors.Is(err, ErrUnavailable) {
		return Unanswered, err
	}
	if err != nil || who == (schema.Ref{}) {
		return Unauthenticated, err
	}
	permission, resource, err := ask()
	if err != nil {
		return InvalidRequest, err
	}
	if permission == "" {
		return Denied, nil
	}
	decision, err := c.Check(ctx, checker.Question{Subject: who, Permission: permission, Resource: resource})
	switch {
	case err != nil:
		return failed(err), err
	case decision.Allowed():
		return Allowed, nil
	}
	return Denied, nil
}

// failed tells the request's mistakes from the application's and the engine's:
// which resource is asked about comes with the request, who asks and for what
// is the application's own.
func failed(err error) Decision {
	var invalid *checker.InvalidError
	switch {
	case !errors.As(err, &invalid):
		return Unanswered
	case invalid.Part == checker.PartResource:
		return InvalidRequest
	}
	return InvalidQuestion
}
