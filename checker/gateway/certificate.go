package gateway

import (
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"net/url"
	"strings"
	"time"

	"github.com/remit-authz/remit/internal/phrase"
)

// The fields of a certificate that can name a user.
const (
	FieldDNS    = "dns"
	FieldEmail  = "email"
	FieldURI    = "uri"
	FieldCommon = "cn"
)

// maxCertificate is how long a certificate in a header is, with what it is signed by.
const maxCertificate = 32 << 10

// Certificates verify the certificates of users. The zero value takes none.
type Certificates struct {
	// Roots are those who sign them, and nobody else: never the machine's own.
	Roots *x509.CertPool
	// Field is what names the user: FieldDNS, FieldEmail, FieldURI or FieldCommon. It is
	// there once.
	Field string
}

func (c Certificates) validate() error {
	switch c.Field {
	case FieldDNS, FieldEmail, FieldURI, FieldCommon:
		if c.Roots == nil {
			return phrase.Errorf("certificates: who signs them is not said")
		}
	case "":
		if c.Roots != nil {
			return phrase.Errorf("certificates: which field names the user is not said: choose %s, %s, %s or %s", FieldDNS, FieldEmail, FieldURI, FieldCommon)
		}
	default:
		return phrase.Errorf("certificates: field %q does not exist: choose %s, %s, %s or %s", c.Field, FieldDNS, FieldEmail, FieldURI, FieldCommon)
	}
	return nil
}

// name is whom the first of some certificates is of, which the others lead to a root.
// It does not ask whether one was revoked.
func (c Certificates) name(chain []*x509.Certificate, now time.Time) (string, error) {
	others := x509.NewCertPool()
	for _, one := range chain[1:] {
		others.AddCert(one)
	}
	leaf := chain[0]
	_, err := leaf.Verify(x509.VerifyOptions{
		Roots: c.Roots, Intermediates: others, CurrentTime: now, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth},
	})
	if err != nil {
		return "", phrase.Errorf("a certificate is not taken: %w", err)
	}
	var names []string
	switch c.Field {
	case FieldDNS:
		names = leaf.DNSNames
	case FieldEmail:
		names = leaf.EmailAddresses
	case FieldURI:
		for _, u := range leaf.URIs {
			names = append(names, u.String())
		}
	case FieldCommon:
		names = []string{leaf.Subject.CommonName}
	}
	if len(names) != 1 || names[0] == "" {
		return "", phrase.Errorf("a certificate names its user %d times by its field %s", len(names), c.Field)
	}
	return names[0], nil
}

// certificatesIn reads what gateways hand on: PEM with escapes (nginx, Envoy), or the
// bytes of one in base64 (Traefik, Caddy, RFC 9440).
func certificatesIn(text string) ([]*x509.Certificate, error) {
	wrong := phrase.Errorf("what is handed on as a certificate is none")
	if len(text) > maxCertificate {
		return nil, wrong
	}
	plain, err := url.PathUnescape(text) // and no + is a blank
	if err != nil {
		return nil, wrong
	}
	var der []byte
	if rest := []byte(plain); strings.HasPrefix(plain, "-----BEGIN") {
		for len(strings.TrimSpace(string(rest))) > 0 {
			var block *pem.Block
			if block, rest = pem.Decode(rest); block == nil || block.Type != "CERTIFICATE" {
				return nil, wrong
			}
			der = append(der, block.Bytes...)
		}
	} else if der, err = base64.StdEncoding.DecodeString(strings.Trim(plain, ":")); err != nil {
		return nil, wrong
	}
	chain, err := x509.ParseCertificates(der)
	if err != nil || len(chain) == 0 {
		return nil, wrong
	}
	return chain, nil
}
