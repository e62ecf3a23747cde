package extauthz_test

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"testing"

	corev3 "github.com/envoyproxy/go-control-plane/envoy/config/core/v3"
	authv3 "github.com/envoyproxy/go-control-plane/envoy/service/auth/v3"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials/insecure"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/extauthz"
	"github.com/remit-authz/remit/checker/gateway"
	"github.com/remit-authz/remit/checker/httpauth"
	"github.com/remit-authz/remit/schema"
)

// bramOnly allows one user one thing, and fails where it has an error, whatever it
// decides.
type bramOnly struct{ err error }

func (b bramOnly) Check(_ context.Context, q checker.Question) (checker.Decision, error) {
	d := checker.Decision{}
	if q.Subject.Text() == "user:veldzicht/bram" && q.Permission == schema.ClientViewDossier && q.Resource.Text() == "client:veldzicht/c-1001" || b.err != nil {
		d.Outcome = checker.Allowed
	}
	return d, b.err
}

func rules() gateway.Rules {
	return gateway.Rules{
		Routes:     []gateway.Route{{Pattern: "GET /clients/{id}", Permission: "view_dossier", Resource: "client:veldzicht/{id}"}},
		Trusted:    []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")},
		UserHeader: "X-User", User: "user:veldzicht/{user}",
	}
}

// serve answers over loopback, as Envoy would call it.
func serve(t *testing.T, c httpauth.Checker, r gateway.Rules) authv3.AuthorizationClient {
	t.Helper()
	g, err := gateway.New(r)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	authv3.RegisterAuthorizationServer(server, extauthz.New(extauthz.Options{Checker: c, Gateway: g}))
	go func() { _ = server.Serve(listener) }()
	t.Cleanup(server.Stop)
	conn, err := grpc.NewClient(listener.Addr().String(), grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	return authv3.NewAuthorizationClient(conn)
}

func asks(method, path string, headers map[string]string) *authv3.CheckRequest {
	return &authv3.CheckRequest{Attributes: &authv3.AttributeContext{Request: &authv3.AttributeContext_Request{
		Http: &authv3.AttributeContext_HttpRequest{Method: method, Path: path, Headers: headers},
	}}}
}

// wants holds an answer to a status, in HTTP and in gRPC.
func wants(t *testing.T, why string, client authv3.AuthorizationClient, r *authv3.CheckRequest, want int) {
	t.Helper()
	got, err := client.Check(t.Context(), r)
	if err != nil {
		t.Errorf("%s: the call failed: %v", why, err)
		return
	}
	status := 0
	switch answer := got.GetHttpResponse().(type) {
	case *authv3.CheckResponse_OkResponse:
		status = 200
	case *authv3.CheckResponse_DeniedResponse:
		status = int(answer.DeniedResponse.GetStatus().GetCode())
	}
	code := map[int]codes.Code{200: codes.OK, 401: codes.Unauthenticated, 403: codes.PermissionDenied, 503: codes.Unavailable}[want]
	if status != want || got.GetStatus().GetCode() != int32(code) {
		t.Errorf("%s: got %d and %s, want %d and %s", why, status, codes.Code(got.GetStatus().GetCode()), want, code)
	}
}

func TestEnvoy(t *testing.T) {
	bram := map[string]string{"x-user": "bram"}
	changed := func(change func(*authv3.AttributeContext)) *authv3.CheckRequest {
		r := asks("GET", "/clients/c-1001", bram)
		change(r.Attributes)
		return r
	}
	raw := func(pairs ...string) *corev3.HeaderMap {
		m := &corev3.HeaderMap{}
		for i := 0; i < len(pairs); i += 2 {
			m.Headers = append(m.Headers, &corev3.HeaderValue{Key: pairs[i], RawValue: []byte(pairs[i+1])})
		}
		return m
	}
	client := serve(t, bramOnly{}, rules())
	for _, tt := range []struct {
		why  string
		r    *authv3.CheckRequest
		want int
	}{
		{"may", asks("GET", "/clients/c-1001", bram), 200},
		{"may, with a query", asks("GET", "/clients/c-1001?x=/../..", bram), 200},
		{"may, by a raw header", changed(func(a *authv3.AttributeContext) {
			a.Request.Http.Headers, a.Request.Http.HeaderMap = nil, raw("X-User", "bram")
		}), 200},
		{"may not", asks("GET", "/clients/c-1003", bram), 403},
		{"another user", asks("GET", "/clients/c-1001", map[string]string{"x-user": "els"}), 403},
		{"another method", asks("POST", "/clients/c-1001", bram), 403},
		{"a method in another case", asks("get", "/clients/c-1001", bram), 403},
		{"another path", asks("GET", "/", bram), 403},
		{"a path in another case", asks("GET", "/Clients/c-1001", bram), 403},
		{"an escaped slash", asks("GET", "/clients%2fc-1001", bram), 403},
		{"a path that climbs", asks("GET", "/clients/x/../c-1001", bram), 403},
		{"a path that climbs, escaped", asks("GET", "/clients/x/%2e%2e/c-1001", bram), 403},
		{"two slashes", asks("GET", "//clients/c-1001", bram), 403},
		{"a fragment in the path", asks("GET", "/clients/c-1001#x", bram), 403},
		{"a fragment", changed(func(a *authv3.AttributeContext) { a.Request.Http.Fragment = "x" }), 403},
		{"every path", asks("OPTIONS", "*", bram), 403},
		{"no path", asks("GET", "", bram), 403},
		{"no method", asks("", "/clients/c-1001", bram), 403},
		{"no attributes", &authv3.CheckRequest{}, 401},
		{"no request", changed(func(a *authv3.AttributeContext) { a.Request = nil }), 401},
		{"no HTTP", changed(func(a *authv3.AttributeContext) { a.Request.Http = nil }), 401},
		{"nobody", asks("GET", "/clients/c-1001", nil), 401},
		{"a blank user", asks("GET", "/clients/c-1001", map[string]string{"x-user": ""}), 401},
		{"two users", asks("GET", "/clients/c-1001", map[string]string{"x-user": "bram,els"}), 401},
		{"two users, one of them blank", asks("GET", "/clients/c-1001", map[string]string{"x-user": "bram,"}), 401},
		{"two users in two cases", asks("GET", "/clients/c-1001", map[string]string{"x-user": "bram", "X-USER": "bram"}), 401},
		{"two raw users", changed(func(a *authv3.AttributeContext) {
			a.Request.Http.Headers, a.Request.Http.HeaderMap = nil, raw("x-user", "bram", "x-user", "bram")
		}), 401},
		{"a raw user besides", changed(func(a *authv3.AttributeContext) { a.Request.Http.HeaderMap = raw("x-user", "els") }), 401},
		{"a user in the metadata", changed(func(a *authv3.AttributeContext) {
			a.Request.Http.Headers, a.ContextExtensions = nil, map[string]string{"x-user": "bram"}
		}), 401},
		{"a principal that is not looked at", changed(func(a *authv3.AttributeContext) {
			a.Request.Http.Headers, a.Source = nil, &authv3.AttributeContext_Peer{Principal: "bram"}
		}), 401},
	} {
		wants(t, tt.why, client, tt.r, tt.want)
	}
}

// What proves who asks, or what Envoy has authenticated.
func TestOtherWaysToKnowTheUser(t *testing.T) {
	r := rules()
	r.Principal = true
	r.Token = func(_ context.Context, token string) (gateway.Holder, error) {
		if token == "gone" {
			return gateway.Holder{}, fmt.Errorf("%w: gone", gateway.ErrUnavailable)
		}
		if token != "good" {
			return gateway.Holder{}, errors.New("no")
		}
		return gateway.Holder{Name: "bram", Tenants: []schema.TenantID{"veldzicht"}}, nil
	}
	client := serve(t, bramOnly{}, r)
	for token, want := range map[string]int{"good": 200, "bad": 401, "gone": 503, "good,Bearer good": 401} {
		wants(t, token, client, asks("GET", "/clients/c-1001", map[string]string{"authorization": "Bearer " + token}), want)
	}
	principal := asks("GET", "/clients/c-1001", nil)
	principal.Attributes.Source = &authv3.AttributeContext_Peer{Principal: "bram"}
	wants(t, "a principal", client, principal, 200)
	principal.Attributes.Request.Http.Headers = map[string]string{"x-user": "els"}
	wants(t, "a principal, and another user", client, principal, 401)
	principal.Attributes.Request.Http.Headers = map[string]string{"authorization": "Bearer bad"}
	wants(t, "a principal, and a bad token", client, principal, 401)
}

func TestWithoutTrustEngineOrRoute(t *testing.T) {
	bram := map[string]string{"x-user": "bram"}
	wants(t, "no engine", serve(t, bramOnly{&checker.EngineError{Code: codes.Unavailable, Err: errors.New("gone")}}, rules()), asks("GET", "/clients/c-1001", bram), 503)
	r := rules()
	r.Routes = nil
	wants(t, "no route", serve(t, bramOnly{}, r), asks("GET", "/clients/c-1001", bram), 403)
	r = rules()
	r.Trusted = []netip.Prefix{netip.MustParsePrefix("192.0.2.0/24")}
	r.Token = func(context.Context, string) (gateway.Holder, error) {
		return gateway.Holder{Name: "bram", AnyTenant: true}, nil
	}
	stranger := serve(t, bramOnly{}, r)
	wants(t, "a stranger", stranger, asks("GET", "/clients/c-1001", bram), 401)
	wants(t, "a stranger with a token", stranger, asks("GET", "/clients/c-1001", map[string]string{"authorization": "Bearer good"}), 401)
}
