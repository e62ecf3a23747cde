package service_test

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/keys"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/service"
	"github.com/remit-authz/remit/schema"
)

// one are keys of which there is one, for reading.
type one string

func (o one) Find(shown string, _ time.Time) (keys.Key, error) {
	switch {
	case o == "broken":
		return keys.Key{}, errors.New("the file is gone: /secret/place")
	case shown == "admin":
		return keys.Key{ID: "admin", Purpose: keys.Admin, Everywhere: true}, nil
	case shown == string(o):
		return keys.Key{ID: "one", Purpose: keys.Read, Tenants: []schema.TenantID{"a"}}, nil
	}
	return keys.Key{}, keys.ErrUnknown
}

func start(t *testing.T, o service.Options) *service.Server {
	t.Helper()
	s, err := service.Start(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	return s
}

// echo answers with what it was sent.
func echo(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		http.Error(w, "cut off", http.StatusBadRequest)
		return
	}
	_, _ = w.Write(body)
}

func routes(handler http.HandlerFunc) []service.Route {
	return []service.Route{
		{Pattern: "POST /echo/{id}", Handler: handler, May: keys.Key.MayAsk},
		{Pattern: "POST /act", Handler: handler, May: keys.Key.MayAct},
		{Pattern: "GET /public", Handler: handler},
		{Pattern: "POST /panic", Handler: http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("secret") }), May: keys.Key.MayAsk},
	}
}

type answer struct {
	code   int
	body   string
	header http.Header
}

func send(t *testing.T, client *http.Client, method, url, key, body string) answer {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if key != "" {
		r.Header.Set("Authorization", "Bearer "+key)
	}
	r.Header.Set("X-Request-ID", "id-1")
	got, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer got.Body.Close()
	text, err := io.ReadAll(got.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{got.StatusCode, string(text), got.Header}
}

func TestWhoIsLetIn(t *testing.T) {
	var log bytes.Buffer
	address := loopbacktest.Address(t)
	s := start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(echo), Log: slog.New(slog.NewJSONHandler(&log, nil))})
	for _, tt := range []struct {
		method, path, key string
		code              int
	}{
		{"POST", "/echo/anna", "k", 200},
		{"POST", "/echo/anna", "", 401},
		{"POST", "/echo/anna", "wrong", 401},
		{"POST", "/echo/anna", "admin", 403},
		{"POST", "/act", "k", 403},
		{"GET", "/public", "", 200},
		{"GET", "/livez", "", 200},
		{"GET", "/readyz", "", 200},
		{"GET", "/metrics", "", 401},
		{"GET", "/metrics", "k", 403},
		{"GET", "/metrics", "admin", 200},
		{"POST", "/panic", "k", 500},
		{"GET", "/none", "", 404},
	} {
		got := send(t, http.DefaultClient, tt.method, "http://"+address+tt.path, tt.key, "veldzicht")
		if got.code != tt.code {
			t.Errorf("%s %s with %q: got %d %s, want %d", tt.method, tt.path, tt.key, got.code, got.body, tt.code)
		}
		if got.header.Get("X-Request-ID") != "id-1" {
			t.Errorf("%s: the request's id did not come back", tt.path)
		}
		if (got.code == 401) != (got.header.Get("WWW-Authenticate") != "") {
			t.Errorf("%s: WWW-Authenticate is %q", tt.path, got.header.Get("WWW-Authenticate"))
		}
		if tt.path == "/metrics" && tt.code == 200 && (strings.Contains(got.body, "anna") || strings.Contains(got.body, `"one"`)) {
			t.Errorf("the metrics name somebody: %s", got.body)
		}
		if strings.Contains(got.body, "secret") {
			t.Errorf("%s: got %s", tt.path, got.body)
		}
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	// The log names what was asked by the route, and nobody.
	for _, never := range []string{"anna", "veldzicht", "id-1", "Bearer", `"k"`} {
		if strings.Contains(log.String(), never) {
			t.Errorf("the log has %s: %s", never, log.String())
		}
	}
	if !strings.Contains(log.String(), `"route":"POST /echo/{id}","status":200`) {
		t.Errorf("got the log %s", log.String())
	}
}

// A path that is there, asked by another method, says which it takes.
func TestAnotherMethod(t *testing.T) {
	address := loopbacktest.Address(t)
	start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(echo)})
	for _, tt := range []struct {
		method, path, allow string
		code                int
	}{
		{"GET", "/echo/anna", "POST", 405},
		{"PUT", "/public", "GET, HEAD", 405},
		{"POST", "/livez", "GET, HEAD", 405},
		{"GET", "/echo", "", 404},
	} {
		got := send(t, http.DefaultClient, tt.method, "http://"+address+tt.path, "", "")
		if got.code != tt.code || got.header.Get("Allow") != tt.allow {
			t.Errorf("%s %s: got %d, Allow %q, want %d, %q", tt.method, tt.path, got.code, got.header.Get("Allow"), tt.code, tt.allow)
		}
	}
}

// Of two keys neither counts: something on the way may have looked at the other.
func TestTwoKeysAreNone(t *testing.T) {
	address := loopbacktest.Address(t)
	start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(echo), Log: slog.New(slog.DiscardHandler)})
	for _, second := range []string{"k", "wrong"} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+"/echo/anna", strings.NewReader("x"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header["Authorization"] = []string{"Bearer k", "Bearer " + second}
		got, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = got.Body.Close()
		if got.StatusCode != http.StatusBadRequest {
			t.Errorf("k and %s: got %d, want 400", second, got.StatusCode)
		}
	}
}

// While keys cannot be looked up nobody comes in, and nobody is told why.
func TestKeysThatCannotBeLookedUp(t *testing.T) {
	address := loopbacktest.Address(t)
	start(t, service.Options{Address: address, Keys: one("broken"), Routes: routes(echo)})
	got := send(t, http.DefaultClient, "POST", "http://"+address+"/echo/x", "k", "")
	if got.code != 503 || strings.Contains(got.body, "secret") {
		t.Errorf("got %d %s", got.code, got.body)
	}
}

func TestWhatIsNotServed(t *testing.T) {
	cert, key := certificate(t, t.TempDir(), "one")
	for _, tt := range []struct {
		why  string
		o    service.Options
		want error
	}{
		{"no keys", service.Options{Address: loopbacktest.Address(t)}, service.ErrNoKeys},
		{"a network without TLS", service.Options{Address: "0.0.0.0:0", Keys: one("k")}, service.ErrUnsafe},
		{"a network without keys", service.Options{Address: "0.0.0.0:0", Open: true, Certificate: cert, PrivateKey: key}, service.ErrUnsafe},
		{"every address", service.Options{Address: ":0", Keys: one("k")}, service.ErrUnsafe},
		{"a name", service.Options{Address: "example.org:80", Open: true}, service.ErrUnsafe},
		{"a certificate alone", service.Options{Address: loopbacktest.Address(t), Keys: one("k"), Certificate: cert}, nil},
		{"keys and none", service.Options{Address: loopbacktest.Address(t), Keys: one("k"), Open: true}, nil},
		{"no port", service.Options{Address: "127.0.0.1", Keys: one("k")}, nil},
	} {
		s, err := service.Start(t.Context(), tt.o)
		if err == nil {
			_ = s.Close()
			t.Errorf("%s: was served", tt.why)
		} else if tt.want != nil && !errors.Is(err, tt.want) {
			t.Errorf("%s: got %v", tt.why, err)
		}
	}
	if err := os.Chmod(key, 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := service.Start(t.Context(), service.Options{Address: loopbacktest.Address(t), Keys: one("k"), Certificate: cert, PrivateKey: key}); err == nil {
		t.Error("a private key that others can read was taken")
	}
}

// Without keys this machine's own names are answered, to no other page.
func TestOpenIsForThisMachine(t *testing.T) {
	address := loopbacktest.Address(t)
	start(t, service.Options{Address: address, Open: true, Routes: routes(echo)})
	_, port, _ := net.SplitHostPort(address)
	for host, code := range map[string]int{address: 200, "localhost:" + port: 200, "[::1]:" + port: 200, "evil.example.org": 403, "127.0.0.1.example.org": 403} {
		for _, origin := range []string{"", "https://evil.example.org"} {
			r, err := http.NewRequestWithContext(t.Context(), "POST", "http://"+address+"/echo/x", nil)
			if err != nil {
				t.Fatal(err)
			}
			want := code
			if r.Host = host; origin != "" {
				r.Header.Set("Origin", origin)
				want = 403
			}
			got, err := http.DefaultClient.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = got.Body.Close()
			if got.StatusCode != want {
				t.Errorf("%s from %q: got %d, want %d", host, origin, got.StatusCode, want)
			}
		}
	}
}

func TestLimits(t *testing.T) {
	address := loopbacktest.Address(t)
	enter, leave := make(chan bool), make(chan bool)
	slow := func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") == "slow" {
			enter <- true
			<-leave
		}
		echo(w, r)
	}
	start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(slow), Limits: service.Limits{Rate: 1, Burst: 5, Concurrent: 2, Bytes: 10}})
	url := "http://" + address + "/echo/"
	var running sync.WaitGroup
	for range 2 {
		running.Go(func() { send(t, http.DefaultClient, "POST", url+"slow", "k", "") })
		<-enter
	}
	if got := send(t, http.DefaultClient, "POST", url+"x", "k", ""); got.code != 429 || got.header.Get("Retry-After") != "1" {
		t.Errorf("a third at once: got %d %v", got.code, got.header)
	}
	leave <- true
	leave <- true
	running.Wait()
	if got := send(t, http.DefaultClient, "POST", url+"x", "k", "12345678901"); got.code != 400 {
		t.Errorf("too large: got %d", got.code)
	}
	codes := map[int]int{}
	var last answer
	for range 10 {
		got := send(t, http.DefaultClient, "POST", url+"x", "k", "")
		if codes[got.code]++; got.code == 429 {
			last = got
		}
	}
	if codes[200] < 2 || codes[429] < 6 || last.header.Get("Retry-After") == "" {
		t.Errorf("got %v, and Retry-After %q", codes, last.header.Get("Retry-After"))
	}
	if got := send(t, http.DefaultClient, "GET", "http://"+address+"/metrics", "admin", ""); got.code != 200 {
		t.Errorf("another key: got %d", got.code)
	}
}

// A server that ends says so, goes on for a while, and fails no request under way.
func TestEnd(t *testing.T) {
	address := loopbacktest.Address(t)
	entered := make(chan bool)
	slow := func(w http.ResponseWriter, r *http.Request) {
		if r.PathValue("id") == "slow" {
			entered <- true
			time.Sleep(300 * time.Millisecond)
		}
		echo(w, r)
	}
	s := start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(slow), DrainFor: 500 * time.Millisecond,
		Ready: func(context.Context) error { return nil }})
	ended := make(chan error)
	go func() { ended <- s.Close() }()
	time.Sleep(100 * time.Millisecond)
	if got := send(t, http.DefaultClient, "GET", "http://"+address+"/readyz", "", ""); got.code != 503 {
		t.Errorf("while it drains it is ready: %d", got.code)
	}
	if got := send(t, http.DefaultClient, "GET", "http://"+address+"/livez", "", ""); got.code != 200 {
		t.Errorf("while it drains it is not alive: %d", got.code)
	}
	time.Sleep(250 * time.Millisecond)
	var late sync.WaitGroup
	late.Go(func() {
		if got := send(t, http.DefaultClient, "POST", "http://"+address+"/echo/slow", "k", "body"); got.code != 200 || got.body != "body" {
			t.Errorf("a request under way: got %d %s", got.code, got.body)
		}
	})
	<-entered
	if err := <-ended; err != nil {
		t.Error(err)
	}
	late.Wait()
	if _, err := net.DialTimeout("tcp", address, time.Second); err == nil {
		t.Error("it listens still")
	}
}

func TestReady(t *testing.T) {
	address := loopbacktest.Address(t)
	start(t, service.Options{Address: address, Keys: one("k"), Ready: func(context.Context) error { return errors.New("secret") }})
	if got := send(t, http.DefaultClient, "GET", "http://"+address+"/readyz", "", ""); got.code != 503 || strings.Contains(got.body, "secret") {
		t.Errorf("got %d %s", got.code, got.body)
	}
}

// certificate makes one for 127.0.0.1 with a name.
func certificate(t *testing.T, folder, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial := new(big.Int).SetBytes([]byte(name))
	template := x509.Certificate{SerialNumber: serial, NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	der, err := x509.CreateCertificate(rand.Reader, &template, &template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}

// A certificate that is replaced is used from then on; while only half of it is there,
// the one before.
func TestCertificateIsFollowed(t *testing.T) {
	folder, address := t.TempDir(), loopbacktest.Address(t)
	cert, key := certificate(t, folder, "one")
	start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(echo), Certificate: cert, PrivateKey: key})
	serves := func() string {
		t.Helper()
		conn, err := tls.Dial("tcp", address, &tls.Config{InsecureSkipVerify: true}) //nolint:gosec // the test looks at which one it is
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close()
		return string(conn.ConnectionState().PeerCertificates[0].SerialNumber.Bytes())
	}
	if got := serves(); got != "one" {
		t.Fatalf("got %s", got)
	}
	client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true}, ForceAttemptHTTP2: true}} //nolint:gosec // as above
	if got := send(t, client, "POST", "https://"+address+"/echo/x", "k", "body"); got.code != 200 || got.body != "body" {
		t.Errorf("got %d %s", got.code, got.body)
	}
	other := t.TempDir()
	newCert, newKey := certificate(t, other, "two")
	for _, step := range []struct{ from, to, want string }{{newCert, cert, "one"}, {newKey, key, "two"}} {
		if err := os.Rename(step.from, step.to); err != nil {
			t.Fatal(err)
		}
		time.Sleep(1100 * time.Millisecond)
		if got := serves(); got != step.want {
			t.Errorf("got %s, want %s", got, step.want)
		}
	}
}

// Whoever sends nothing, or sends slowly, is let go; others are answered meanwhile.
func TestCallersThatSendNothing(t *testing.T) {
	address := loopbacktest.Address(t)
	start(t, service.Options{Address: address, Keys: one("k"), Routes: routes(echo)})
	var silent []net.Conn
	for range 200 {
		conn, err := net.Dial("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		silent = append(silent, conn)
		fmt.Fprint(conn, "POST /echo/x HTTP/1.1\r\nHost: ")
	}
	if got := send(t, http.DefaultClient, "POST", "http://"+address+"/echo/x", "k", "body"); got.code != 200 {
		t.Errorf("got %d", got.code)
	}
	for _, conn := range silent {
		_ = conn.SetReadDeadline(time.Now().Add(8 * time.Second))
		if _, err := io.ReadAll(conn); err != nil {
			t.Fatalf("a connection that sends nothing is kept: %v", err)
		}
		_ = conn.Close()
	}
}

// Whoever has no key could hold every connection that there is, by asking each now
// and then whether the service lives.
func TestWithoutAKeyNobodyHoldsAConnection(t *testing.T) {
	address := loopbacktest.Address(t)
	start(t, service.Options{Address: address, Keys: one("k"), Routes: []service.Route{
		{Pattern: "POST /echo", Handler: http.HandlerFunc(echo), May: func(keys.Key) bool { return true }},
	}})
	for _, path := range []string{"/livez", "/readyz", "/nothing", "/echo"} {
		r, err := http.Post("http://"+address+path, "text/plain", strings.NewReader("x"))
		if path == "/livez" || path == "/readyz" {
			r, err = http.Get("http://" + address + path)
		}
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if !r.Close {
			t.Errorf("%s: the connection stays", path)
		}
	}
	request, _ := http.NewRequest("POST", "http://"+address+"/echo", strings.NewReader("x"))
	request.Header.Set("Authorization", "Bearer k")
	r, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	_ = r.Body.Close()
	if r.Close || r.StatusCode != http.StatusOK {
		t.Errorf("with a key: %s, closed %t", r.Status, r.Close)
	}
}
