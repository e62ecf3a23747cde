package main

import (
	"bufio"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/random"
)

// application is what stands behind a gateway, and keeps the targets of what reached it.
type application struct {
	*httptest.Server
	mu      sync.Mutex
	reached []string
}

func startApplication(t *testing.T) *application {
	t.Helper()
	a := &application{}
	a.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		a.mu.Lock()
		defer a.mu.Unlock()
		a.reached = append(a.reached, r.Method+" "+r.RequestURI)
	}))
	t.Cleanup(a.Close)
	return a
}

func (a *application) takes() []string {
	a.mu.Lock()
	defer a.mu.Unlock()
	defer func() { a.reached = nil }()
	return a.reached
}

// block is the one block of the README in a language that has a text.
func block(t *testing.T, language, with string) string {
	t.Helper()
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for _, b := range fenced.FindAllStringSubmatch(string(readme), -1) {
		if b[1] == language && strings.Contains(b[2], with) {
			found = append(found, b[2])
		}
	}
	if len(found) != 1 {
		t.Fatalf("the README has %d blocks of %s with %q", len(found), language, with)
	}
	return found[0]
}

// gatewayed is nginx with the configuration of the README, before an application.
type gatewayed struct {
	cluster *cluster
	app     *application
	address string
}

func startNginx(t *testing.T) gatewayed {
	t.Helper()
	nginx := needs(t, "nginx", "nginx-light")
	g := gatewayed{startCluster(t), startApplication(t), loopbacktest.Address(t)}
	folder := t.TempDir()
	settings := filepath.Join(folder, "remit.yaml")
	if err := os.WriteFile(settings, []byte(block(t, "yaml", "gateway:")), 0o600); err != nil {
		t.Fatal(err)
	}
	_, http := g.cluster.before(t, "--settings", settings)
	users := filepath.Join(folder, "users")
	if err := os.WriteFile(users, []byte("bram:{PLAIN}b\nanna:{PLAIN}a\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	server := strings.NewReplacer("127.0.0.1:8000", g.address, "127.0.0.1:8080", http,
		"127.0.0.1:3000", g.app.Listener.Addr().String(), "/etc/nginx/users", users).Replace(block(t, "nginx", "auth_request"))
	file := filepath.Join(folder, "nginx.conf")
	text := fmt.Sprintf(`daemon off;
master_process off;
pid %[1]s/pid;
error_log %[1]s/error.log;
events {}
http {
access_log off;
client_body_temp_path %[1]s/body;
proxy_temp_path %[1]s/proxy;
fastcgi_temp_path %[1]s/fastcgi;
uwsgi_temp_path %[1]s/uwsgi;
scgi_temp_path %[1]s/scgi;
%[2]s
}
`, folder, server)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	starts(t, g.address, nginx, "-e", filepath.Join(folder, "early.log"), "-c", file)
	return g
}

// send writes a request as it stands, which no client would, and is its status.
func (g gatewayed) send(t *testing.T, method, target, password string, headers ...string) int {
	t.Helper()
	conn, err := net.DialTimeout("tcp", g.address, 5*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	_ = conn.SetDeadline(time.Now().Add(20 * time.Second))
	r, _ := http.NewRequest(http.MethodGet, "http://gateway/", nil)
	user, secret, _ := strings.Cut(password, ":")
	if user != "" {
		r.SetBasicAuth(user, secret)
		headers = append(headers, "Authorization: "+r.Header.Get("Authorization"))
	}
	if _, err := io.WriteString(conn, method+" "+target+" HTTP/1.1\r\nHost: gateway\r\nConnection: close\r\n"+strings.Join(append(headers, "\r\n"), "\r\n")); err != nil {
		t.Fatal(err)
	}
	answer, err := http.ReadResponse(bufio.NewReader(conn), r)
	if err != nil {
		return 0 // not even an answer
	}
	_ = answer.Body.Close()
	return answer.StatusCode
}

const bram, anyPassword = "bram:b", "anna:b"

// A real nginx, as the README says, lets through what is allowed and nothing else.
func TestNginx(t *testing.T) {
	g := startNginx(t)
	for _, tt := range []struct {
		why, method, target, password string
		headers                       []string
		code                          int
		reached                       string
	}{
		{why: "allowed", method: "GET", target: "/clients/c-1001", password: bram, code: 200, reached: "GET /clients/c-1001"},
		{why: "allowed, with a query", method: "GET", target: "/clients/c-1001?a=/clients/c-1003", password: bram, code: 200, reached: "GET /clients/c-1001?a=/clients/c-1003"},
		{why: "a GET without its body", method: "HEAD", target: "/clients/c-1001", password: bram, code: 200, reached: "HEAD /clients/c-1001"},
		{why: "denied", method: "GET", target: "/clients/c-1003", password: bram, code: 403},
		{why: "nobody", method: "GET", target: "/clients/c-1001", code: 401},
		{why: "a wrong password", method: "GET", target: "/clients/c-1001", password: "bram:x", code: 401},
		{why: "another's password", method: "GET", target: "/clients/c-1001", password: anyPassword, code: 401},
		{why: "no route", method: "GET", target: "/admin", password: bram, code: 403},
		{why: "no route for the method", method: "DELETE", target: "/clients/c-1001", password: bram, code: 403},
		{why: "the question itself, from outside", method: "GET", target: "/forward-auth", password: bram, code: 404},
		{why: "a forged user", method: "GET", target: "/clients/c-1001", code: 401, headers: []string{"X-User: bram"}},
		{why: "a forged user beside one's own", method: "GET", target: "/clients/c-1003", password: bram, code: 403, headers: []string{"X-User: anna", "x-user: anna", "X_User: anna"}},
		{why: "a forged path", method: "GET", target: "/clients/c-1003", password: bram, code: 403, headers: []string{"X-Forwarded-Uri: /clients/c-1001", "X-Original-URL: /clients/c-1001", "X-Rewrite-URL: /clients/c-1001"}},
		{why: "a forged method", method: "DELETE", target: "/clients/c-1001", password: bram, code: 403, headers: []string{"X-Forwarded-Method: GET", "X-HTTP-Method-Override: GET", "Content-Length: 0"}},
		{why: "a path that names a host", method: "GET", target: "http://gateway/clients/c-1003", password: bram, code: 403},
	} {
		if got := g.send(t, tt.method, tt.target, tt.password, tt.headers...); got != tt.code {
			t.Errorf("%s: %s %s: got %d, want %d", tt.why, tt.method, tt.target, got, tt.code)
		}
		if reached := strings.Join(g.app.takes(), ", "); reached != tt.reached {
			t.Errorf("%s: what reached the application is %q, want %q", tt.why, reached, tt.reached)
		}
	}
	g.cluster.engine.kill()
	if got := g.send(t, "GET", "/clients/c-1001", bram); got != 500 {
		t.Errorf("without an engine: got %d", got)
	}
	if reached := g.app.takes(); len(reached) > 0 {
		t.Errorf("without an engine %q reached the application", reached)
	}
}

// However a path is written, nothing but the one that is allowed reaches the
// application, since what reads it there may read it in any way.
func TestNginxAndPaths(t *testing.T) {
	g := startNginx(t)
	r := rand.New(rand.NewPCG(random.Seed(t), 0))
	pieces := []string{"/", "/", "clients", "clients", "c-1001", "c-1003", "..", ".", "%2f", "%2F", "%2e", "%2e%2e", "%5c", "\\", ";", ";a=b", "%00", "//", "%", "%25", "%252f",
		"?", "#", "CLIENTS", "c-1001.", "%c0%af", "%20", "+", "&", "=", "@", ":", "http://gateway", "admin", "%63-1003", "%63-1001", "*", "é", "/./", "/../"}
	fixed := []string{"/clients/c-1001/../c-1003", "/clients/c-1003/../c-1001", "/clients/c-1001%2f..%2fc-1003", "/clients//c-1001", "//clients/c-1001", "/clients/c-1001/", "/clients/c-1001;x", "/clients/c-1001;/../c-1003",
		"/clients/c-1001.", "/clients/./c-1001", "/clients/%2e%2e/clients/c-1003", "/clients/c-1001%00", "/clients/c-1001/..%2f..%2fadmin", "/clients\\c-1003", "/clients/c-1001#/../c-1003", "/public/../clients/c-1003", "/clients/%63-1003", "/clients/c-1001%23", "/clients/c-1001%3fa", "/clients/c-1001%253f"}
	plain := regexp.MustCompile(`^/clients/(c|%63)-1001(\?.*)?$`)
	let, tried := 0, 0
	try := func(target string) {
		tried++
		code := g.send(t, "GET", target, bram)
		reached := g.app.takes()
		if (code == http.StatusOK) != (len(reached) == 1) || slices.ContainsFunc(reached, func(what string) bool { return !plain.MatchString(strings.TrimPrefix(what, "GET ")) }) {
			t.Errorf("%q: got %d, and %q reached the application", target, code, reached)
		}
		let += len(reached)
	}
	for _, target := range append(fixed, "/clients/c-1001", "/clients/c-1001?q") {
		try(target)
	}
	for range 1500 {
		target := "/"
		if r.IntN(3) > 0 {
			target = "/clients/" + []string{"", "c-1001", "c-1003"}[r.IntN(3)]
		}
		for range r.IntN(5) {
			target += pieces[r.IntN(len(pieces))]
		}
		if !strings.ContainsAny(target, " \r\n") {
			try(target)
		}
	}
	if let < 20 || let > tried/2 {
		t.Errorf("%d of %d came through: the test tries too little", let, tried)
	}
	t.Logf("%d of %d came through", let, tried)
}
