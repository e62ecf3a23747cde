// Package gateway is what gateways are answered by, whatever protocol they ask in:
// routes, which say what a request needs, and who is believed to make it. Package
// forwardauth asks it over HTTP, and extauthz over Envoy's protocol.
package gateway

import (
	"context"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/remit-authz/remit/internal/phrase"
	"github.com/remit-authz/remit/schema"
)

// ErrNoQuestion means that no route is for a request, or that it could be read in two
// ways: it is denied.
var ErrNoQuestion = phrase.Errorf("no route is for the request")

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

// Rules say what requests need and who makes them. User and one way at least to know
// it are required.
type Rules struct {
	// Model is that of the checker; this program's own by default.
	Model  schema.Model
	Routes []Route
	// User is a reference in which {user} stands for how a user is known, such as
	// "user:veldzicht/{user}".
	User string

	// Trusted are the networks that gateways are in. What comes from elsewhere comes
	// from nobody, but for what proves itself: a token, and the certificate of a
	// connection.
	Trusted []netip.Prefix
	// UserHeader is where a gateway says who its user is. It is to take out what users
	// send themselves under that name.
	UserHeader string
	// CertificateHeader is where a gateway hands on its user's certificate, and
	// Principal says that Envoy's name for whom it has authenticated is believed.
	CertificateHeader string
	Principal         bool

	// Token says who has the bearer token of a request; nil takes none. An error that
	// wraps ErrUnavailable means that it cannot be said now.
	Token func(context.Context, string) (Holder, error)
	// Certificates verify certificates; the zero value takes none.
	Certificates Certificates
}

// Holder is whom a token names.
type Holder struct {
	// Name is how the user is known.
	Name string
	// Tenants are those that the token is for, if AnyTenant is not set: it names nobody
	// of another.
	Tenants   []schema.TenantID
	AnyTenant bool
}

// Gateway answers by its rules. It is safe for concurrent use. Make one with New.
type Gateway struct {
	Rules
	routes *http.ServeMux
}

// New makes a gateway. Its error says what is wrong with the rules.
func New(r Rules) (*Gateway, error) {
	g := &Gateway{r, http.NewServeMux()}
	if err := r.validate(); err != nil {
		return nil, err
	}
	for _, one := range r.Routes {
		if err := g.add(one); err != nil {
			return nil, phrase.Errorf("route %s: %w", schema.Quote(one.Pattern), err)
		}
	}
	return g, nil
}

func (r Rules) validate() error {
	told := r.UserHeader != "" || r.CertificateHeader != "" || r.Principal
	switch {
	case !told && r.Token == nil && r.Certificates.Roots == nil:
		return phrase.Errorf("how a user is known is not said: name the header, or whose tokens or certificates are taken")
	case told && len(r.Trusted) == 0:
		return phrase.Errorf("what gateways say of their users is believed from networks that are named, and none is")
	case r.CertificateHeader != "" && r.Certificates.Roots == nil:
		return phrase.Errorf("a header has certificates, and whose are taken is not said")
	}
	if err := r.Certificates.validate(); err != nil {
		return err
	}
	if kind, _, _ := strings.Cut(r.User, ":"); !r.Model.Acts(schema.Type(kind)) || strings.Count(r.User, placeOfUser) != 1 {
		return phrase.Errorf("user %s: write it as user:tenant/{user}", schema.Quote(r.User))
	}
	return nil
}

// variable is a part of a path that a pattern names.
var variable = regexp.MustCompile(`\{([^{}]*)\}`)

// route is one that has been looked at.
type route struct {
	Route
	kind       schema.Type
	permission schema.Permission
}

func (g *Gateway) add(r Route) (err error) {
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
			return phrase.Errorf("the resource has {%s}, and the pattern has not", v[1])
		}
	}
	defer func() { // what the mux does with a pattern that is none, or is there twice
		if p := recover(); p != nil {
			err = phrase.Errorf("the pattern cannot be used: %v", p)
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

// Ask is what a request needs: its method, and its path with whatever follows it as
// they came. Its error is ErrNoQuestion.
func (g *Gateway) Ask(ctx context.Context, method, uri string) (schema.Permission, schema.Ref, error) {
	address, ok := readPath(uri)
	if !ok || method == "" {
		return "", schema.Ref{}, ErrNoQuestion
	}
	m := &match{}
	asked := (&http.Request{Method: method, URL: address, Host: "gateway"}).WithContext(context.WithValue(ctx, matchKey{}, m))
	g.routes.ServeHTTP(nowhere{}, asked)
	if m.route == nil {
		return "", schema.Ref{}, ErrNoQuestion
	}
	text := variable.ReplaceAllStringFunc(m.route.Resource, func(v string) string { return m.parts[strings.Trim(v, "{}")] })
	resource, err := g.Model.ParseRef(text)
	if err != nil || resource.Type != m.route.kind {
		return "", schema.Ref{}, ErrNoQuestion
	}
	return m.route.permission, resource, nil
}

// readPath reads a path; false for one that a gateway and an application behind it
// could read in two ways.
func readPath(text string) (*url.URL, bool) {
	if !strings.HasPrefix(text, "/") {
		return nil, false
	}
	uri, err := url.ParseRequestURI(text)
	if err != nil || uri.Host != "" {
		return nil, false
	}
	escaped := strings.ToLower(uri.EscapedPath())
	for _, twofold := range []string{"%2f", "%5c", "%2e", "%00", "%25", "%23", "%3f", "\\", ";"} {
		if strings.Contains(escaped, twofold) {
			return nil, false
		}
	}
	if !utf8.ValidString(uri.Path) || strings.ContainsFunc(uri.Path, unicode.IsControl) {
		return nil, false
	}
	clean := path.Clean(uri.Path)
	if strings.HasSuffix(uri.Path, "/") && clean != "/" {
		clean += "/"
	}
	return uri, clean == uri.Path
}

// nowhere takes what the mux says of requests that it has no route for.
type nowhere struct{}

func (nowhere) Header() http.Header         { return http.Header{} }
func (nowhere) Write(p []byte) (int, error) { return len(p), nil }
func (nowhere) WriteHeader(int)             {}
