// Package httpauth guards net/http handlers: before a request is handled, a
// question is asked for it.
package httpauth

import (
	"context"
	"errors"
	"net/http"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/internal/decision"
	"github.com/remit-authz/remit/schema"
)

// Checker answers the questions. *checker.Checker does.
type Checker interface {
	Check(context.Context, checker.Question) (checker.Decision, error)
}

var _ Checker = (*checker.Checker)(nil)

// ErrNoQuestion says that no question belongs to a request: it is denied.
var ErrNoQuestion = errors.New("no question belongs to this request")

// Guard lets a request through only if its question is answered with Allowed.
// It answers every other request itself, with a short text that tells nothing
// of the inside:
//
//	401  nobody is known to ask
//	403  denied or conditional, or no question belongs to the request
//	400  the request names something that cannot be asked about
//	503  the engine does not answer, or not usably
//	500  the application asks wrongly: a subject that is not a user, a
//	     permission that is not the resource's
//
// Guards are plain values and safe for concurrent use.
type Guard struct {
	// Checker is required.
	Checker Checker
	// Subject says which user a request comes from, from what authentication
	// has put there; it never decides. The zero Ref is nobody, and so is
	// every request without this function. An error is nobody too: reported,
	// and answered with 401.
	Subject func(*http.Request) (schema.Ref, error)
	// HideDenied answers 404 in place of 403, as if there were no such
	// resource, so that who is denied does not learn that it exists.
	HideDenied bool
	// Report, where set, is told why a request that could not be decided was
	// turned away: every 400, 500 and 503, and a 401 with an error. It must
	// be safe for concurrent use.
	Report func(*http.Request, error)
}

// Ask says which permission on which resource a request needs. A zero
// permission or ErrNoQuestion denies; any other error is the request's, 400.
type Ask func(*http.Request) (schema.Permission, schema.Ref, error)

// Require guards a handler whose every request needs one permission on the
// resource that the request names.
func (g Guard) Require(p schema.Permission, resource func(*http.Request) (schema.Ref, error), next http.Handler) http.Handler {
	return g.Wrap(func(r *http.Request) (schema.Permission, schema.Ref, error) {
		ref, err := resource(r)
		return p, ref, err
	}, next)
}

// Wrap guards a handler that serves several kinds of request: what ask has no
// question for is denied.
func (g Guard) Wrap(ask Ask, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if code := g.decide(r, ask); code != http.StatusOK {
			refuse(w, code)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// decide is 200 for a request that may pass, else the status to refuse with.
func (g Guard) decide(r *http.Request, ask Ask) int {
	found, err := decision.Decide(r.Context(), g.Checker,
		func() (schema.Ref, error) { return g.subject(r) },
		func() (schema.Permission, schema.Ref, error) { return asked(r, ask) })
	if err != nil && g.Report != nil {
		g.Report(r, err)
	}
	return g.code(found)
}

func (g Guard) subject(r *http.Request) (schema.Ref, error) {
	if g.Subject == nil {
		return schema.Ref{}, nil
	}
	return g.Subject(r)
}

// asked is the request's question; a zero permission where there is none.
func asked(r *http.Request, ask Ask) (schema.Permission, schema.Ref, error) {
	permission, resource, err := ask(r)
	if errors.Is(err, ErrNoQuestion) {
		return "", schema.Ref{}, nil
	}
	return permission, resource, err
}

func (g Guard) code(found decision.Decision) int {
	switch found {
	case decision.Allowed:
		return http.StatusOK
	case decision.Unauthenticated:
		return http.StatusUnauthorized
	case decision.InvalidRequest:
		return http.StatusBadRequest
	case decision.Unanswered:
		return http.StatusServiceUnavailable
	case decision.InvalidQuestion:
		return http.StatusInternalServerError
	}
	if g.HideDenied {
		return http.StatusNotFound
	}
	return http.StatusForbidden
}

// refuse writes the status and its name. Caches must not keep it: a right may
// be given the next moment.
func refuse(w http.ResponseWriter, code int) {
	w.Header().Set("Cache-Control", "no-store")
	http.Error(w, http.StatusText(code), code)
}
