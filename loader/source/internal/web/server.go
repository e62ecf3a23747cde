// Package web reads the pages of one server's interface: whole or not at all,
// within bounds, and no faster than the server likes.
package web

import (
	"crypto/tls"
	"crypto/x509"
	"net/http"
	"net/url"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"github.com/remit-authz/remit/internal/files"
	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

// Server says which interface is read, and how much of it. The address must be
// set; the other zero values are those that their comments name.
type Server struct {
	// Address is where the interface begins: an https address, or an http one of
	// this machine. Nothing that does not begin with it is ever asked for.
	Address string `yaml:"address"`
	// TokenFile holds the token that is sent ("Authorization: Bearer"). Nobody but
	// its owner may use it. Blank: none is sent.
	TokenFile string `yaml:"token_file" path:"folder"`
	// User is whom the interface knows by a password ("Authorization: Basic"), which
	// is then what TokenFile holds. Blank: the token goes alone.
	User string `yaml:"user"`
	// CAFile holds the certificates, in PEM, that the server's must be signed by.
	// Blank: those that this machine trusts.
	CAFile string `yaml:"ca_file" path:"folder"`
	// Timeout is how long the whole reading may take; zero: ten minutes.
	Timeout time.Duration `yaml:"timeout"`
	// RequestsPerSecond is how often the server is asked; zero: 5.
	RequestsPerSecond float64 `yaml:"requests_per_second"`
	// MaxPages is how many pages are read in all; zero: 10,000.
	MaxPages int `yaml:"max_pages"`
	// MaxBytes is how many bytes they may have together; zero: 256 MiB.
	MaxBytes int64 `yaml:"max_bytes"`
}

func (s Server) withDefaults() Server {
	if s.Timeout == 0 {
		s.Timeout = 10 * time.Minute
	}
	if s.RequestsPerSecond == 0 {
		s.RequestsPerSecond = 5
	}
	if s.MaxPages == 0 {
		s.MaxPages = 10_000
	}
	if s.MaxBytes == 0 {
		s.MaxBytes = 256 << 20
	}
	return s
}

// Unused is an error for a server that is set beside files, which are what is read.
func (s Server) Unused() error {
	if s == (Server{}) {
		return nil
	}
	return phrase.Errorf("there are files and a server: say which of the two is read, by leaving out its path or its server")
}

// Open makes ready to read. Nothing is asked for yet.
func (s Server) Open() (*Reader, error) {
	s = s.withDefaults()
	base, err := baseOf(s.Address)
	if err != nil {
		return nil, err
	}
	if s.Timeout < 0 || s.RequestsPerSecond < 0 || s.MaxPages < 0 || s.MaxBytes < 0 {
		return nil, phrase.Errorf("server: timeout, requests_per_second, max_pages and max_bytes are not below zero")
	}
	r := &Reader{base: base, server: s, limit: rate.NewLimiter(rate.Limit(s.RequestsPerSecond), 1), left: s.MaxBytes, seen: map[string]bool{}}
	if s.TokenFile != "" {
		if r.token, err = token(s.TokenFile); err != nil {
			return nil, phrase.Errorf("server: token_file: %w", err)
		}
	}
	if s.User != "" && r.token == "" {
		return nil, phrase.Errorf("server: there is a user and no password: put it in a file, and name that in token_file")
	}
	roots, err := Roots(s.CAFile)
	if err != nil {
		return nil, phrase.Errorf("server: %w", err)
	}
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	// A page never answers from elsewhere: it would get the token.
	r.client = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return r, nil
}

// token reads what can be sent in a header.
func token(file string) (string, error) {
	secret, err := files.ReadSecret(file)
	if err == nil && strings.ContainsFunc(secret, func(r rune) bool { return r < '!' || r > '~' }) {
		return "", phrase.Errorf("%s has a blank, or what is not ASCII, in the token", file)
	}
	return secret, err
}

func baseOf(address string) (*url.URL, error) {
	if address == "" {
		return nil, phrase.Errorf("server: the address is not set, such as https://tenant.example/api/v1")
	}
	base, err := url.Parse(address)
	switch {
	case err != nil:
		return nil, phrase.Errorf("server: the address is none: write it as https://tenant.example/api/v1")
	case base.User != nil:
		return nil, phrase.Errorf("server: the address has a name or a password in it: they belong in token_file")
	case base.Host == "", base.RawQuery != "", base.Fragment != "":
		return nil, phrase.Errorf("server: address %q: write it as https://tenant.example/api/v1", address)
	case base.Scheme != "https" && !(base.Scheme == "http" && loopback.Is(base.Hostname())):
		return nil, phrase.Errorf("server: address %q is not https: whoever listens would have the token, and could change what is read", address)
	}
	base.Path = strings.TrimSuffix(base.Path, "/")
	return base, nil
}

// Roots reads certificates to trust instead of the machine's; nil for a blank
// name.
func Roots(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	f, err := files.Open(file)
	if err != nil {
		return nil, phrase.Errorf("ca_file: %w", err)
	}
	defer func() { _ = f.Close() }() // it was read
	content, err := files.ReadAll(f, 4<<20)
	if err != nil {
		return nil, phrase.Errorf("ca_file %s: %w", file, err)
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(content) {
		return nil, phrase.Errorf("ca_file %s has no certificate in it: it must be PEM, with -----BEGIN CERTIFICATE-----", file)
	}
	return pool, nil
}
