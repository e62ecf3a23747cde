package forwardauth_test

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"testing"

	"google.golang.org/grpc/codes"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/forwardauth"
	"github.com/remit-authz/remit/checker/gateway"
	"github.com/remit-authz/remit/checker/httpauth"
	"github.com/remit-authz/remit/fixtures"
	"github.com/remit-authz/remit/schema"
)

func rules() gateway.Rules {
	return gateway.Rules{
		Routes: []gateway.Route{
			{Pattern: "GET /clients/{id}", Permission: "view_dossier", Resource: "client:veldzicht/{id}"},
			{Pattern: "POST /clients/{id}/messages", Permission: "message", Resource: "client:veldzicht/{id}"},
			{Pattern: "/tenants/{tenant}/", Permission: "create_client", Resource: "tenant:{tenant}"},
		},
		Trusted:    []netip.Prefix{netip.MustParsePrefix("192.0.2.0/28")},
		UserHeader: "X-User", User: "user:veldzicht/{user}",
	}
}

func handler(t *testing.T, c httpauth.Checker, r gateway.Rules) http.Handler {
	t.Helper()
	g, err := gateway.New(r)
	if err != nil {
		t.Fatal(err)
	}
	return forwardauth.New(forwardauth.Options{Checker: c, Gateway: g})
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
	h := handler(t, checker.New(fixtures.Start(t, fixtures.Care()), checker.Options{}), rules())
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
	h := handler(t, allowing{&checker.EngineError{Code: codes.Unavailable, Err: errors.New("gone")}}, rules())
	w := httptest.NewRecorder()
	if h.ServeHTTP(w, asks("GET", "/clients/c-1001", "bram")); w.Code != 503 {
		t.Errorf("no engine: got %d", w.Code)
	}
	// What could be read in two ways is denied, whatever would be allowed.
	h = handler(t, allowing{}, rules())
	for uri, want := range map[string]int{"/clients/c-1001": 200, "/clients/c%20d": 200, "/clients/c;x=1": 403, "/clients/c%2Fd": 403} {
		w = httptest.NewRecorder()
		if h.ServeHTTP(w, asks("GET", uri, "bram")); w.Code != want {
			t.Errorf("%s: got %d, want %d", uri, w.Code, want)
		}
	}
	w = httptest.NewRecorder() // the one method of which net/http leaves the path as it is
	if h.ServeHTTP(w, asks("CONNECT", "/tenants/x/../veldzicht/clients", "els")); w.Code != 403 {
		t.Errorf("a path that climbs: got %d", w.Code)
	}
	none := rules()
	none.Routes = nil
	w = httptest.NewRecorder()
	if handler(t, allowing{}, none).ServeHTTP(w, asks("GET", "/clients/c-1001", "bram")); w.Code != 403 {
		t.Errorf("no route: got %d", w.Code)
	}
}

// A user with a token needs no gateway that is trusted; while it cannot be said who asks
// there is no answer.
func TestUsersWhoProveThemselves(t *testing.T) {
	r := rules()
	r.Token = func(_ context.Context, token string) (gateway.Holder, error) {
		switch token {
		case "good":
			return gateway.Holder{Name: "bram", Tenants: []schema.TenantID{"veldzicht"}}, nil
		case "later":
			return gateway.Holder{}, fmt.Errorf("%w: the issuer is gone", gateway.ErrUnavailable)
		}
		return gateway.Holder{}, errors.New("no")
	}
	h := handler(t, allowing{}, r)
	for token, want := range map[string]int{"good": 200, "later": 503, "bad": 401, "": 401} {
		asked := asks("GET", "/clients/c-1001", "")
		asked.RemoteAddr = "198.51.100.1:1"
		if token != "" {
			asked.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		if h.ServeHTTP(w, asked); w.Code != want {
			t.Errorf("token %q: got %d, want %d", token, w.Code, want)
		}
	}
}
