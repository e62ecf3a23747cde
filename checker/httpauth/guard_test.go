package httpauth_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"

	"github.com/stretchr/testify/assert"
	"google.golang.org/grpc/codes"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/httpauth"
	"github.com/remit-authz/remit/schema"
)

// answers is a checker that validates as the real one and then says what it
// holds.
type answers struct {
	decision checker.Decision
	err      error
}

func (a answers) Check(_ context.Context, q checker.Question) (checker.Decision, error) {
	if err := q.Validate(schema.Model{}); err != nil {
		return checker.Decision{}, err
	}
	return a.decision, a.err
}

var (
	anna    = schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"}
	allowed = answers{decision: checker.Decision{Outcome: checker.Allowed}}
	down    = answers{err: &checker.EngineError{Code: codes.DeadlineExceeded, Err: errors.New("dial 10.0.0.7: secret inside")}}
)

func asAnna(*http.Request) (schema.Ref, error) { return anna, nil }

func clientInPath(r *http.Request) (schema.Ref, error) {
	return schema.NewRef(schema.TypeClient, "veldzicht", r.PathValue("id"))
}

func TestGuard(t *testing.T) {
	badSubject := func(*http.Request) (schema.Ref, error) { return schema.Ref{}, errors.New("bad token") }
	notAUser := func(*http.Request) (schema.Ref, error) { return schema.TenantRef("veldzicht"), nil }
	for name, c := range map[string]struct {
		guard    httpauth.Guard
		path     string
		ask      httpauth.Ask
		want     int
		reported bool
	}{
		"allowed":                        {guard: httpauth.Guard{Checker: allowed, Subject: asAnna}, want: 200},
		"nobody asks":                    {guard: httpauth.Guard{Checker: allowed, Subject: func(*http.Request) (schema.Ref, error) { return schema.Ref{}, nil }}, want: 401},
		"no way to know who asks":        {guard: httpauth.Guard{Checker: allowed}, want: 401},
		"who asks cannot be read":        {guard: httpauth.Guard{Checker: allowed, Subject: badSubject}, want: 401, reported: true},
		"nobody asks, denied hidden":     {guard: httpauth.Guard{Checker: allowed, HideDenied: true}, want: 401},
		"denied":                         {guard: httpauth.Guard{Checker: answers{}, Subject: asAnna}, want: 403},
		"conditional":                    {guard: httpauth.Guard{Checker: answers{decision: checker.Decision{Outcome: checker.Conditional}}, Subject: asAnna}, want: 403},
		"an outcome that does not exist": {guard: httpauth.Guard{Checker: answers{decision: checker.Decision{Outcome: 7}}, Subject: asAnna}, want: 403},
		"denied, hidden":                 {guard: httpauth.Guard{Checker: answers{}, Subject: asAnna, HideDenied: true}, want: 404},
		"the engine does not answer":     {guard: httpauth.Guard{Checker: down, Subject: asAnna}, want: 503, reported: true},
		"nor with denials hidden":        {guard: httpauth.Guard{Checker: down, Subject: asAnna, HideDenied: true}, want: 503, reported: true},
		"allowed and an error at once":   {guard: httpauth.Guard{Checker: answers{decision: allowed.decision, err: down.err}, Subject: asAnna}, want: 503, reported: true},
		"an error of another kind":       {guard: httpauth.Guard{Checker: answers{err: errors.New("oops")}, Subject: asAnna}, want: 503, reported: true},
		"a path that is no id":           {guard: httpauth.Guard{Checker: allowed, Subject: asAnna}, path: "/clients/%20", want: 400, reported: true},
		"a subject that is not a user":   {guard: httpauth.Guard{Checker: allowed, Subject: notAUser}, want: 500, reported: true},
		"a resource that is not one": {guard: httpauth.Guard{Checker: allowed, Subject: asAnna}, want: 400, reported: true,
			ask: func(*http.Request) (schema.Permission, schema.Ref, error) {
				return schema.ClientViewDossier, schema.Ref{}, nil
			}},
		"a permission of another type": {guard: httpauth.Guard{Checker: allowed, Subject: asAnna}, want: 500, reported: true,
			ask: func(*http.Request) (schema.Permission, schema.Ref, error) {
				return schema.ClientViewDossier, schema.TenantRef("veldzicht"), nil
			}},
		"no question": {guard: httpauth.Guard{Checker: allowed, Subject: asAnna}, want: 403,
			ask: func(*http.Request) (schema.Permission, schema.Ref, error) { return "", schema.Ref{}, nil }},
		"no question, said so": {guard: httpauth.Guard{Checker: allowed, Subject: asAnna, HideDenied: true}, want: 404,
			ask: func(*http.Request) (schema.Permission, schema.Ref, error) {
				return schema.ClientViewDossier, schema.Ref{}, httpauth.ErrNoQuestion
			}},
	} {
		t.Run(name, func(t *testing.T) {
			var reports []error
			c.guard.Report = func(_ *http.Request, err error) { reports = append(reports, err) }
			page := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { _, _ = io.WriteString(w, "the dossier") })
			guarded := c.guard.Require(schema.ClientViewDossier, clientInPath, page)
			if c.ask != nil {
				guarded = c.guard.Wrap(c.ask, page)
			}
			mux := http.NewServeMux()
			mux.Handle("GET /clients/{id}", guarded)
			if c.path == "" {
				c.path = "/clients/c-1"
			}
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, httptest.NewRequest(http.MethodGet, c.path, nil))

			assert.Equal(t, c.want, w.Code)
			assert.Equal(t, c.reported, len(reports) == 1, "reported: %v", reports)
			if c.want == http.StatusOK {
				assert.Equal(t, "the dossier", w.Body.String())
				return
			}
			assert.Equal(t, http.StatusText(c.want)+"\n", w.Body.String(), "and nothing of the inside")
			assert.Equal(t, "no-store", w.Header().Get("Cache-Control"))
		})
	}
}

// What is asked is the subject, the route's permission and the request's
// resource, in the request's own context.
func TestGuardAsksForTheRequest(t *testing.T) {
	var got checker.Question
	var deadline bool
	asked := checkerFunc(func(ctx context.Context, q checker.Question) (checker.Decision, error) {
		got = q
		_, deadline = ctx.Deadline()
		return checker.Decision{}, nil
	})
	mux := http.NewServeMux()
	guard := httpauth.Guard{Checker: asked, Subject: asAnna}
	mux.Handle("GET /clients/{id}", guard.Require(schema.ClientViewDossier, clientInPath, http.NotFoundHandler()))
	ctx, cancel := context.WithTimeout(t.Context(), 1e9)
	defer cancel()
	mux.ServeHTTP(httptest.NewRecorder(), httptest.NewRequestWithContext(ctx, http.MethodGet, "/clients/c-1042", nil))
	assert.Equal(t, checker.Question{Subject: anna, Permission: schema.ClientViewDossier,
		Resource: schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1042"}}, got)
	assert.True(t, deadline)
}

type checkerFunc func(context.Context, checker.Question) (checker.Decision, error)

func (f checkerFunc) Check(ctx context.Context, q checker.Question) (checker.Decision, error) {
	return f(ctx, q)
}
