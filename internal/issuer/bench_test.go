package issuer_test

import (
	"net/http/httptest"
	"path/filepath"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"

	"github.com/remit-authz/remit/internal/issuer"
	"github.com/remit-authz/remit/internal/keys"
)

// BenchmarkFind is what a request's token costs, beside what its key would.
func BenchmarkFind(b *testing.B) {
	file := filepath.Join(b.TempDir(), "keys.json")
	shown, _, err := keys.Create(file, keys.Key{Purpose: keys.Read, Everywhere: true}, now)
	if err != nil {
		b.Fatal(err)
	}
	ring, err := keys.Open(file)
	if err != nil {
		b.Fatal(err)
	}
	p := &provider{set: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{rsaKey.public(), ecKey.public(), edKey.public()}}}
	p.Server = httptest.NewServer(p)
	p.names = p.URL
	b.Cleanup(p.Close)
	by, err := issuer.New(issuer.Options{URL: p.URL, Audience: "remit"})
	if err != nil {
		b.Fatal(err)
	}
	callers := issuer.Callers{Issuer: by, Purpose: keys.Read, Tenants: issuer.Tenants{Everywhere: true}}
	for name, one := range map[string]struct {
		find  func(string, time.Time) (keys.Key, error)
		shown string
	}{
		"key":   {ring.Find, shown},
		"RS256": {callers.Find, sign(rsaKey, head(rsaKey), claims(p))},
		"ES256": {callers.Find, sign(ecKey, head(ecKey), claims(p))},
		"EdDSA": {callers.Find, sign(edKey, head(edKey), claims(p))},
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if _, err := one.find(one.shown, now); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
