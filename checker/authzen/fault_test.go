package authzen_test

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"

	"github.com/remit-authz/remit/checker/authzen"
	"github.com/remit-authz/remit/fixtures"
)

// broken is an engine of which nobody gets an answer.
type broken struct{ code codes.Code }

func (b broken) Invoke(context.Context, string, any, any, ...grpc.CallOption) error {
	return status.Error(b.code, "dial 10.0.0.7: secret inside")
}

func (b broken) NewStream(context.Context, *grpc.StreamDesc, string, ...grpc.CallOption) (grpc.ClientStream, error) {
	return nil, status.Error(b.code, "dial 10.0.0.7: secret inside")
}

// An engine that does not answer makes no decision, and no list; what it says stays
// inside.
func TestEngineThatDoesNotAnswer(t *testing.T) {
	for _, code := range []codes.Code{codes.Unavailable, codes.DeadlineExceeded, codes.FailedPrecondition, codes.InvalidArgument, codes.Internal, codes.ResourceExhausted, codes.Unauthenticated} {
		var reported []error
		h := over{conn: broken{code}}.handler(t, func(o *authzen.Options) {
			o.Report = func(_ *http.Request, err error) { reported = append(reported, err) }
		})
		one := asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001")
		whole := strings.TrimSuffix(one, "}")
		requests := []request{
			{path: evaluationPath, body: one},
			{path: evaluationsPath, body: whole + `,"evaluations":[{},{"resource":{}}]}`},
			{path: evaluationsPath, body: whole + `,"evaluations":[{"resource":{"type":"none","id":"a"}},{}]}`},
			{path: subjectsPath, body: one},
			{path: resourcesPath, body: one},
			{path: actionsPath, body: one},
		}
		for _, q := range requests {
			w := q.send(h)
			want(t, w, 503, "no decision can be made now: the engine does not answer")
			if w.Header().Get("Retry-After") == "" {
				t.Error("no Retry-After")
			}
		}
		if len(reported) != len(requests) {
			t.Errorf("%s: %d were reported", code, len(reported))
		}
	}
}

// Nor does an explanation that cannot be had make one.
func TestExplainerThatDoesNotAnswer(t *testing.T) {
	o := over{conn: fixtures.Start(t, fixtures.Care())}
	h := o.handler(t, func(options *authzen.Options) { options.Explainer = over{conn: broken{codes.Unavailable}}.explainer() })
	q := request{path: evaluationPath, body: asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001"), header: map[string]string{"Remit-Reasons": "en"}}
	want(t, q.send(h), 503, "no decision can be made now: the engine does not answer")
}

func TestWrongOptions(t *testing.T) {
	for _, base := range []string{"http://pdp.example.org", "pdp.example.org", "https://", "https://a@b", "https://b/?x", "https://b/#x", "https://b/?", ":"} {
		if _, err := authzen.New(authzen.Options{Checker: over{}.checker(), Base: base}); err == nil {
			t.Errorf("%s: got no error", base)
		}
	}
	if _, err := authzen.New(authzen.Options{}); err == nil {
		t.Error("no checker: got no error")
	}
	if _, err := authzen.New(authzen.Options{Checker: over{}.checker(), PageKey: []byte("short")}); err == nil {
		t.Error("a short key: got no error")
	}
}

// The zero value of what says who calls lets nobody in.
func TestNobodyIsKnownWithoutCaller(t *testing.T) {
	for _, caller := range []func(*http.Request) (authzen.Caller, error){nil, func(*http.Request) (authzen.Caller, error) { return authzen.Caller{Everywhere: true}, errors.New("no") }} {
		h := over{conn: broken{}}.handler(t, func(o *authzen.Options) { o.Caller = caller })
		for _, path := range []string{evaluationPath, evaluationsPath, subjectsPath, resourcesPath, actionsPath, "/veldzicht" + evaluationPath} {
			w := request{path: path, body: asks("veldzicht/bram", "view_dossier", "veldzicht/c-1001")}.send(h)
			if w.Code != http.StatusUnauthorized {
				t.Errorf("%s: got %d", path, w.Code)
			}
		}
	}
}
