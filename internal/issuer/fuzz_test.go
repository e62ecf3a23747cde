package issuer_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"

	"github.com/remit-authz/remit/internal/issuer"
)

// Nothing but what the issuer has signed is taken, whatever it is, and nothing panics.
func FuzzVerify(f *testing.F) {
	p := &provider{set: jose.JSONWebKeySet{Keys: []jose.JSONWebKey{rsaKey.public(), ecKey.public(), edKey.public()}}}
	p.Server = httptest.NewServer(p)
	p.names = p.URL
	f.Cleanup(p.Close)
	i, err := issuer.New(issuer.Options{URL: p.URL, Audience: "remit"})
	if err != nil {
		f.Fatal(err)
	}
	good := sign(ecKey, head(ecKey), claims(p))
	if _, err := i.Verify(good, now); err != nil {
		f.Fatal(err)
	}
	parts := strings.Split(good, ".")
	for _, seed := range [][3]string{
		{head(ecKey), claims(p), parts[2]}, {head(rsaKey), claims(p), parts[2]}, {`{"alg":"none"}`, claims(p), ""},
		{`{"alg":"EdDSA","kid":"ed","jwk":{"kty":"OKP"}}`, "{}", "AAAA"}, {`{"alg":"ES256","kid":"ec","crit":["exp"]}`, "[]", parts[2]},
		{`{"alg":"ES256","alg":"none"}`, "null", parts[2]}, {"", "", ""}, {`{"alg":"ES256","kid":"ec"}`, `{"exp":1e400}`, strings.Repeat("A", 86)},
	} {
		f.Add(seed[0], seed[1], seed[2], "")
	}
	f.Add("", "", "", good)
	f.Add("", "", "", parts[0]+"."+parts[1]+"=."+parts[2])
	f.Fuzz(func(t *testing.T, head, body, signature, whole string) {
		for _, token := range []string{encoded(head) + "." + encoded(body) + "." + signature, whole} {
			got, err := i.Verify(token, now)
			if err == nil && token != good {
				t.Errorf("%q was taken, of %+v", token, got)
			}
			if err != nil && !errors.Is(err, issuer.ErrToken) {
				t.Errorf("%q: %v", token, err)
			}
		}
	})
}
