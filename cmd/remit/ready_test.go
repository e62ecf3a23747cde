package main

import (
	"bytes"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/service"
)

// The certificate that is asked for is the very one in the file: a service that has not
// taken up another is not ready.
func TestReadyOverTLS(t *testing.T) {
	folder, http := t.TempDir(), loopbacktest.Address(t)
	cert, key := makeCertificate(t, folder, "one")
	other, _ := makeCertificate(t, folder, "other")
	s, err := service.Start(t.Context(), service.Options{Address: http, Open: true, Certificate: cert, PrivateKey: key})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = s.Close() })
	for _, tt := range []struct {
		certificate string
		code        int
		says        string
	}{
		{cert, exitDone, "ready"},
		{other, exitFailed, "shows another certificate than"},
		{"", exitFailed, "answers 400"},
	} {
		code, out := ready(t, "--http", http, "--tls-cert", tt.certificate)
		if code != tt.code || !strings.Contains(out, tt.says) {
			t.Errorf("with %q: exit code %d, %s", tt.certificate, code, out)
		}
	}
}

// Nothing but the service's own word counts: another server's answer is none.
func TestReadyIsTheServices(t *testing.T) {
	for status, code := range map[int]int{200: exitDone, 503: exitNo, 404: exitFailed, 302: exitFailed, 204: exitFailed, 500: exitFailed} {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Location", "/livez")
			if r.URL.Path == "/readyz" {
				w.WriteHeader(status)
			}
		}))
		if got, out := ready(t, "--http", s.Listener.Addr().String()); got != code {
			t.Errorf("%d: exit code %d, want %d: %s", status, got, code, out)
		}
		s.Close()
	}
}

func ready(t *testing.T, args ...string) (int, string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
	defer cancel()
	var out bytes.Buffer
	code := run(ctx, append([]string{"ready"}, args...), strings.NewReader(""), &out, &out)
	return code, out.String()
}

// makeCertificate makes one for 127.0.0.1 with a name.
func makeCertificate(t *testing.T, folder, name string) (cert, key string) {
	t.Helper()
	private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(time.Now().UnixNano()), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	public, err := x509.CreateCertificate(rand.Reader, template, template, &private.PublicKey, private)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(private)
	if err != nil {
		t.Fatal(err)
	}
	cert, key = filepath.Join(folder, name+".pem"), filepath.Join(folder, name+".key")
	for file, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: public}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(file, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return cert, key
}
