package service_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/service"
)

// lines is a log that several write to.
type lines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *lines) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(b)
}

// of are the lines of a log, each an object.
func (l *lines) of(t *testing.T) (all []map[string]any) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	for line := range strings.Lines(l.text.String()) {
		var told map[string]any
		if err := json.Unmarshal([]byte(line), &told); err != nil {
			t.Fatalf("%q: %v", line, err)
		}
		all = append(all, told)
	}
	return all
}

// The log of calls, line by line: one for each call, in their order, of these fields and no
// others; who calls, with what and about whom is in none of them.
func TestAccessLog(t *testing.T) {
	log := &lines{}
	address := loopbacktest.Address(t)
	s := start(t, service.Options{Address: address, Keys: one("key-that-nobody-else-has"), Routes: routes(echo), Log: slog.New(slog.NewJSONHandler(log, nil))})
	calls := []struct {
		method, path, key, body, route string
		status                         float64
	}{
		{"POST", "/echo/anna", "key-that-nobody-else-has", "body-of-a-call", "POST /echo/{id}", 200},
		{"POST", "/echo/anna?reason=secret-reason", "wrong-key-of-a-caller", "x", "POST /echo/{id}", 401},
		{"POST", "/act", "key-that-nobody-else-has", "", "POST /act", 403},
		{"GET", "/public", "", "x", "GET /public", 200},
		{"GET", "/livez", "", "", "GET /livez", 200},
		{"POST", "/panic", "key-that-nobody-else-has", "", "POST /panic", 500},
		{"GET", "/none/anna", "", "", "none", 404},
		{"PUT", "/public", "", "", "none", 405},
		{"GET", "/" + url.PathEscape("a\n{\"msg\":\"request\",\"status\":200}\r\x1b[2J\u202e\u2028anna"), "", "", "none", 404},
	}
	for _, c := range calls {
		got := send(t, http.DefaultClient, c.method, "http://"+address+c.path, c.key, c.body)
		if float64(got.code) != c.status {
			t.Errorf("%s %s: got %d, want %v", c.method, c.path, got.code, c.status)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	var told []map[string]any
	for _, line := range log.of(t) {
		if line["msg"] == "request" {
			told = append(told, line)
		} else if line["level"] != "ERROR" || line["panic"] != "secret" {
			t.Errorf("a line of no call: %v", line)
		}
	}
	if len(told) != len(calls) {
		t.Fatalf("%d calls have %d lines: %v", len(calls), len(told), told)
	}
	for i, c := range calls {
		line := told[i]
		if line["level"] != "INFO" || line["method"] != c.method || line["route"] != c.route || line["status"] != c.status {
			t.Errorf("%s %s: got %v", c.method, c.path, line)
		}
		if _, err := time.Parse(time.RFC3339Nano, fmt.Sprint(line["time"])); err != nil {
			t.Error(err)
		}
		if took, is := line["duration"].(float64); !is || took <= 0 || took > float64(time.Minute) {
			t.Errorf("%s %s: took %v", c.method, c.path, line["duration"])
		}
		if n, is := line["bytes"].(float64); !is || c.status == 200 && n == 0 {
			t.Errorf("%s %s: %v bytes", c.method, c.path, line["bytes"])
		}
		if got, want := keysOf(line), []string{"bytes", "duration", "level", "method", "msg", "route", "status", "time"}; !slices.Equal(got, want) {
			t.Errorf("%s %s: got the fields %v, want %v", c.method, c.path, got, want)
		}
	}
	whole := log.text.String()
	for _, never := range []string{"anna", "key-that", "wrong-key", "body-of", "secret-reason", "id-1", "Bearer", "\x1b", "\u202e"} {
		if strings.Contains(whole, never) {
			t.Errorf("the log has %q: %s", never, whole)
		}
	}
}

// At the level of debugging a path is told, and a call's id: each as a text in one line,
// whatever is in it, and still no key.
func TestAccessLogOfDebugging(t *testing.T) {
	log := &lines{}
	address := loopbacktest.Address(t)
	s := start(t, service.Options{Address: address, Keys: one("key-that-nobody-else-has"), Routes: routes(echo), Log: slog.New(slog.NewJSONHandler(log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	const odd = "a\n{\"msg\":\"request\",\"status\":200}\r\x1b[2J"
	for _, key := range []string{"key-that-nobody-else-has", "wrong-key-of-a-caller"} {
		send(t, http.DefaultClient, "POST", "http://"+address+"/echo/"+url.PathEscape(odd), key, "body-of-a-call")
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	var paths, calls int
	for _, line := range log.of(t) {
		switch {
		case line["path"] != nil:
			paths++
			if line["path"] != "/echo/"+odd || line["request_id"] != "id-1" {
				t.Errorf("got %v", line)
			}
		case line["msg"] == "request":
			calls++
		}
	}
	if paths != 2 || calls != 2 {
		t.Errorf("2 calls have %d lines, and %d with a path", calls, paths)
	}
	for _, never := range []string{"key-that", "wrong-key", "body-of", "\x1b"} {
		if strings.Contains(log.text.String(), never) {
			t.Errorf("the log has %q: %s", never, log.text.String())
		}
	}
}

func keysOf(line map[string]any) (keys []string) {
	for key := range line {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
