package service_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"math/big"
	"net/http"
	"testing"
	"time"

	"github.com/remit-authz/remit/checker"
	"github.com/remit-authz/remit/checker/forwardauth"
	"github.com/remit-authz/remit/checker/gateway"
	"github.com/remit-authz/remit/internal/loopback/loopbacktest"
	"github.com/remit-authz/remit/internal/service"
)

// signed is a certificate of a client's, which an authority has signed, or which is one.
func signed(t *testing.T, name string, by *tls.Certificate) tls.Certificate {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), BasicConstraintsValid: true,
		IsCA: by == nil, KeyUsage: x509.KeyUsageCertSign | x509.KeyUsageDigitalSignature}
	parent, signer := template, key
	if by != nil {
		template.EmailAddresses, template.ExtKeyUsage = []string{name}, []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}
		parent, signer = by.Leaf, by.PrivateKey.(*ecdsa.PrivateKey)
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, key.Public(), signer)
	if err != nil {
		t.Fatal(err)
	}
	leaf, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	return tls.Certificate{Certificate: [][]byte{der}, PrivateKey: key, Leaf: leaf}
}

// onlyBram allows one user everything.
type onlyBram struct{}

func (onlyBram) Check(_ context.Context, q checker.Question) (checker.Decision, error) {
	if q.Subject.Text() == "user:veldzicht/bram" {
		return checker.Decision{Outcome: checker.Allowed}, nil
	}
	return checker.Decision{}, nil
}

// Whoever shows a certificate in the handshake is known by it; a stranger's certificate
// is nobody's, and where none are asked for nobody is known by one.
func TestClientCertificates(t *testing.T) {
	authority, stranger := signed(t, "", nil), signed(t, "", nil)
	roots := x509.NewCertPool()
	roots.AddCert(authority.Leaf)
	g, err := gateway.New(gateway.Rules{
		Routes: []gateway.Route{{Pattern: "GET /clients/{id}", Permission: "view_dossier", Resource: "client:veldzicht/{id}"}},
		User:   "user:veldzicht/{user}", Certificates: gateway.Certificates{Roots: roots, Field: gateway.FieldEmail},
	})
	if err != nil {
		t.Fatal(err)
	}
	cert, key := certificate(t, t.TempDir(), "server")
	for _, asks := range []bool{true, false} {
		address := loopbacktest.Address(t)
		start(t, service.Options{Address: address, Keys: one("k"), Certificate: cert, PrivateKey: key, AskCertificates: asks,
			Routes: []service.Route{{Pattern: "/forward-auth", Handler: forwardauth.New(forwardauth.Options{Checker: onlyBram{}, Gateway: g})}}})
		for why, tt := range map[string]struct {
			certificate []tls.Certificate
			want        int
		}{
			"a user":                {[]tls.Certificate{signed(t, "bram", &authority)}, 200},
			"another user":          {[]tls.Certificate{signed(t, "els", &authority)}, 403},
			"a stranger":            {[]tls.Certificate{signed(t, "bram", &stranger)}, 401},
			"without a certificate": {nil, 401},
		} {
			if !asks {
				tt.want = 401
			}
			client := &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{InsecureSkipVerify: true, //nolint:gosec // the test's own server
				GetClientCertificate: func(*tls.CertificateRequestInfo) (*tls.Certificate, error) {
					if len(tt.certificate) == 0 {
						return &tls.Certificate{}, nil
					}
					return &tt.certificate[0], nil
				}}}}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://"+address+"/forward-auth", nil)
			if err != nil {
				t.Fatal(err)
			}
			r.Header.Set("X-Forwarded-Method", "GET")
			r.Header.Set("X-Forwarded-Uri", "/clients/c-1")
			got, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			_ = got.Body.Close()
			if got.StatusCode != tt.want {
				t.Errorf("%s, asked for %t: got %d, want %d", why, asks, got.StatusCode, tt.want)
			}
		}
	}
}
