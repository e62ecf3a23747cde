package main

import (
	"encoding/csv"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/schema"
)

// Two instances behind a real haproxy, as the README has it, are ended and started again
// one after the other, and no request fails.
func TestRollingRestart(t *testing.T) {
	haproxy := needs(t, "haproxy", "haproxy")
	c := startCluster(t)
	write := makeKey(t, c.keys, keys.Key{Purpose: keys.Write, Tenants: []schema.TenantID{"veldzicht"}})
	one, first := c.before(t, "--drain-for", "3s")
	two, second := c.before(t, "--drain-for", "3s")
	proxy, looks := loopbacktest.Address(t), loopbacktest.Address(t)
	file := filepath.Join(t.TempDir(), "haproxy.cfg")
	text := fmt.Sprintf(`global
    maxconn 500
defaults
    mode http
    timeout connect 2s
    timeout client 30s
    timeout server 30s
frontend callers
    bind %s
    default_backend remit
frontend looks
    bind %s
    stats enable
    stats uri /
%s
`, proxy, looks, strings.NewReplacer("127.0.0.1:8081", first, "127.0.0.1:8082", second).Replace(block(t, "haproxy", "/readyz")))
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	starts(t, proxy, haproxy, "-db", "-f", file)
	waitUntil(t, "the proxy knows that both are ready", func() bool { return upOf(t, looks) == 2 })

	var stop atomic.Bool
	var asked, failed atomic.Int64
	var asking sync.WaitGroup
	client := &http.Client{Timeout: 20 * time.Second, Transport: &http.Transport{MaxIdleConnsPerHost: 8}}
	for i := range 8 {
		asking.Go(func() {
			for n := i; !stop.Load(); n++ {
				path, body, want := "/access/v1/evaluation", `{"subject":{"type":"user","id":"bram"},"action":{"name":"view_dossier"},"resource":{"type":"client","id":"c-1001"}}`, `{"decision":true}`
				switch n % 3 {
				case 1:
					body, want = strings.Replace(body, "c-1001", "c-1003", 1), `{"decision":false}`
				case 2: // an act, which must not be sent twice
					path, body, want = "/v1/objects", fmt.Sprintf(`{"by":"user:veldzicht/els","object":"client:veldzicht/%d-%d"}`, i, n), `{"revision":`
				}
				asked.Add(1)
				if got, err := ask(client, "http://"+proxy+path, write, body); err != nil || !strings.HasPrefix(got, want) {
					if failed.Add(1) < 10 {
						t.Errorf("%s %s: got %s (%v), want %s", path, body, got, err, want)
					}
				}
			}
		})
	}
	for _, p := range []*process{one, two, one} {
		time.Sleep(time.Second)
		before := asked.Load()
		p.end()
		if asked.Load() == before {
			t.Error("nothing was asked meanwhile")
		}
		p.start()
		waitUntil(t, "the proxy knows that both are ready", func() bool { return upOf(t, looks) == 2 })
	}
	stop.Store(true)
	asking.Wait()
	t.Logf("%d of %d requests failed", failed.Load(), asked.Load())
}

// upOf is how many servers the proxy has found ready.
func upOf(t *testing.T, looks string) (n int) {
	t.Helper()
	answer, err := http.Get("http://" + looks + "/;csv")
	if err != nil {
		return 0 // it is not up yet
	}
	defer answer.Body.Close()
	rows, err := csv.NewReader(answer.Body).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	status := slices.Index(rows[0], "status")
	for _, row := range rows {
		if row[0] == "remit" && row[1] != "BACKEND" && row[status] == "UP" {
			n++
		}
	}
	return n
}

// ask is the body of an answer with the status 200.
func ask(client *http.Client, url, key, body string) (string, error) {
	r, err := http.NewRequest(http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		return "", err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Authorization", "Bearer "+key)
	answer, err := client.Do(r)
	if err != nil {
		return "", err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err == nil && answer.StatusCode != http.StatusOK {
		err = statusError(answer.StatusCode)
	}
	return string(text), err
}

// statusError is a status that is not 200.
type statusError int

func (e statusError) Error() string { return fmt.Sprint("status ", int(e)) }

// code is the status of an answer; 0 where there is none.
func code(t *testing.T, method, url, key, body string) int {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, answer.Body)
	return answer.StatusCode
}

func waitUntil(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for deadline := time.Now().Add(60 * time.Second); !holds(); time.Sleep(50 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("never: %s", what)
		}
	}
}
