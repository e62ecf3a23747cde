package forwardauth_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"google.golang.org/grpc/codes"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/forwardauth"
	"github.com/remit-authz/remit/fixtures"
)

func options(c interface {
	Check(context.Context, checker.Question) (checker.Decision, error)
}) forwardauth.Options {
	return forwardauth.Options{
		Checker: c,
		Routes: []forwardauth.Route{
			{Pattern: "GET /clients/{id}", Permission: "view_dossier", Resource: "client:veldzicht/{id}"},
			{Pattern: "POST /clients/{id}/messages", Permission: "message", Resource: "client:veldzicht/{id}"},
			{Pattern: "/tenants/{tenant}/", Permission: "create_client", Resource: "tenant:{tenant}"},
		},
		Trusted:    []netip.Prefix{netip.MustParsePrefix("192.0.2.0/28")},
		UserHeader: "X-User", User: "user:veldzicht/{user}",
	}
}

// asks is a request of a gateway's.
func asks(method, uri, user string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/forward-auth", nil)
	r.RemoteAddr = "192.0.2.7:4711"
	for name, value := range map[string]string{"X-Forwarded-Method": method, "X-Forwarded-Uri": uri, "X-User": user} {
		if value != "" {
			r.Header.Set(name, value)
		}
	}
	return r
}

func TestGateway(t *testing.T) {
	h, err := forwardauth.New(options(checker.New(fixtures.Start(t, fixtures.Care()), checker.Options{})))
	if err != nil {
		t.Fatal(err)
	}
	from := func(r *http.Request, address string) *http.Request { r.RemoteAddr = address; return r }
	with := func(r *http.Request, name, value string) *http.Request { r.Header.Add(name, value); return r }
	for _, tt := range []struct {
		why  string
		r    *http.Request
		want int
	}{
		{"may", asks("GET", "/clients/c-1001", "bram"), 200},
		{"may, with a query", asks("GET", "/clients/c-1001?x=/../..", "bram"), 200},
		{"a HEAD is a GET", asks("HEAD", "/clients/c-1001", "bram"), 200},
		{"by a path of the tenant's", asks("PUT", "/tenants/veldzicht/clients", "els"), 200},
		{"may not", asks("GET", "/clients/c-1003", "bram"), 403},
		{"another permission", asks("POST", "/clients/c-1001/messages", "bram"), 403},
		{"another tenant", asks("PUT", "/tenants/de-brug/clients", "els"), 403},
		{"no route of the method", asks("DELETE", "/clients/c-1001", "bram"), 403},
		{"no route of the path", asks("GET", "/admin", "bram"), 403},
		{"no route of the root", asks("GET", "/", "bram"), 403},
		{"a path below", asks("GET", "/clients/c-1001/notes", "bram"), 403},
		{"a path that climbs", asks("GET", "/clients/c-1003/../c-1001", "bram"), 403},
		{"a path that climbs, escaped", asks("GET", "/clients/c-1003/%2e%2e/c-1001", "bram"), 403},
		{"a path with two slashes", asks("GET", "//clients/c-1001", "bram"), 403},
		{"an escaped slash", asks("GET", "/clients%2Fc-1001", "bram"), 403},
		{"a parameter in the path", asks("GET", "/clients/c-1001;x=1", "bram"), 403},
		{"an address in place of a path", asks("GET", "http://other/clients/c-1001", "bram"), 403},
		{"an id that is none", asks("GET", "/clients/%20", "bram"), 403},
		{"an id that would be another reference", asks("GET", "/clients/*", "bram"), 403},
		{"no method", asks("", "/clients/c-1001", "bram"), 403},
		{"no path", asks("GET", "", "bram"), 403},
		{"two paths", with(asks("GET", "/clients/c-1001", "bram"), "X-Forwarded-Uri", "/clients/c-1003"), 403},
		{"two methods", with(asks("GET", "/clients/c-1001", "bram"), "X-Forwarded-Method", "POST"), 403},
		{"no user", asks("GET", "/clients/c-1001", ""), 401},
		{"two users", with(asks("GET", "/clients/c-1001", "bram"), "X-User", "anna"), 401},
		{"a user that is none", asks("GET", "/clients/c-1001", " "), 401},
		{"a user of another place", from(asks("GET", "/clients/c-1001", "bram"), "198.51.100.1:1"), 401},
		{"a user of no place", from(asks("GET", "/clients/c-1001", "bram"), "@"), 401},
		{"a user by an address of IPv6", from(asks("GET", "/clients/c-1001", "bram"), "[::ffff:192.0.2.7]:1"), 200},
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, tt.r)
		if w.Code != tt.want {
			t.Errorf("%s: got %d %s, want %d", tt.why, w.Code, w.Body, tt.want)
		}
	}
}

// allowing allows everything; failing answers nothing, whatever it decides.
type allowing struct{ err error }

func (a allowing) Check(context.Context, checker.Question) (checker.Decision, error) {
	return checker.Decision{Outcome: checker.Allowed}, a.err
}

func TestWithoutRouteOrEngine(t *testing.T) {
	h, err := forwardauth.New(options(allowing{&checker.EngineError{Code: codes.Unavailable, Err: errors.New("gone")}}))
	if err != nil {
		t.Fatal(err)
	}
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, asks("GET", "/clients/c-1001", "bram")); w.Code != 503 {
		t.Errorf("no engine: got %d", w.Code)
	}
	// What could be read in two ways is denied, whatever would be allowed.
	if h, err = forwardauth.New(options(allowing{})); err != nil {
		t.Fatal(err)
	}
	for uri, want := range map[string]int{
		"/clients/c-1001": 200, "/clients/c%20d": 200,
		"/clients/c;x=1": 403, "/clients/c%2Fd": 403, "/clients/c%5Cd": 403, "/clients/c\\d": 403, "/clients/%2e": 403, "/clients/c%252Fd": 403, "/clients/c%00": 403, "/clients/c/#/public": 403, "/clients/c%23": 403, "/clients/c%3Fx": 403,
	} {
		w = httptest.NewRecorder()
		if h.ServeHTTP(w, asks("GET", uri, "bram")); w.Code != want {
			t.Errorf("%s: got %d, want %d", uri, w.Code, want)
		}
	}
	w = httptest.NewRecorder() // the one method of which net/http leaves the path as it is
	if h.ServeHTTP(w, asks("CONNECT", "/tenants/x/../veldzicht/clients", "els")); w.Code != 403 {
		t.Errorf("a path that climbs: got %d", w.Code)
	}
	none := options(allowing{})
	none.Routes = nil
	if h, err = forwardauth.New(none); err != nil {
		t.Fatal(err)
	}
	w = httptest.NewRecorder()
	if h.ServeHTTP(w, asks("GET", "/clients/c-1001", "bram")); w.Code != 403 {
		t.Errorf("no route: got %d", w.Code)
	}
}

func TestWrongOptions(t *testing.T) {
	for why, spoil := range map[string]func(*forwardauth.Options){
		"no header":                func(o *forwardauth.Options) { o.UserHeader = "" },
		"nobody is trusted":        func(o *forwardauth.Options) { o.Trusted = nil },
		"a user of no type":        func(o *forwardauth.Options) { o.User = "{user}" },
		"a user without a place":   func(o *forwardauth.Options) { o.User = "user:veldzicht/anna" },
		"a client for a user":      func(o *forwardauth.Options) { o.User = "client:veldzicht/{user}" },
		"an unknown permission":    func(o *forwardauth.Options) { o.Routes[0].Permission = "fly" },
		"a type from the path":     func(o *forwardauth.Options) { o.Routes[0].Resource = "{id}:veldzicht/x" },
		"a part that is not there": func(o *forwardauth.Options) { o.Routes[0].Resource = "client:veldzicht/{it}" },
		"a pattern that is none":   func(o *forwardauth.Options) { o.Routes[0].Pattern = "GET clients" },
		"a pattern twice":          func(o *forwardauth.Options) { o.Routes[1].Pattern = o.Routes[0].Pattern },
	} {
		o := options(allowing{})
		spoil(&o)
		if _, err := forwardauth.New(o); err == nil {
			t.Errorf("%s: got no error", why)
		}
	}
}
