package hooks_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/hooks"
	"github.com/remit-authz/remit/schema"
)

var secret = []byte("0123456789abcdef0123456789abcdef")

var event = hooks.Event{
	Does: hooks.Start, Actor: "ada",
	User:   schema.Ref{Type: schema.TypeUser, Tenant: "veldzicht", ID: "anna"},
	Client: schema.Ref{Type: schema.TypeClient, Tenant: "veldzicht", ID: "c-1003"},
	At:     time.Date(2026, 11, 26, 12, 0, 0, 0, time.UTC), Until: time.Date(2026, 11, 26, 12, 30, 0, 0, time.UTC),
}

// reports are what is told of messages that are lost.
type reports struct {
	mu  sync.Mutex
	all []error
}

func (r *reports) add(err error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.all = append(r.all, err)
}

func (r *reports) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return fmt.Sprint(errors.Join(r.all...))
}

func server(t *testing.T, answer http.HandlerFunc) string {
	t.Helper()
	s := httptest.NewServer(answer)
	t.Cleanup(s.Close)
	return s.URL
}

func TestAMessageIsSignedAndHasIdsOnly(t *testing.T) {
	var got map[string]any
	url := server(t, func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		id, at := r.Header.Get("Webhook-Id"), r.Header.Get("Webhook-Timestamp")
		if r.Method != http.MethodPost || r.Header.Get("Webhook-Signature") != "v1,"+hooks.Sign(secret, id, at, body) || id == "" || at == "" {
			t.Errorf("%s %v", r.Method, r.Header)
		}
		_ = json.Unmarshal(body, &got)
	})
	lost := &reports{}
	teller := hooks.New([]hooks.Hook{{URL: url, Secret: secret}}, lost.add)
	if err := teller.Tell(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	teller.Close(10 * time.Second)
	delete(got, "id")
	want := map[string]any{
		"type": "emergency.start", "user": "user:veldzicht/anna", "client": "client:veldzicht/c-1003", "actor": "ada",
		"time": "2026-11-26T12:00:00Z", "until": "2026-11-26T12:30:00Z",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) || lost.text() != "<nil>" {
		t.Errorf("told %v, want %v; lost %s", got, want, lost.text())
	}
}

// The signature is HMAC-SHA256's of id, time and body, as another program computes it.
func TestSignature(t *testing.T) {
	got := hooks.Sign([]byte("secret"), "msg_1", "1614265330", []byte(`{"test": 2432232314}`))
	if want := "T49pOLi9Y59Pd0W8q5zvP9qTIc61pr4XaCUOi3i6Wj4="; got != want {
		t.Errorf("signed %s, want %s", got, want)
	}
}

// A hook that fails for a moment is told again; one that says no is not.
func TestRetries(t *testing.T) {
	for _, tt := range []struct {
		why   string
		codes []int
		tries int64
		lost  string
	}{
		{"it is there at once", []int{204}, 1, "<nil>"},
		{"it fails twice", []int{503, 429, 200}, 3, "<nil>"},
		{"it says no", []int{403}, 1, "it answered 403"},
		{"it redirects", []int{307}, 1, "no redirection is followed"},
	} {
		var tried atomic.Int64
		elsewhere := server(t, func(http.ResponseWriter, *http.Request) { t.Errorf("%s: a redirection was followed", tt.why) })
		url := server(t, func(w http.ResponseWriter, _ *http.Request) {
			code := tt.codes[min(int(tried.Add(1)), len(tt.codes))-1]
			w.Header().Set("Location", elsewhere)
			w.WriteHeader(code)
		})
		lost := &reports{}
		teller := hooks.New([]hooks.Hook{{URL: url, Secret: secret}}, lost.add)
		_ = teller.Tell(t.Context(), event)
		teller.Close(20 * time.Second)
		if tried.Load() != tt.tries || !strings.Contains(lost.text(), tt.lost) {
			t.Errorf("%s: %d tries, want %d; lost %s, want %s", tt.why, tried.Load(), tt.tries, lost.text(), tt.lost)
		}
	}
}

// A hook that answers without end, or not at all, holds nobody up: neither the act nor
// the other hooks.
func TestNobodyWaits(t *testing.T) {
	free := make(chan struct{})
	slow := server(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body)
		select {
		case <-free:
		case <-r.Context().Done():
		}
	})
	huge := server(t, func(w http.ResponseWriter, _ *http.Request) {
		for range 10_000 {
			if _, err := w.Write(make([]byte, 64<<10)); err != nil {
				return
			}
		}
		t.Error("all of a huge answer was read")
	})
	told := make(chan struct{})
	well := server(t, func(http.ResponseWriter, *http.Request) { close(told) })
	lost := &reports{}
	teller := hooks.New([]hooks.Hook{{URL: slow, Secret: secret, Timeout: time.Minute}, {URL: huge, Secret: secret}, {URL: well, Secret: secret}}, lost.add)
	begin := time.Now()
	if err := teller.Tell(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(begin); took > 5*time.Second {
		t.Errorf("the act waited %s", took)
	}
	select {
	case <-told:
	case <-time.After(20 * time.Second):
		t.Error("the hook that is well was not told")
	}
	teller.Close(100 * time.Millisecond) // the slow one is given up
	close(free)
	if !strings.Contains(lost.text(), slow) || strings.Contains(lost.text(), huge) {
		t.Errorf("lost %s, want what the slow one was to be told", lost.text())
	}
}

// What no longer finds room is reported, and not waited for.
func TestTooManyWait(t *testing.T) {
	slow := server(t, func(_ http.ResponseWriter, r *http.Request) {
		_, _ = io.Copy(io.Discard, r.Body) // a server sees that a caller is gone after the body only
		<-r.Context().Done()
	})
	lost := &reports{}
	teller := hooks.New([]hooks.Hook{{URL: slow, Secret: secret, Timeout: time.Minute}}, lost.add)
	for range 1100 {
		if err := teller.Tell(t.Context(), event); err != nil {
			t.Fatal(err)
		}
	}
	if !strings.Contains(lost.text(), "too many messages wait for it") {
		t.Errorf("lost %s", lost.text())
	}
	teller.Close(0)
	if n := strings.Count(lost.text(), "was not told"); n != 1100 {
		t.Errorf("%d of 1100 that nobody took are reported", n)
	}
}

// One that is required fails the answer; one that is not, does not.
func TestRequired(t *testing.T) {
	no := server(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusForbidden) })
	lost := &reports{}
	teller := hooks.New([]hooks.Hook{{URL: no, Secret: secret, Required: true}, {URL: no, Secret: secret}}, lost.add)
	defer teller.Close(time.Second)
	if err := teller.Tell(t.Context(), event); err == nil || !strings.Contains(err.Error(), "was not told of the start of user:veldzicht/anna's access") {
		t.Errorf("a required hook that says no: %v", err)
	}
	other := event
	other.Does = hooks.Stop
	only := hooks.New([]hooks.Hook{{URL: no, Secret: secret, Required: true, On: []string{hooks.Start}}}, lost.add)
	defer only.Close(time.Second)
	if err := only.Tell(t.Context(), other); err != nil {
		t.Errorf("a hook for starts is told of a stop: %v", err)
	}
}

func TestCommand(t *testing.T) {
	folder := t.TempDir()
	script, out := filepath.Join(folder, "hook"), filepath.Join(folder, "out")
	if err := os.WriteFile(script, []byte("#!/bin/sh\ncat >\"$1\"\nenv >>\"$1\"\n"), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("REMIT_KEY", "a-secret-of-this-process")
	lost := &reports{}
	// What a shell would take apart is one argument.
	teller := hooks.New([]hooks.Hook{{Command: []string{script, out + "; touch second"}, Required: true}}, lost.add)
	if err := teller.Tell(t.Context(), event); err != nil {
		t.Fatal(err)
	}
	teller.Close(time.Second)
	told, err := os.ReadFile(out + "; touch second")
	if err != nil || !strings.Contains(string(told), `"client":"client:veldzicht/c-1003"`) || strings.Contains(string(told), "REMIT_KEY") {
		t.Errorf("told %q (%v)", told, err)
	}
	for _, tt := range []struct {
		why, want string
		hook      hooks.Hook
	}{
		{"a program that there is not", "no such file", hooks.Hook{Command: []string{folder + "/none"}, Required: true}},
		{"one that never ends", "deadline exceeded", hooks.Hook{Command: []string{"sleep", "600"}, Required: true, Timeout: 50 * time.Millisecond}},
		{"one that fails", "exit status 1", hooks.Hook{Command: []string{"false"}, Required: true}},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), 30*time.Second)
		teller := hooks.New([]hooks.Hook{tt.hook}, lost.add)
		if err := teller.Tell(ctx, event); err == nil || !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %s", tt.why, err, tt.want)
		}
		cancel()
		teller.Close(time.Second)
	}
}

func TestValidate(t *testing.T) {
	for _, tt := range []struct {
		why, want string
		hook      hooks.Hook
	}{
		{"a command", "", hooks.Hook{Command: []string{"/bin/true"}}},
		{"an address", "", hooks.Hook{URL: "https://dpo.example.org/hook", Secret: secret}},
		{"one on this machine", "", hooks.Hook{URL: "http://127.0.0.1:8080/", Secret: secret}},
		{"neither", "a command or a url", hooks.Hook{}},
		{"both", "and not both", hooks.Hook{Command: []string{"x"}, URL: "https://x", Secret: secret}},
		{"an address in clear", "is to begin with https://", hooks.Hook{URL: "http://dpo.example.org/", Secret: secret}},
		{"a file", "is to begin with https://", hooks.Hook{URL: "file:///etc/passwd", Secret: secret}},
		{"a short secret", "24 at least", hooks.Hook{URL: "https://x", Secret: []byte("short")}},
		{"another event", "is none of", hooks.Hook{Command: []string{"x"}, On: []string{"begin"}}},
	} {
		err := tt.hook.Validate()
		if (err == nil) != (tt.want == "") || err != nil && !strings.Contains(err.Error(), tt.want) {
			t.Errorf("%s: %v, want %q", tt.why, err, tt.want)
		}
	}
}
