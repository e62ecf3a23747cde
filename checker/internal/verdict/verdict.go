// Package verdict is the decision that the guards of every protocol come to;
// they say it each in their own codes.
package verdict

import (
	"context"
	"errors"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/schema"
)

// Verdict is what becomes of a request. The zero value lets nothing through.
type Verdict int

// The verdicts.
const (
	Denied     Verdict = iota // denied or conditional, or nothing was asked
	Passes                    // the only one that lets a request through
	Nobody                    // nobody is known to ask
	Unaskable                 // the request names something that cannot be asked about
	Misasked                  // the application asks wrongly
	Unanswered                // the engine does not answer, or not usably
)

// Checker answers the question.
type Checker interface {
	Check(context.Context, checker.Question) (checker.Decision, error)
}

// Decide asks a request's question. Subject says who asks, the zero Ref for
// nobody; ask says what, a zero permission for nothing, which is denied, and is
// not called for nobody. The error says why the request could not be decided;
// the verdict then lets it through neither.
func Decide(ctx context.Context, c Checker, subject func() (schema.Ref, error), ask func() (schema.Permission, schema.Ref, error)) (Verdict, error) {
	who, err := subject()
	if err != nil || who == (schema.Ref{}) {
		return Nobody, err
	}
	permission, resource, err := ask()
	if err != nil {
		return Unaskable, err
	}
	if permission == "" {
		return Denied, nil
	}
	decision, err := c.Check(ctx, checker.Question{Subject: who, Permission: permission, Resource: resource})
	switch {
	case err != nil:
		return failed(err), err
	case decision.Allowed():
		return Passes, nil
	}
	return Denied, nil
}

// failed tells the request's mistakes from the application's and the engine's:
// which resource is asked about comes with the request, who asks and for what
// is the application's own.
func failed(err error) Verdict {
	var invalid *checker.InvalidError
	switch {
	case !errors.As(err, &invalid):
		return Unanswered
	case invalid.Part == checker.PartResource:
		return Unaskable
	}
	return Misasked
}
