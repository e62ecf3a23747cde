// Package forwardauth answers gateways that ask before they let a request through:
// nginx (auth_request), Traefik (ForwardAuth) and Caddy (forward_auth). Routes say which
// permission on which resource a request needs; whatever no route names is denied.
package forwardauth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/remit-authz/remit/checker/httpauth"
	"github.com/remit-authz/remit/schema"
)

// What a gateway tells of the request that it asks about. Traefik and Caddy do it by
// themselves.
const (
	headerMethod = "X-Forwarded-Method"
	headerURI    = "X-Forwarded-Uri"
)

// Route is a kind of request, and what it needs.
type Route struct {
	// Pattern is as http.ServeMux has it, such as "GET /clients/{id}".
	Pattern string
	// Permission is the name of one of the resource's type.
	Permission string
	// Resource is a reference in which {id} stands for that part of the path, such as
	// "client:veldzicht/{id}". Its type is written out.
	Resource string
}

// Options are a gateway's settings.
type Options struct {
	// Checker answers.
	Checker httpauth.Checker
	// Model is its; this program's own by default.
	Model  schema.Model
	Routes []Route
	// Trusted are the networks that gateways are in. What comes from elsewhere comes
	// from nobody.
	Trusted []netip.Prefix
	// UserHeader is where a gateway says who its user is. It is to take out what users
	// send themselves under that name.
	UserHeader string
	// User is a reference in which {user} stands for what the header says, such as
	// "user:veldzicht/{user}".
	User string
	// Report is as in httpauth.Guard.
	Report func(*http.Request, error)
}

// route is one that has been looked at.
type route struct {
	Route
	kind       schema.Type
	permission schema.Permission
}

// gateway answers by its routes.
type gateway struct {
	Options
	routes *http.ServeMux
}

// New is a handler that answers 200 for what may pass, 401 where nobody is known to ask,
// 403 for what is denied or that no route names, and 503 where the engine does not
// answer. Its error says what is wrong with the options.
func New(o Options) (http.Handler, error) {
	g := &gateway{o, http.NewServeMux()}
	if o.UserHeader == "" || len(o.Trusted) == 0 {
		return nil, errors.New("a gateway needs the header that says who the user is, and the networks that it is believed from")
	}
	if kind, _, _ := strings.Cut(o.User, ":"); !o.Model.Acts(schema.Type(kind)) || strings.Count(o.User, "{user}") != 1 {
		return nil, fmt.Errorf("user %s: write it as user:tenant/{user}", schema.Quote(o.User))
	}
	for _, r := range o.Routes {
		if err := g.add(r); err != nil {
			return nil, fmt.Errorf("route %s: %w", schema.Quote(r.Pattern), err)
		}
	}
	guard := httpauth.Guard{Checker: o.Checker, Subject: g.user, Report: o.Report}
	return guard.Wrap(g.ask, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Cache-Control", "no-store")
	})), nil
}

// variable is a part of a path that a pattern names.
var variable = regexp.MustCompile(`\{([^{}]*)\}`)

func (g *gateway) add(r Route) (err error) {
	kind, _, _ := strings.Cut(r.Resource, ":")
	permission, err := g.Model.NewPermission(schema.Type(kind), r.Permission)
	if err != nil {
		return err
	}
	named := map[string]bool{}
	for _, v := range variable.FindAllStringSubmatch(r.Pattern, -1) {
		named[strings.TrimSuffix(v[1], "...")] = true
	}
	for _, v := range variable.FindAllStringSubmatch(r.Resource, -1) {
		if !named[v[1]] {
			return fmt.Errorf("the resource has {%s}, and the pattern has not", v[1])
		}
	}
	defer func() { // what the mux does with a pattern that is none, or is there twice
		if p := recover(); p != nil {
			err = fmt.Errorf("the pattern cannot be used: %v", p)
		}
	}()
	one := route{r, schema.Type(kind), permission}
	g.routes.HandleFunc(r.Pattern, func(_ http.ResponseWriter, asked *http.Request) {
		asked.Context().Value(matchKey{}).(*match).found(one, asked)
	})
	return nil
}

// match is the route of a request, with the parts of its path.
type match struct {
	route *route
	parts map[string]string
}

type matchKey struct{}

func (m *match) found(r route, asked *http.Request) {
	m.route, m.parts = &r, map[string]string{}
	for _, v := range variable.FindAllStringSubmatch(r.Resource, -1) {
		m.parts[v[1]] = asked.PathValue(v[1])
	}
}

// ask is what a gateway's request needs.
func (g *gateway) ask(r *http.Request) (schema.Permission, schema.Ref, error) {
	method, uri, ok := original(r)
	if !ok {
		return "", schema.Ref{}, httpauth.ErrNoQuestion
	}
	m := &match{}
	asked := (&http.Request{Method: method, URL: uri, Host: "gateway"}).WithContext(context.WithValue(r.Context(), matchKey{}, m))
	g.routes.ServeHTTP(nowhere{}, asked)
	if m.route == nil {
		return "", schema.Ref{}, httpauth.ErrNoQuestion
	}
	text := variable.ReplaceAllStringFunc(m.route.Resource, func(v string) string { return m.parts[strings.Trim(v, "{}")] })
	resource, err := g.Model.ParseRef(text)
	if err != nil || resource.Type != m.route.kind {
		return "", schema.Ref{}, httpauth.ErrNoQuestion
	}
	return m.route.permission, resource, nil
}

// original is the request that a gateway asks about; false for one that it and an
// application behind it could read in two ways.
func original(r *http.Request) (method string, uri *url.URL, ok bool) {
	methods, uris := r.Header.Values(headerMethod), r.Header.Values(headerURI)
	if len(methods) != 1 || len(uris) != 1 || !strings.HasPrefix(uris[0], "/") {
		return "", nil, false
	}
	uri, err := url.ParseRequestURI(uris[0])
	if err != nil || uri.Host != "" {
		return "", nil, false
	}
	escaped := strings.ToLower(uri.EscapedPath())
	for _, twofold := range []string{"%2f", "%5c", "%2e", "%00", "%25", "%23", "%3f", "\\", ";"} {
		if strings.Contains(escaped, twofold) {
			return "", nil, false
		}
	}
	clean := path.Clean(uri.Path)
	if strings.HasSuffix(uri.Path, "/") && clean != "/" {
		clean += "/"
	}
	return methods[0], uri, clean == uri.Path
}

// nowhere takes what the mux says of requests that it has no route for.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) WriteHeader(int)             {}

// user is who a gateway says that asks; nobody where it is none that is believed.
func (g *gateway) user(r *http.Request) (schema.Ref, error) {
	from, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil || !slices.ContainsFunc(g.Trusted, func(p netip.Prefix) bool { return p.Contains(from.Addr().Unmap()) }) {
		return schema.Ref{}, nil
	}
	names := r.Header.Values(g.UserHeader)
	if len(names) != 1 || names[0] == "" {
		return schema.Ref{}, nil
	}
	return g.Model.ParseRef(strings.Replace(g.User, "{user}", names[0], 1))
}
