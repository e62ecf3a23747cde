package web_test

import (
	"context"
	"encoding/pem"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/remit-authz/remit/loader/source/internal/web"
)

// chain reads all pages of a server as its Link headers have them.
func chain(t *testing.T, s web.Server) ([]web.Page, error) {
	t.Helper()
	if s.RequestsPerSecond == 0 {
		s.RequestsPerSecond = 10_000
	}
	r, err := s.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	ctx, cancel := r.Timeout(t.Context())
	defer cancel()
	get := func(address string) (web.Page, error) { return r.Get(ctx, address) }
	first, err := get(r.Base() + "/users")
	return web.Chain(first, err, func(p web.Page) (string, error) { return p.Next, nil }, get)
}

func serve(t *testing.T, h http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL + "/api"
}

func answer(w http.ResponseWriter, next, content string) {
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	if next != "" {
		w.Header().Set("Link", "<"+next+`>; rel="next"`)
	}
	fmt.Fprint(w, content)
}

func TestPagesFollowEachOther(t *testing.T) {
	asked := 0
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked++
		switch {
		case r.Header.Get("Authorization") != "Bearer s3cret":
			t.Errorf("asked with %q", r.Header.Get("Authorization"))
		case asked == 2: // a server that is busy for a moment
			w.Header().Set("Retry-After", "0")
			w.WriteHeader(http.StatusTooManyRequests)
		case r.URL.RawQuery == "":
			answer(w, "?page=2", "[1]")
		default:
			answer(w, "", "[2]")
		}
	})
	pages, err := chain(t, web.Server{Address: address, TokenFile: secret(t, "s3cret\n", 0o600)})
	if err != nil {
		t.Fatal(err)
	}
	if len(pages) != 2 || asked != 3 || string(pages[1].Content) != "[2]" || pages[1].Address != address+"/users?page=2" {
		t.Errorf("asked %d times, got %v", asked, pages)
	}
}

func TestAUserHasAPassword(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); user != "remit" || password != "s3cret" || !ok {
			t.Errorf("asked as %q with %q", user, password)
		}
		answer(w, "", "[]")
	})
	if _, err := chain(t, web.Server{Address: address, User: "remit", TokenFile: secret(t, "s3cret", 0o600)}); err != nil {
		t.Error(err)
	}
}

func secret(t *testing.T, content string, mode os.FileMode) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(name, []byte(content), mode); err != nil {
		t.Fatal(err)
	}
	return name
}

// Whatever a server does, there are all its pages or none.
func TestFaults(t *testing.T) {
	var page atomic.Int64
	for _, tt := range []struct {
		why    string
		server web.Server
		serve  http.HandlerFunc
		want   string
	}{
		{"a sign-in page", web.Server{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			fmt.Fprint(w, "<html>Sign in</html>")
		}, `answered with "text/html" and not with JSON`},
		{"the same next page", web.Server{}, func(w http.ResponseWriter, _ *http.Request) { answer(w, "/api/users?page=2", "[]") },
			"a second time: the chain of pages does not end"},
		{"ever more pages", web.Server{MaxPages: 20}, func(w http.ResponseWriter, _ *http.Request) {
			answer(w, fmt.Sprintf("?page=%d", page.Add(1)), "[]")
		}, "has more than 20 pages: raise max_pages"},
		{"a chain to another host", web.Server{}, func(w http.ResponseWriter, _ *http.Request) { answer(w, "http://127.0.0.2/api/users", "[]") },
			"http://127.0.0.2/api/users is not part of http://127.0.0.1"},
		{"a chain to another tenant of the host", web.Server{}, func(w http.ResponseWriter, _ *http.Request) { answer(w, "/apiary/users", "[]") },
			"a chain of pages stays there"},
		{"a chain out of the interface", web.Server{}, func(w http.ResponseWriter, _ *http.Request) { answer(w, "/api/%2e%2e/other", "[]") },
			"a chain of pages stays there"},
		{"a redirect", web.Server{}, func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/api/other", http.StatusFound) },
			"302 Found, and leads to another address, which is not followed"},
		{"no right", web.Server{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) },
			"401 Unauthorized: is the token in token_file the right one"},
		{"gone", web.Server{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusGone) },
			"the server answered 410 Gone"},
		{"no time today", web.Server{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Retry-After", "86400")
			w.WriteHeader(http.StatusTooManyRequests)
		}, "wants to be left alone for 24h"},
		{"too much", web.Server{MaxBytes: 100}, func(w http.ResponseWriter, _ *http.Request) {
			answer(w, "", "["+strings.Repeat(" ", 200)+"]")
		}, "more than 100 bytes together: raise max_bytes"},
		{"too much on all pages", web.Server{MaxBytes: 100}, func(w http.ResponseWriter, _ *http.Request) {
			answer(w, fmt.Sprintf("?page=%d", page.Add(1)), strings.Repeat(" ", 30))
		}, "more than 100 bytes together: raise max_bytes"},
		{"half an answer", web.Server{}, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			answer(w, "", "[1,")
		}, "the answer ended early"},
		{"slow", web.Server{Timeout: 100 * time.Millisecond}, func(w http.ResponseWriter, r *http.Request) {
			answer(w, "", "[1")
			w.(http.Flusher).Flush()
			<-r.Context().Done()
		}, "was not read whole within 100ms: nothing of it is used"},
		{"ill", web.Server{}, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusBadGateway) },
			"the server answered 502 Bad Gateway"},
	} {
		t.Run(tt.why, func(t *testing.T) {
			t.Parallel()
			tt.server.Address = serve(t, tt.serve)
			pages, err := chain(t, tt.server)
			if err == nil || !strings.Contains(err.Error(), tt.want) {
				t.Errorf("got %d pages and %v, want %s", len(pages), err, tt.want)
			}
			if pages != nil {
				t.Errorf("got %d pages with the error", len(pages))
			}
		})
	}
}

func TestServersMustBeWhoTheyAre(t *testing.T) {
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { answer(w, "", "[]") }))
	defer server.Close()
	server.Config.ErrorLog = nil
	_, err := chain(t, web.Server{Address: server.URL})
	if err == nil || !strings.Contains(err.Error(), "set ca_file to the certificate of who signed the server's") {
		t.Errorf("got %v, want the unknown certificate refused", err)
	}
	ca := secret(t, string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})), 0o644)
	if pages, err := chain(t, web.Server{Address: server.URL, CAFile: ca}); err != nil || len(pages) != 1 {
		t.Errorf("got %v and %v", pages, err)
	}
}

func TestAReadingEndsWithItsContext(t *testing.T) {
	address := serve(t, func(w http.ResponseWriter, r *http.Request) { <-r.Context().Done() })
	r, err := web.Server{Address: address}.Open()
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	why := errors.New("the program ends")
	time.AfterFunc(50*time.Millisecond, func() { cancel(why) })
	if _, err := r.Get(ctx, r.Base()+"/users"); !errors.Is(err, why) {
		t.Errorf("got %v, want %v", err, why)
	}
}

func TestSettingsAreRefused(t *testing.T) {
	for _, tt := range []struct {
		server web.Server
		want   string
	}{
		{web.Server{}, "server: the address is not set"},
		{web.Server{Address: "http://example.org/api"}, "is not https: whoever listens would have the token"},
		{web.Server{Address: "https://me:s3cret@example.org/api"}, "has a name or a password in it"},
		{web.Server{Address: "https://example.org/api?x=1"}, "write it as https://tenant.example/api/v1"},
		{web.Server{Address: "https://example.org", TokenFile: secret(t, "s3cret", 0o644)}, "others than its owner may use it"},
		{web.Server{Address: "https://example.org", TokenFile: secret(t, "", 0o600)}, "is empty"},
		{web.Server{Address: "https://example.org", TokenFile: secret(t, "s3cret\nX-Other: x", 0o600)}, "more than one line"},
		{web.Server{Address: "https://example.org", TokenFile: secret(t, "s3cret s3cret", 0o600)}, "has a blank"},
		{web.Server{Address: "https://example.org", CAFile: secret(t, "x", 0o600)}, "has no certificate in it"},
		{web.Server{Address: "https://example.org", User: "remit"}, "there is a user and no password"},
		{web.Server{Address: "https://example.org", MaxPages: -1}, "are not below zero"},
	} {
		_, err := tt.server.Open()
		if err == nil || !strings.Contains(err.Error(), tt.want) || strings.Contains(err.Error(), "s3cret") {
			t.Errorf("%+v: got %v, want %s", tt.server, err, tt.want)
		}
	}
}
