package gateway_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/netip"
	"net/url"
	"slices"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker/gateway"
	"github.com/remit-authz/remit/schema"
)

func rules() gateway.Rules {
	return gateway.Rules{
		Routes: []gateway.Route{
			{Pattern: "GET /clients/{id}", Permission: "view_dossier", Resource: "client:veldzicht/{id}"},
			{Pattern: "/tenants/{tenant}/", Permission: "create_client", Resource: "tenant:{tenant}"},
			{Pattern: "GET /public/{rest...}", Permission: "create_client", Resource: "tenant:veldzicht"},
		},
		Trusted:    []netip.Prefix{netip.MustParsePrefix("192.0.2.0/28")},
		UserHeader: "X-User", User: "user:veldzicht/{user}",
	}
}

func open(t *testing.T, r gateway.Rules) *gateway.Gateway {
	t.Helper()
	g, err := gateway.New(r)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// A path that a gateway and an application could read in two ways is nobody's.
func TestPaths(t *testing.T) {
	g := open(t, rules())
	for _, tt := range []struct {
		method, uri, want string // blank for no question
	}{
		{"GET", "/clients/c-1001", "client:veldzicht/c-1001"},
		{"HEAD", "/clients/c-1001", "client:veldzicht/c-1001"},
		{"GET", "/clients/c-1001?x=/../..&y=%2e%2f", "client:veldzicht/c-1001"},
		{"GET", "/clients/c%20d", "client:veldzicht/c d"},
		{"GET", "/clients/C-1001", "client:veldzicht/C-1001"},
		{"PUT", "/tenants/veldzicht/x/y/", "tenant:veldzicht"},
		{"GET", "/public/a/b", "tenant:veldzicht"},
		{"GET", "/Clients/c-1001", ""},
		{"GET", "/CLIENTS/c-1001", ""},
		{"get", "/clients/c-1001", ""},
		{"POST", "/clients/c-1001", ""},
		{"", "/clients/c-1001", ""},
		{"GET /clients/c-1001", "/clients/c-1001", ""},
		{"GET", "/clients/c-1001/", ""},
		{"GET", "/clients/", ""},
		{"GET", "/clients", ""},
		{"GET", "/tenants/veldzicht", ""},
		{"GET", "//clients/c-1001", ""},
		{"GET", "/clients//c-1001", ""},
		{"GET", "///clients/c-1001", ""},
		{"GET", "/clients/./c-1001", ""},
		{"GET", "/clients/x/../c-1001", ""},
		{"GET", "/public/../clients/c-1001", ""},
		{"GET", "/public/..", ""},
		{"CONNECT", "/tenants/x/../veldzicht/y", ""},
		{"GET", "/public/%2e%2e/clients/c-1001", ""},
		{"GET", "/public/%2E%2E/clients", ""},
		{"GET", "/public/.%2e/clients", ""},
		{"GET", "/public/%252e%252e/clients", ""},
		{"GET", "/public/..%2fclients", ""},
		{"GET", "/public/..%5cclients", ""},
		{"GET", "/public/..\\clients", ""},
		{"GET", "/public/%c0%ae%c0%ae/clients", ""},
		{"GET", "/public/%c0%afclients", ""},
		{"GET", "/public/x%0ay", ""},
		{"GET", "/public/x%0d%0aHost:%20y", ""},
		{"GET", "/public/x%09y", ""},
		{"GET", "/public/x%7fy", ""},
		{"GET", "/public/x%c2%85y", ""},
		{"GET", "/public/x%00y", ""},
		{"GET", "/public/x;/../y", ""},
		{"GET", "/clients/c-1001;x=1", ""},
		{"GET", "/clients/c-1001#/public", ""},
		{"GET", "/clients/c-1001%23", ""},
		{"GET", "/clients/c-1001%3Fx", ""},
		{"GET", "/clients%2Fc-1001", ""},
		{"GET", "/clients/c-1001%", ""},
		{"GET", "/clients/c-1001%zz", ""},
		{"GET", "/clients/*", ""},
		{"GET", "/clients/%20", ""},
		{"GET", "http://gateway/clients/c-1001", ""},
		{"GET", "http:/clients/c-1001", ""},
		{"GET", "clients/c-1001", ""},
		{"GET", " /clients/c-1001", ""},
		{"GET", "*", ""},
		{"GET", "", ""},
		{"GET", "?", ""},
		{"GET", "/tenants/VELDZICHT/x", ""},
		{"GET", "/tenants/veldzicht%20/x", ""},
	} {
		permission, resource, err := g.Ask(t.Context(), tt.method, tt.uri)
		if tt.want == "" {
			if !errors.Is(err, gateway.ErrNoQuestion) || permission != "" {
				t.Errorf("%s %s: got %s, %s, %v", tt.method, tt.uri, permission, resource, err)
			}
		} else if err != nil || resource.Text() != tt.want || permission == "" {
			t.Errorf("%s %s: got %s, %s, %v, want %s", tt.method, tt.uri, permission, resource, err, tt.want)
		}
	}
}

// authority signs certificates.
type authority struct {
	cert *x509.Certificate
	key  *ecdsa.PrivateKey
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

func newAuthority() authority {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "authority"}, NotAfter: time.Now().Add(time.Hour),
		IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
	return authority{must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, template, key.Public(), key)))), key}
}

// of makes a certificate for a client that is as it is changed.
func (a authority) of(change func(*x509.Certificate)) *x509.Certificate {
	key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
	template := &x509.Certificate{SerialNumber: big.NewInt(2), NotAfter: time.Now().Add(time.Hour), EmailAddresses: []string{"bram"},
		Subject: pkix.Name{CommonName: "bram"}, DNSNames: []string{"bram"}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if change != nil {
		change(template)
	}
	return must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, a.cert, key.Public(), a.key))))
}

func (a authority) pool() *x509.CertPool {
	pool := x509.NewCertPool()
	pool.AddCert(a.cert)
	return pool
}

func escapedPEM(certs ...*x509.Certificate) string {
	var text []byte
	for _, c := range certs {
		text = append(text, pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: c.Raw})...)
	}
	return url.PathEscape(string(text))
}

func TestCertificates(t *testing.T) {
	ours, theirs := newAuthority(), newAuthority()
	r := rules()
	r.CertificateHeader, r.UserHeader = "X-Certificate", ""
	between := func() authority {
		key := must(ecdsa.GenerateKey(elliptic.P256(), rand.Reader))
		template := &x509.Certificate{SerialNumber: big.NewInt(3), Subject: pkix.Name{CommonName: "between"}, NotAfter: time.Now().Add(time.Hour),
			IsCA: true, BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}
		return authority{must(x509.ParseCertificate(must(x509.CreateCertificate(rand.Reader, template, ours.cert, key.Public(), ours.key)))), key}
	}()
	good := ours.of(nil)
	for _, tt := range []struct {
		why, field string
		chain      []*x509.Certificate
		want       bool
	}{
		{"by email", gateway.FieldEmail, []*x509.Certificate{good}, true},
		{"by common name", gateway.FieldCommon, []*x509.Certificate{good}, true},
		{"by DNS", gateway.FieldDNS, []*x509.Certificate{good}, true},
		{"by URI", gateway.FieldURI, []*x509.Certificate{ours.of(func(c *x509.Certificate) { c.URIs = []*url.URL{{Path: "bram"}} })}, true},
		{"through another", gateway.FieldEmail, []*x509.Certificate{between.of(nil), between.cert}, true},
		{"without that other", gateway.FieldEmail, []*x509.Certificate{between.of(nil)}, false},
		{"of another authority", gateway.FieldEmail, []*x509.Certificate{theirs.of(nil)}, false},
		{"of another authority that is brought", gateway.FieldEmail, []*x509.Certificate{theirs.of(nil), theirs.cert}, false},
		{"one of each", gateway.FieldEmail, []*x509.Certificate{theirs.of(nil), good}, false},
		{"expired", gateway.FieldEmail, []*x509.Certificate{ours.of(func(c *x509.Certificate) { c.NotAfter = time.Now().Add(-time.Minute) })}, false},
		{"good later", gateway.FieldEmail, []*x509.Certificate{ours.of(func(c *x509.Certificate) {
			c.NotBefore, c.NotAfter = time.Now().Add(time.Hour), time.Now().Add(2*time.Hour)
		})}, false},
		{"a server's", gateway.FieldEmail, []*x509.Certificate{ours.of(func(c *x509.Certificate) { c.ExtKeyUsage = []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth} })}, false},
		{"of two", gateway.FieldEmail, []*x509.Certificate{ours.of(func(c *x509.Certificate) { c.EmailAddresses = []string{"bram", "els"} })}, false},
		{"of nobody", gateway.FieldEmail, []*x509.Certificate{ours.of(func(c *x509.Certificate) { c.EmailAddresses = nil })}, false},
		{"of a blank name", gateway.FieldCommon, []*x509.Certificate{ours.of(func(c *x509.Certificate) { c.Subject.CommonName = "" })}, false},
	} {
		r.Certificates = gateway.Certificates{Roots: ours.pool(), Field: tt.field}
		g := open(t, r)
		bare := ":" + base64.StdEncoding.EncodeToString(tt.chain[0].Raw) + ":"
		for way, asked := range map[string]gateway.Request{
			"handshake": {Peer: "198.51.100.1:1", Values: http.Header{}.Values, Connection: tt.chain},
			"header":    {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {escapedPEM(tt.chain...)}}.Values},
			"Envoy":     {Peer: "192.0.2.7:1", Values: http.Header{}.Values, Certificate: escapedPEM(tt.chain...)},
			"RFC 9440":  {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {bare}}.Values},
		} {
			if way == "RFC 9440" && len(tt.chain) > 1 {
				continue // it has one
			}
			user, err := g.Requester(t.Context(), asked)
			if want := (schema.Ref{Type: "user", Tenant: "veldzicht", ID: "bram"}); tt.want && (err != nil || user != want) || !tt.want && user != (schema.Ref{}) {
				t.Errorf("%s, by %s: got %s, %v", tt.why, way, user, err)
			}
		}
	}
	r.Certificates.Field = gateway.FieldEmail
	g := open(t, r)
	pemOfGood := escapedPEM(good)
	for why, asked := range map[string]gateway.Request{
		"from elsewhere":           {Peer: "198.51.100.1:1", Values: http.Header{"X-Certificate": {pemOfGood}}.Values},
		"from elsewhere, as Envoy": {Peer: "198.51.100.1:1", Values: http.Header{}.Values, Certificate: pemOfGood},
		"twice":                    {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {pemOfGood, pemOfGood}}.Values},
		"no certificate":           {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {"bram"}}.Values},
		"a blank one":              {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {""}}.Values},
		"something after it":       {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {pemOfGood + "x"}}.Values},
		"too much":                 {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {escapedPEM(slices.Repeat([]*x509.Certificate{good}, 80)...)}}.Values},
		"another besides":          {Peer: "192.0.2.7:1", Values: http.Header{"X-Certificate": {pemOfGood}}.Values, Certificate: escapedPEM(ours.of(nil))},
		"no peer":                  {Values: http.Header{"X-Certificate": {pemOfGood}}.Values},
	} {
		if user, err := g.Requester(t.Context(), asked); user != (schema.Ref{}) {
			t.Errorf("%s: got %s, %v", why, user, err)
		}
	}
}

// Every way that says who asks says the same, or nobody asks.
func TestWhoAsks(t *testing.T) {
	r := rules()
	ours := newAuthority()
	r.Certificates, r.Principal = gateway.Certificates{Roots: ours.pool(), Field: gateway.FieldEmail}, true
	r.Token = func(_ context.Context, token string) (gateway.Holder, error) {
		switch token {
		case "gone":
			return gateway.Holder{}, fmt.Errorf("%w: gone", gateway.ErrUnavailable)
		case "bad":
			return gateway.Holder{}, errors.New("bad")
		case "foreign":
			return gateway.Holder{Name: "bram", Tenants: []schema.TenantID{"de-brug"}}, nil
		case "none":
			return gateway.Holder{Name: "bram"}, nil
		case "any":
			return gateway.Holder{Name: "bram", AnyTenant: true}, nil
		}
		return gateway.Holder{Name: token, Tenants: []schema.TenantID{"veldzicht"}}, nil
	}
	g := open(t, r)
	els := ours.of(func(c *x509.Certificate) { c.EmailAddresses = []string{"els"} })
	const ours1, theirs = "192.0.2.7:1", "198.51.100.1:1"
	header := func(pairs ...string) func(string) []string {
		h := http.Header{}
		for i := 0; i < len(pairs); i += 2 {
			h.Add(pairs[i], pairs[i+1])
		}
		return h.Values
	}
	for _, tt := range []struct {
		why  string
		r    gateway.Request
		want string
	}{
		{"by header", gateway.Request{Peer: ours1, Values: header("X-User", "bram")}, "bram"},
		{"by header, over IPv6", gateway.Request{Peer: "[::ffff:192.0.2.7]:1", Values: header("X-User", "bram")}, "bram"},
		{"by header from elsewhere", gateway.Request{Peer: theirs, Values: header("X-User", "bram")}, ""},
		{"by header of no place", gateway.Request{Peer: "@", Values: header("X-User", "bram")}, ""},
		{"by header twice", gateway.Request{Peer: ours1, Values: header("X-User", "bram", "X-User", "bram")}, ""},
		{"by a blank header", gateway.Request{Peer: ours1, Values: header("X-User", "")}, ""},
		{"every user", gateway.Request{Peer: ours1, Values: header("X-User", "*")}, ""},
		{"by token", gateway.Request{Peer: theirs, Values: header("Authorization", "Bearer bram")}, "bram"},
		{"by token, in another case", gateway.Request{Peer: theirs, Values: header("Authorization", "bearer bram")}, "bram"},
		{"by token for all tenants", gateway.Request{Peer: theirs, Values: header("Authorization", "Bearer any")}, "bram"},
		{"by token of another tenant", gateway.Request{Peer: theirs, Values: header("Authorization", "Bearer foreign")}, ""},
		{"by token of no tenant", gateway.Request{Peer: theirs, Values: header("Authorization", "Bearer none")}, ""},
		{"by two tokens", gateway.Request{Peer: theirs, Values: header("Authorization", "Bearer bram", "Authorization", "Bearer bram")}, ""},
		{"by token and the same header", gateway.Request{Peer: ours1, Values: header("Authorization", "Bearer bram", "X-User", "bram")}, "bram"},
		{"by token and another header", gateway.Request{Peer: ours1, Values: header("Authorization", "Bearer bram", "X-User", "els")}, ""},
		{"by a bad token and a header", gateway.Request{Peer: ours1, Values: header("Authorization", "Bearer bad", "X-User", "bram")}, ""},
		{"by token and a header from elsewhere", gateway.Request{Peer: theirs, Values: header("Authorization", "Bearer bram", "X-User", "els")}, "bram"},
		{"by header, with a password", gateway.Request{Peer: ours1, Values: header("Authorization", "Basic eDp5", "X-User", "bram")}, "bram"},
		{"by certificate", gateway.Request{Peer: theirs, Values: header(), Connection: []*x509.Certificate{els}}, "els"},
		{"by certificate and another token", gateway.Request{Peer: theirs, Values: header("Authorization", "Bearer bram"), Connection: []*x509.Certificate{els}}, ""},
		{"a gateway with a certificate of its own", gateway.Request{Peer: ours1, Values: header(), Connection: []*x509.Certificate{els}}, ""},
		{"by header, of a gateway with a certificate", gateway.Request{Peer: ours1, Values: header("X-User", "bram"), Connection: []*x509.Certificate{els}}, "bram"},
		{"by principal", gateway.Request{Peer: ours1, Values: header(), Principal: "bram"}, "bram"},
		{"by principal from elsewhere", gateway.Request{Peer: theirs, Values: header(), Principal: "bram"}, ""},
		{"by principal and another header", gateway.Request{Peer: ours1, Values: header("X-User", "els"), Principal: "bram"}, ""},
		{"by nothing", gateway.Request{Peer: ours1, Values: header()}, ""},
	} {
		user, err := g.Requester(t.Context(), tt.r)
		if user.ID != tt.want || user.ID != "" && user.Tenant != "veldzicht" {
			t.Errorf("%s: got %s, %v, want %q", tt.why, user, err, tt.want)
		}
	}
	if _, err := g.Requester(t.Context(), gateway.Request{Peer: ours1, Values: header("Authorization", "Bearer gone", "X-User", "bram")}); !errors.Is(err, gateway.ErrUnavailable) {
		t.Errorf("an issuer that is gone: got %v", err)
	}

	// What the rules do not look at names nobody.
	plain := open(t, rules())
	for why, asked := range map[string]gateway.Request{
		"a token":             {Peer: ours1, Values: header("Authorization", "Bearer bram")},
		"a certificate":       {Peer: ours1, Values: header(), Connection: []*x509.Certificate{els}},
		"a principal":         {Peer: ours1, Values: header(), Principal: "bram"},
		"Envoy's certificate": {Peer: ours1, Values: header(), Certificate: escapedPEM(els)},
	} {
		if user, err := plain.Requester(t.Context(), asked); user != (schema.Ref{}) || err != nil {
			t.Errorf("%s: got %s, %v", why, user, err)
		}
	}
}

func TestWrongRules(t *testing.T) {
	pool := x509.NewCertPool()
	for why, spoil := range map[string]func(*gateway.Rules){
		"no way to know a user":    func(r *gateway.Rules) { r.UserHeader = "" },
		"nobody is trusted":        func(r *gateway.Rules) { r.Trusted = nil },
		"a principal of anybody's": func(r *gateway.Rules) { r.UserHeader, r.Principal, r.Trusted = "", true, nil },
		"certificates of nobody's": func(r *gateway.Rules) { r.CertificateHeader = "X-Certificate" },
		"a field of no authority":  func(r *gateway.Rules) { r.Certificates.Field = gateway.FieldDNS },
		"no field":                 func(r *gateway.Rules) { r.Certificates.Roots = pool },
		"a field that is none":     func(r *gateway.Rules) { r.Certificates = gateway.Certificates{Roots: pool, Field: "serial"} },
		"a user of no type":        func(r *gateway.Rules) { r.User = "{user}" },
		"a user without a place":   func(r *gateway.Rules) { r.User = "user:veldzicht/anna" },
		"a client for a user":      func(r *gateway.Rules) { r.User = "client:veldzicht/{user}" },
		"an unknown permission":    func(r *gateway.Rules) { r.Routes[0].Permission = "fly" },
		"a type from the path":     func(r *gateway.Rules) { r.Routes[0].Resource = "{id}:veldzicht/x" },
		"a part that is not there": func(r *gateway.Rules) { r.Routes[0].Resource = "client:veldzicht/{it}" },
		"a pattern that is none":   func(r *gateway.Rules) { r.Routes[0].Pattern = "GET clients" },
		"a pattern twice":          func(r *gateway.Rules) { r.Routes[1].Pattern = r.Routes[0].Pattern },
	} {
		r := rules()
		spoil(&r)
		if _, err := gateway.New(r); err == nil {
			t.Errorf("%s: got no error", why)
		}
	}
}
