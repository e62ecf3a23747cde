package service

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback"
)

// handler serves the routes, with health beside them.
func (s *Server) handler() http.Handler {
	mux := http.NewServeMux()
	routes := append(s.options.Routes,
		Route{Pattern: "GET /livez", Handler: http.HandlerFunc(live)},
		Route{Pattern: "GET /readyz", Handler: http.HandlerFunc(s.ready)},
		Route{Pattern: "GET /metrics", Handler: s.metrics.handler(), May: keys.Key.MayAdminister})
	// The paths alone, of which it says that one is asked by another method, or is not there.
	paths := http.NewServeMux()
	for i, r := range routes {
		paths.Handle(r.Pattern, http.NotFoundHandler())
		next := r.Handler
		if r.May != nil {
			next = s.admit(r.May, next)
		} else {
			next = s.once(next)
		}
		if s.options.Trace != nil && i < len(s.options.Routes) {
			next = s.options.Trace(r.Pattern, next)
		}
		mux.Handle(r.Pattern, s.observe(r.Pattern, next))
	}
	mux.Handle("/", s.observe("none", s.once(paths)))
	var all http.Handler = mux
	if s.options.Open {
		all = onlyLocal(http.NewCrossOriginProtection().Handler(mux))
	}
	return identified(s.giveUp(all))
}

// giveUp closes each connection with its next answer once the server drains: so that
// none is left to be closed, at its end, under a request that is on its way. It closes
// one, too, whose request came in chunks: it may have had a length besides, by which a
// proxy in between would take what follows for something else (RFC 9112, 6.1).
func (s *Server) giveUp(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.draining.Load() || len(r.TransferEncoding) > 0 {
			w.Header().Set("Connection", "close")
		}
		next.ServeHTTP(w, r)
	})
}

// once closes the connection of a request that needs no key, where others do: whoever
// has none must not hold one that callers with a key would need.
func (s *Server) once(next http.Handler) http.Handler {
	if s.options.Open {
		return next
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Connection", "close")
		next.ServeHTTP(w, r)
	})
}

// requestID is the header by which a caller tells its requests apart: it comes back
// with whatever is answered.
const requestID = "X-Request-ID"

func identified(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if id := r.Header.Get(requestID); id != "" {
			w.Header().Set(requestID, id)
		}
		next.ServeHTTP(w, r)
	})
}

// onlyLocal refuses what a page in a browser asks under a name of its own that leads
// to this machine: without keys nothing else would.
func onlyLocal(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		host := r.Host
		if h, _, err := net.SplitHostPort(host); err == nil {
			host = h
		}
		if !loopback.Is(strings.Trim(host, "[]")) {
			http.Error(w, "without keys the service answers to this machine's own names only", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

type keyInContext struct{}

// KeyOf is the key that a request came with; false where it needed none.
func KeyOf(r *http.Request) (keys.Key, bool) {
	k, ok := r.Context().Value(keyInContext{}).(keys.Key)
	return k, ok
}

// anybody is who calls where no key is needed.
var anybody = keys.Key{Purpose: keys.Write, Everywhere: true}

// admit lets requests through whose key is for them, within its limits.
func (s *Server) admit(may func(keys.Key) bool, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		key := anybody
		if !s.options.Open {
			if len(r.Header.Values("Authorization")) > 1 {
				w.Header().Set("Connection", "close")
				http.Error(w, "the request has more than one Authorization header: send one", http.StatusBadRequest)
				return
			}
			var err error
			if key, err = s.options.Keys.Find(shown(r), time.Now()); err != nil {
				s.refuse(w, err)
				return
			}
			if !may(key) {
				http.Error(w, "the key is for something else", http.StatusForbidden)
				return
			}
		}
		release, wait := s.limits.take(key.ID, time.Now())
		if wait > 0 {
			s.metrics.limited.Inc()
			w.Header().Set("Retry-After", strconv.Itoa(int((wait+time.Second-1)/time.Second)))
			http.Error(w, "the key has more requests than it may", http.StatusTooManyRequests)
			return
		}
		defer release()
		r.Body = http.MaxBytesReader(w, r.Body, s.limits.Bytes)
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), keyInContext{}, key)))
	})
}

// refuse ends a request whose key is not known. Its connection is closed, so that
// nobody holds one without a key.
func (s *Server) refuse(w http.ResponseWriter, err error) {
	w.Header().Set("Connection", "close")
	if errors.Is(err, keys.ErrUnknown) {
		s.options.Log.Debug("refused", "error", err)
		w.Header().Set("WWW-Authenticate", `Bearer realm="remit"`)
		http.Error(w, "the request has no key that is good: send it as a bearer token", http.StatusUnauthorized)
		return
	}
	s.options.Log.Error("no key is known", "error", err)
	w.Header().Set("Retry-After", "1")
	http.Error(w, "no key can be looked up now", http.StatusServiceUnavailable)
}

// shown is the key that a request brings; blank for none.
func shown(r *http.Request) string {
	scheme, token, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	if !strings.EqualFold(scheme, "Bearer") {
		return ""
	}
	return strings.TrimSpace(token)
}

// observe counts and logs requests. What they are about stays out of both: only at
// the level of debugging is a path told, and the caller's id of the request.
func (s *Server) observe(route string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begun := time.Now()
		answer := &answer{ResponseWriter: w}
		s.metrics.running.Inc()
		defer func() {
			if p := recover(); p != nil {
				s.options.Log.Error("a request has failed", "route", route, "panic", p, "stack", string(debug.Stack()))
				if answer.code == 0 {
					http.Error(answer, "the request has failed", http.StatusInternalServerError)
				}
			}
			took := time.Since(begun)
			s.metrics.running.Dec()
			s.metrics.ended(route, answer.status(), took)
			s.options.Log.Info("request", "method", r.Method, "route", route, "status", answer.status(), "bytes", answer.bytes, "duration", took)
			s.options.Log.Debug("request", "path", r.URL.Path, "request_id", r.Header.Get(requestID))
		}()
		next.ServeHTTP(answer, r)
	})
}

// answer remembers what was answered.
type answer struct {
	http.ResponseWriter
	code, bytes int
}

func (a *answer) WriteHeader(code int) {
	if a.code == 0 {
		a.code = code
	}
	a.ResponseWriter.WriteHeader(code)
}

func (a *answer) Write(p []byte) (int, error) {
	if a.code == 0 {
		a.code = http.StatusOK
	}
	n, err := a.ResponseWriter.Write(p)
	a.bytes += n
	return n, err
}

// Unwrap is for http.ResponseController.
func (a *answer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

func (a *answer) status() int {
	if a.code == 0 {
		return http.StatusOK
	}
	return a.code
}

// live says that the process serves.
func live(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok\n")) }

// readyWithin bounds one look at whether the service is ready.
const readyWithin = 2 * time.Second

// ready says whether requests should be sent here. Why not is in the log.
func (s *Server) ready(w http.ResponseWriter, r *http.Request) {
	ctx, cancel := context.WithTimeout(r.Context(), readyWithin)
	defer cancel()
	err := errors.New("it is ending")
	if !s.draining.Load() {
		err = nil
		if s.options.Ready != nil {
			err = s.options.Ready(ctx)
		}
	}
	if err != nil {
		s.options.Log.Warn("not ready", "error", err)
		http.Error(w, "not ready", http.StatusServiceUnavailable)
		return
	}
	live(w, r)
	for _, said := range []struct {
		as    string
		lines func() []string
	}{{"warning", s.options.Warnings}, {"note", s.options.Remarks}} {
		if said.lines == nil {
			continue
		}
		for _, line := range said.lines() {
			_, _ = fmt.Fprintf(w, "%s: %s\n", said.as, line)
		}
	}
}
