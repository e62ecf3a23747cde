// Package service serves HTTP handlers to callers who have keys: over TLS, within
// limits, with health, metrics and a log, and with an end that fails no request.
package service

import (
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/net/netutil"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback"
	"github.com/remit-authz/remit/internal/phrase"
)

// What is not served, and why.
var (
	// ErrNoKeys means that a server had neither keys nor the word that it needs none.
	ErrNoKeys = phrase.Errorf("a server without keys would answer every program on the machine")
	// ErrUnsafe means that a server would be reached over a network without keys or
	// without TLS.
	ErrUnsafe = phrase.Errorf("beyond this machine nothing is served without keys and TLS")
)

// Keys finds the key that a caller shows. *keys.Ring does.
type Keys interface {
	Find(shown string, now time.Time) (keys.Key, error)
}

// Options are a Server's settings.
type Options struct {
	// Address is where it listens, such as "127.0.0.1:8080".
	Address string
	// Keys are those of its callers. Without any, Open has to be said.
	Keys Keys
	// Open says that whoever reaches a loopback address needs no key.
	Open bool
	// Certificate and PrivateKey are files in PEM, read again when they change; both
	// blank for no TLS.
	Certificate, PrivateKey string
	Routes                  []Route
	Limits                  Limits
	// Ready says why the service is not ready, or nil; nil itself is always ready.
	Ready func(context.Context) error
	// Warnings are what is wrong though requests should be sent here, a line each below
	// what /readyz answers: whoever asks has no key, so they name nothing. Nil has none.
	Warnings func() []string
	// Remarks are what was wrong and is over, so that nobody is to be called for it: in the
	// same way. Nil has none.
	Remarks func() []string
	// AskCertificates asks callers for a certificate in the handshake, which handlers
	// look at: whatever it is, and none at all, is let in here.
	AskCertificates bool
	// Trace makes spans of the requests of a route; nil makes none.
	Trace func(route string, next http.Handler) http.Handler
	// DrainFor is how long the server goes on after it has said that it is not ready,
	// so that whoever sends it requests learns it; none by default.
	DrainFor time.Duration
	// Collectors have metrics of what stands behind the routes, of no tenant, key or
	// user either.
	Collectors []prometheus.Collector
	// Log is told of every request; nobody by default.
	Log *slog.Logger
}

// Route is a part of what is served.
type Route struct {
	// Pattern is as http.ServeMux has it.
	Pattern string
	Handler http.Handler
	// May says whether a key is for it; nil serves everybody, who need no key.
	May func(keys.Key) bool
}

// Server serves until Close. Start makes one.
type Server struct {
	options  Options
	http     *http.Server
	done     chan error
	draining atomic.Bool
	metrics  *metrics
	limits   *limiter
	address  string
}

const (
	// How long a caller may take to send a request, and how long a connection may be
	// without one.
	headerWithin, requestWithin, answerWithin, idleFor = 5 * time.Second, 30 * time.Second, 90 * time.Second, 2 * time.Minute
	mostHeader                                         = 32 << 10
	mostConnections                                    = 4096
	// drainWithin bounds the wait for requests under way.
	drainWithin = 10 * time.Second
)

// Start listens and returns; it serves until Close, which the caller calls.
func Start(ctx context.Context, o Options) (*Server, error) {
	if err := o.validate(); err != nil {
		return nil, err
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{options: o, done: make(chan error, 1), metrics: newMetrics(o.Collectors), limits: newLimiter(o.Limits)}
	s.http = &http.Server{
		Handler:           s.handler(),
		ReadHeaderTimeout: headerWithin, ReadTimeout: requestWithin, WriteTimeout: answerWithin, IdleTimeout: idleFor,
		MaxHeaderBytes: mostHeader,
		ErrorLog:       slog.NewLogLogger(o.Log.Handler(), slog.LevelDebug),
	}
	if o.Certificate != "" {
		certificate, err := openCertificate(o.Certificate, o.PrivateKey, o.Log)
		if err != nil {
			return nil, err
		}
		s.http.TLSConfig = &tls.Config{MinVersion: tls.VersionTLS12, GetCertificate: certificate.current}
		if o.AskCertificates {
			s.http.TLSConfig.ClientAuth = tls.RequestClientCert
		}
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", o.Address)
	if err != nil {
		return nil, phrase.Errorf("serving on %s: %w", o.Address, err)
	}
	s.address = listener.Addr().String()
	go s.serve(netutil.LimitListener(listener, mostConnections))
	return s, nil
}

func (s *Server) serve(listener net.Listener) {
	defer close(s.done)
	var err error
	if s.http.TLSConfig != nil {
		err = s.http.ServeTLS(listener, "", "")
	} else {
		err = s.http.Serve(listener)
	}
	if !errors.Is(err, http.ErrServerClosed) {
		s.done <- err
	}
}

// Address is where it listens, with the port that the system chose where that was left
// to it.
func (s *Server) Address() string { return s.address }

// Done yields the error with which the server has stopped by itself; it is closed when
// it has stopped.
func (s *Server) Done() <-chan error { return s.done }

// Close says that the server is not ready, waits until that is known, and ends when
// the requests under way have, or after a while.
func (s *Server) Close() error {
	s.draining.Store(true)
	select {
	case <-time.After(s.options.DrainFor):
	case <-s.done:
	}
	ctx, cancel := context.WithTimeout(context.Background(), drainWithin)
	defer cancel()
	err := s.http.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = errors.Join(fmt.Errorf("some requests took longer than %s and were cut off", drainWithin), s.http.Close())
	}
	return err
}

func (o Options) validate() error {
	host, port, err := net.SplitHostPort(o.Address)
	if err != nil || port == "" {
		return phrase.Errorf("listen address %q: write it as HOST:PORT, such as %s", o.Address, "127.0.0.1:8080")
	}
	switch local := loopback.Is(host); {
	case (o.Certificate == "") != (o.PrivateKey == ""):
		return phrase.Errorf("a certificate needs its private key, and the other way round")
	case !local && (o.Keys == nil || o.Certificate == ""):
		return phrase.Errorf("address %s: %w", o.Address, ErrUnsafe)
	case o.Keys == nil && !o.Open:
		return phrase.Errorf("address %s: %w", o.Address, ErrNoKeys)
	case o.Keys != nil && o.Open:
		return errors.New("a server has keys, or needs none: not both")
	}
	return nil
}
